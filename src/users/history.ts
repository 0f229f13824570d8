// The changes of users' segments, and their segments in past snapshots: answered for any snapshot that is kept, whole
// or not, and for many users at once.
import type { Database } from '../db/database.ts';
import { BadInputError, type SnapshotError } from '../errors.ts';
import { notKept, requireKnownDimension } from '../snapshots/service.ts';
import { type PastSegment, readChanges, readPastSegments, type SegmentChange } from './queries/history.ts';

export type { PastSegment, SegmentChange } from './queries/history.ts';

const MOST_CHANGES = 500;

export interface HistoryRequest {
  readonly userId: string;
  /** Null for all. */
  readonly dimension: string | null;
  readonly first: number;
}

/** Throws a BadInputError unless the request is one that can be answered; `legal` are the snapshot's dimensions. */
export async function checkHistoryRequest(
  database: Database,
  { dimension, first }: Omit<HistoryRequest, 'userId'>,
  legal: readonly { readonly key: string }[],
): Promise<void> {
  if (first < 1 || first > MOST_CHANGES)
    throw new BadInputError(`first: expected 1 to ${MOST_CHANGES}, got ${first}.`);
  if (dimension === null || legal.some(({ key }) => key === dimension)) return;
  await requireKnownDimension(database, dimension);
}

/** For each request the newest changes up to the snapshot, the newest first; all of them in one statement. */
export async function histories(
  { read }: Database,
  snapshotId: number,
  requests: readonly HistoryRequest[],
): Promise<SegmentChange[][]> {
  const dimensions = requests.map(({ dimension }) => dimension);
  const changes = await readChanges(read, {
    snapshotId,
    userIds: [...new Set(requests.map(({ userId }) => userId))],
    dimensions: dimensions.includes(null) ? null : [...new Set(dimensions as string[])],
    first: Math.max(...requests.map(({ first }) => first)),
  });
  const byUser = Map.groupBy(changes, ({ userId }) => userId);
  return requests.map(({ userId, dimension, first }) =>
    (byUser.get(userId) ?? [])
      .filter((change) => dimension === null || change.dimension === dimension)
      .slice(0, first),
  );
}

export interface PastRequest {
  readonly userId: string;
  readonly snapshotId: number;
}

/** For each request the segments then, null where the user was not there, or the error that the snapshot is not kept. */
export async function pastSegments(
  { read }: Database,
  requests: readonly PastRequest[],
): Promise<(readonly PastSegment[] | null | SnapshotError)[]> {
  const rows = await readPastSegments(
    read,
    requests.map(({ userId }) => userId),
    requests.map(({ snapshotId }) => snapshotId),
  );
  const nameOf = ({ userId, snapshotId }: PastRequest): string => `${userId} ${snapshotId}`;
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  return requests.map((request) => {
    const row = byName.get(nameOf(request));
    return row?.isKept ? row.segments : notKept(request.snapshotId);
  });
}
