// Why users are in their segments: the rules of the snapshot, evaluated again on what the snapshot stored. What comes
// of it must be what is published; where it is not, nothing is explained, for that is a bug.
import type { Database } from '../db/database.ts';
import { readDateOrTimestamp } from '../ingest/timestamps.ts';
import { evaluate } from '../rules/evaluate.ts';
import type { DimensionTrace, Evaluation, ScoreTrace } from '../rules/trace.ts';
import type { Segment, SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { readFeatures, type StoredUser } from './queries/features.ts';

export interface Explanation {
  readonly userId: string;
  readonly snapshot: Snapshot;
  /** Every dimension, in the rule set's order. */
  readonly dimensions: readonly ExplainedDimension[];
  readonly scores: readonly ScoreTrace[];
  /** When time alone will next change something of the user, ISO text with microseconds; null for never. */
  readonly nextChangeAt: string | null;
}

export interface ExplainedDimension extends Omit<DimensionTrace, 'segment'> {
  readonly userId: string;
  readonly segment: Segment;
}

/** By user id, of those whom the snapshot has; an error where the evaluation differs from what is published. */
export async function explainUsers(
  { read }: Database,
  snapshot: Snapshot,
  catalogue: SegmentCatalogue,
  userIds: readonly string[],
): Promise<Map<string, Explanation | Error>> {
  const asOf = BigInt(readDateOrTimestamp(snapshot.asOf) as number | bigint);
  const users = await readFeatures(read, snapshot.id, userIds);
  return new Map(
    users.map((user) => {
      const evaluation = evaluate(catalogue.rules, user.features, asOf);
      return [user.userId, explain(user, evaluation, snapshot, catalogue)];
    }),
  );
}

function explain(
  user: StoredUser,
  evaluation: Evaluation,
  snapshot: Snapshot,
  { byId }: SegmentCatalogue,
): Explanation | Error {
  const { userId, nextChangeAt } = user;
  const differences: string[] = [];
  const engagement = evaluation.scores.find(({ key }) => key === 'engagement');
  if (engagement?.points !== user.engagementScore)
    differences.push(
      `the engagement score is ${user.engagementScore}, and evaluates to ${engagement?.points}`,
    );
  const dimensions = evaluation.dimensions.map((trace, at) => {
    const segment = byId.get(user.segmentIds[at] as number);
    if (segment?.dimension !== trace.key || segment.key !== trace.segment)
      differences.push(
        `${trace.key} is ${JSON.stringify(segment?.key)}, and evaluates to "${trace.segment}"`,
      );
    return { ...trace, userId, segment: segment as Segment };
  });
  if (differences.length > 0)
    return new Error(
      `User ${userId} of snapshot ${snapshot.id} is not as its rules say: ${differences.join('; ')}. Run: strata verify`,
    );
  return { userId, snapshot, dimensions, scores: evaluation.scores, nextChangeAt };
}
