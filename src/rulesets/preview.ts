// What a publication would change, on live data and before it: the users of the published snapshot at its as-of,
// evaluated by another rule set, part by part, so that memory stays flat. Reads only.
import type { Database } from '../db/database.ts';
import { featuresDiffer } from '../rules/features-differ.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { requireSnapshot, type Snapshot } from '../snapshots/service.ts';
import { type DimensionPreview, dimensionPreviews, isKept, matchDimensions } from './preview-dimensions.ts';
import { Tally } from './preview-tally.ts';
import { rangesOf, sampledUsers } from './queries/parts.ts';
import { type ComparedPart, type Comparison, comparePart, type Part } from './queries/preview.ts';
import { type Deadline, inReadOnly, startDeadline } from './queries/read-only.ts';
import { provisionalNumbers } from './segment-numbers.ts';
import { ruleSetVersion } from './stored.ts';

const PARALLEL = 2;
const DEFAULT_EXAMPLES = 10;

export interface PreviewOptions {
  /** At most so many users, chosen by their external ids; everybody without it. */
  readonly sample?: number | null;
  /** Movers that are named, of each dimension: 10 where it is not said. */
  readonly examples?: number | null;
  /** After it a StrataError of code TIMEOUT is thrown; without it there is no limit. */
  readonly timeoutMs?: number;
  onProgress?(done: number, total: number): void;
}

export interface Preview {
  readonly snapshot: Snapshot;
  /** Users who were compared; all numbers are of these. */
  readonly users: number;
  /** Users of the snapshot who were not: not in the sample, or their inputs changed since. */
  readonly usersLeftOut: number;
  /** Users who would be in another segment of any dimension that both rule sets have. */
  readonly movers: number;
  /** In the order of the previewed rule set, then those that it no longer has. */
  readonly dimensions: readonly DimensionPreview[];
  readonly cost: PreviewCost;
}

export interface PreviewCost {
  /** Users of whom a publication would write a new state. */
  readonly usersRewritten: number;
  /** Whether a publication would read everybody's events, because the rule set measures something else of them. */
  readonly readsEvents: boolean;
  /** What the preview took. */
  readonly elapsedMs: number;
}

/** Compares everybody in the published snapshot; throws a SnapshotError where nothing is published. */
export async function previewRules(
  database: Database,
  rules: RuleSet,
  options: PreviewOptions = {},
): Promise<Preview> {
  const startedAt = performance.now();
  const { prisma } = database;
  const snapshot = await requireSnapshot(database);
  const before = await ruleSetVersion(prisma, snapshot.ruleSetVersion);
  const segmentIds = await provisionalNumbers(prisma, rules);
  const matched = matchDimensions(before, rules);
  const comparison: Comparison = {
    snapshotId: snapshot.id,
    asOf: snapshot.asOf,
    rules,
    segmentIds,
    fromInputs: featuresDiffer(before, rules),
    kept: matched.filter(isKept).map((one) => ({ before: one.placeBefore, after: one.placeAfter })),
    added: matched.filter((one) => one.before === null).map(({ placeAfter }) => placeAfter),
    examples: options.examples ?? DEFAULT_EXAMPLES,
  };
  const tally = new Tally(comparison.examples);
  await compareAll(database, comparison, options, (part) => tally.add(part));
  const { users, movers, rewritten } = tally;
  return {
    snapshot,
    users,
    usersLeftOut: Math.max(snapshot.users - users, 0),
    movers,
    dimensions: dimensionPreviews(matched, segmentIds, tally),
    cost: {
      usersRewritten: rewritten,
      readsEvents: comparison.fromInputs,
      elapsedMs: Math.round(performance.now() - startedAt),
    },
  };
}

/** Every part in a transaction of its own, two at a time. */
async function compareAll(
  database: Database,
  comparison: Comparison,
  { sample, timeoutMs, onProgress }: PreviewOptions,
  take: (part: ComparedPart) => void,
): Promise<void> {
  const { prisma } = database;
  const deadline = startDeadline(timeoutMs);
  const parts = await inReadOnly(prisma, deadline, (tx) =>
    sample ? sampledUsers(tx, comparison.snapshotId, sample) : rangesOf(tx),
  );
  let done = 0;
  const waiting = parts.values();
  const work = async (): Promise<void> => {
    for (const part of waiting) {
      take(await compareOne(database, deadline, comparison, part));
      onProgress?.(++done, parts.length);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function compareOne(
  { prisma }: Database,
  deadline: Deadline,
  comparison: Comparison,
  part: Part,
): Promise<ComparedPart> {
  return inReadOnly(prisma, deadline, (tx) => comparePart(tx, comparison, part));
}
