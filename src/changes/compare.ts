// Compares a watched audience with who was in it before, whenever a snapshot was published, the audience was changed or
// somebody was erased. It goes through the users in steps, each a transaction: what was killed goes on where it was.
import { isDeepStrictEqual } from 'node:util';
import {
  type AudienceDefinition,
  audienceById,
  definitionCondition,
  emptyDefinition,
  resolveAudience,
} from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { notice } from '../db/listen.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { newestSnapshot, type Snapshot, wholeSnapshotById } from '../snapshots/service.ts';
import { lockWatch, rangeEnd, recordChanges, type WatchRow } from './queries.ts';

const USERS_A_STEP = 20_000;

export interface CompareOptions {
  readonly usersAStep?: number;
}

/** Compares until nothing is left to compare; a call where nothing has changed costs a look at the watch. */
export async function compareAudience(
  database: Database,
  audienceId: number,
  { usersAStep = USERS_A_STEP }: CompareOptions = {},
): Promise<void> {
  while (await step(database, audienceId, usersAStep));
}

interface Work {
  readonly snapshot: Snapshot;
  readonly revision: number;
  readonly definition: AudienceDefinition;
}

/** Does one step; false when there was none to do. */
async function step(database: Database, audienceId: number, usersAStep: number): Promise<boolean> {
  const newest = await newestWork(database, audienceId);
  if (!newest) return false;
  return database.prisma.$transaction(async (tx) => {
    const watch = await lockWatch(tx, audienceId);
    if (!watch) return false;
    const going = watch.afterUserId === null ? null : await goingOn(database, watch);
    if (!going && watch.afterUserId === null && isDone(watch, newest)) return false;
    const work = going ?? newest;
    const comparison = going ? watch.comparison : watch.comparison + 1;
    const after = going ? (watch.afterUserId ?? 0n) : 0n;
    await compareRange(database, tx, { work, audienceId, comparison, after, usersAStep });
    return true;
  });
}

/** What a new comparison would be of; null where there is no snapshot. Everybody leaves an audience that is deleted. */
async function newestWork(database: Database, audienceId: number): Promise<Work | null> {
  const snapshot = await newestSnapshot(database);
  if (!snapshot) return null;
  const isThere = (await audienceById(database, audienceId)) !== null;
  const { revision } = await database.prisma.snapshot.findUniqueOrThrow({
    where: { snapshotId: snapshot.id },
  });
  const definition = isThere ? await resolveAudience(database, { audienceId }) : emptyDefinition(audienceId);
  return { snapshot, revision, definition };
}

/** What a comparison that was begun is of; null where its snapshot is whole no longer, and it begins anew. */
async function goingOn(database: Database, watch: WatchRow): Promise<Work | null> {
  try {
    return {
      snapshot: await wholeSnapshotById(database, watch.snapshotId as number),
      revision: watch.snapshotRevision as number,
      definition: watch.definition as AudienceDefinition,
    };
  } catch {
    return null;
  }
}

function isDone(watch: WatchRow, { snapshot, revision, definition }: Work): boolean {
  return (
    watch.snapshotId === snapshot.id &&
    watch.snapshotRevision === revision &&
    isDeepStrictEqual(watch.definition, structuredClone(definition))
  );
}

interface Step {
  readonly work: Work;
  readonly audienceId: number;
  readonly comparison: number;
  readonly after: bigint;
  readonly usersAStep: number;
}

async function compareRange(
  database: Database,
  tx: PrismaTransaction,
  { work, audienceId, comparison, after, usersAStep }: Step,
): Promise<void> {
  const { snapshot, revision, definition } = work;
  const catalogue = await segmentCatalogue(database, snapshot);
  const condition = definitionCondition(definition, catalogue);
  const upTo = await rangeEnd(tx, snapshot.id, after, usersAStep);
  await recordChanges(tx, { audienceId, comparison, snapshotId: snapshot.id, condition }, { after, upTo });
  await tx.$executeRaw(notice('changes', audienceId));
  await tx.audienceWatch.update({
    where: { audienceId },
    data: {
      comparison,
      snapshotId: snapshot.id,
      snapshotRevision: revision,
      definition: structuredClone(definition) as object,
      afterUserId: upTo,
    },
  });
}
