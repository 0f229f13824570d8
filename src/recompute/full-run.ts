// A full run: everything from the inputs, in committed steps, as a version that no reader sees before it is
// published. Users are worked through in ranges of ids, two at a time, so that memory and locks stay small.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { UserRange } from './stages/features.ts';
import { ordersStatement } from './stages/orders.ts';
import { placeRollupsStatement, segmentRollupsStatement } from './stages/rollups.ts';
import { type StateInputs, statesStatement } from './stages/states.ts';

const PARALLEL = 2;
const RANGE_USERS = 25_000n;

export type Stage = 'orders' | 'users' | 'rollups' | 'publish';

export interface RunProgress {
  readonly stage: Stage;
  readonly usersDone: number;
  readonly usersTotal: number;
}

export type OnProgress = (progress: RunProgress) => Promise<void>;

/** One statement in a transaction of its own, with the memory that a large sort or hash wants. */
async function execute(prisma: PrismaClient, statement: Sql): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await prepare(tx);
    await tx.$executeRaw(statement);
  });
}

async function prepare(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw(
    sql`/* recompute.prepare */ select set_config('work_mem', '128MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true)`,
  );
}

async function countUsers(prisma: PrismaClient): Promise<{ users: number; lastId: bigint }> {
  const [row] = await prisma.$queryRaw<{ users: bigint; last_id: bigint }[]>(
    sql`/* recompute.extent */ select count(*) as users, coalesce(max(user_id), 0) as last_id from users`,
  );
  return { users: Number(row?.users ?? 0), lastId: row?.last_id ?? 0n };
}

function* userRanges(lastId: bigint): Generator<UserRange> {
  for (let after = 0n; after < lastId; after += RANGE_USERS) yield { after, upTo: after + RANGE_USERS };
}

/** Computes version `inputs.version` from the inputs; nothing of it is seen until it is published. */
export async function computeVersion(
  prisma: PrismaClient,
  inputs: StateInputs,
  onProgress: OnProgress,
): Promise<number> {
  const { users, lastId } = await countUsers(prisma);
  await onProgress({ stage: 'orders', usersDone: 0, usersTotal: users });
  await execute(prisma, ordersStatement(inputs.asOf));
  await execute(prisma, sql`/* recompute.analyze */ analyze orders`);
  await computeStates(prisma, inputs, users, lastId, onProgress);
  await onProgress({ stage: 'rollups', usersDone: users, usersTotal: users });
  await Promise.all([
    execute(prisma, segmentRollupsStatement(inputs.version)),
    execute(prisma, placeRollupsStatement(inputs.version)),
  ]);
  return users;
}

async function computeStates(
  prisma: PrismaClient,
  inputs: StateInputs,
  users: number,
  lastId: bigint,
  onProgress: OnProgress,
): Promise<void> {
  const ranges = userRanges(lastId);
  let done = 0;
  await onProgress({ stage: 'users', usersDone: 0, usersTotal: users });
  const work = async (): Promise<void> => {
    for (const range of ranges) {
      await execute(prisma, statesStatement(inputs, range));
      done += Number(RANGE_USERS);
      await onProgress({ stage: 'users', usersDone: Math.min(done, users), usersTotal: users });
    }
  };
  await allOrFirstError(Array.from({ length: PARALLEL }, work));
}

/** Waits for all, then throws the first error: nothing is still writing when the caller cleans up. */
async function allOrFirstError(tasks: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Publishes the version: one row, and from its commit on every reader sees the new snapshot. */
export async function publishVersion(
  tx: PrismaTransaction,
  snapshot: {
    version: number;
    asOf: string;
    users: number;
    ruleSetVersion: number;
    lastImportId: number | null;
  },
): Promise<void> {
  await tx.$executeRaw(sql`/* recompute.publish */
insert into snapshots (snapshot_id, as_of, computed_at, users, rule_set_version, last_import_id, revision)
values (${snapshot.version}, ${snapshot.asOf}::timestamptz, clock_timestamp(), ${snapshot.users},
        ${snapshot.ruleSetVersion}, ${snapshot.lastImportId}::integer, 0)`);
}
