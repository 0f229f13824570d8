// One run, from what it claims to the row that publishes it. Everything is committed in steps that can be taken up
// again: rounds of ranges of users, then, with imports kept out for a moment, a last round, rollups and publication.
// No reader sees anything of it before.

import { notice } from '../db/listen.ts';
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { join, OPEN_END, raw, type Sql, sql } from '../db/sql.ts';
import type { Kept } from '../rules/kept.ts';
import { ROLLUP_SCHEME } from '../rules/rolled-up-sets.ts';
import { type Attempt, holdAttempt } from './attempt.ts';
import type { Scope } from './scope.ts';
import {
  anyInputWaits,
  anyMarkWaits,
  type Claim,
  claimOrders,
  claimUsers,
  clearClaims,
  markDue,
  markOwners,
  markWaitingOrders,
} from './stages/claims.ts';
import { ordersStatement } from './stages/orders.ts';
import { markDone, openRanges, planClaims, planEverybody, type WorkRange } from './stages/ranges.ts';
import { ROLLUP_TABLES, type RollupScope, rollupStatements } from './stages/rollups.ts';
import { analyzeSegments, dropStateIndexes } from './stages/state-indexes.ts';
import {
  firstStatesFromInputs,
  forgetStates,
  type StateInputs,
  statesFromInputs,
  statesFromStates,
} from './stages/states.ts';
import { carryOut, PARALLEL, type Task } from './tasks.ts';
import { undoTable } from './undo.ts';

/** After so many rounds what imports bring meanwhile is left to the last one, for which they wait. */
const MOST_ROUNDS = 4;

/** The last is of a run that has published already. */
export type Stage = 'orders' | 'users' | 'rollups' | 'publish' | 'indexes';

export interface RunProgress {
  readonly stage: Stage;
  readonly usersDone: number;
  readonly usersTotal: number;
}

/**
 * What a run computes: everybody from the inputs; or whoever changed; or whoever changed from the inputs and everybody
 * else from their states, by other rules.
 */
export type RunKind = 'full' | 'incremental' | 'rules';

export interface VersionPlan extends Omit<StateInputs, 'inputsWait'>, Attempt {
  readonly kind: RunKind;
  readonly ruleSetVersion: number;
  /** What its rules keep of those by which the published snapshot was computed. */
  readonly kept: Kept;
  /** As-of of the published snapshot (ISO text); null before the first. */
  readonly previousAsOf: string | null;
}

export interface RunHooks {
  /** Told of every step; throws to stop the run. */
  onProgress(progress: RunProgress): Promise<void>;
  /** Keeps imports out until the run ends, after those that are going on. */
  keepImportsOut(): Promise<void>;
}

/** Computes the version and publishes it; resolves with the number of users in the snapshot. */
export async function runVersion(prisma: PrismaClient, plan: VersionPlan, hooks: RunHooks): Promise<number> {
  await hooks.onProgress({ stage: 'orders', usersDone: 0, usersTotal: 0 });
  let { rounds } = await openRanges(prisma, plan.version);
  if (plan.previousAsOf === null) await dropStateIndexes(prisma);
  if (rounds === 0) await startRound(prisma, plan, rounds++);
  for (; rounds <= MOST_ROUNDS; rounds++) {
    await workOff(prisma, plan, hooks);
    if ((await startRound(prisma, plan, rounds)) === 0) break;
  }
  await workOff(prisma, plan, hooks);
  await hooks.keepImportsOut();
  await startRound(prisma, plan, rounds);
  await workOff(prisma, plan, hooks);
  return publish(prisma, plan, hooks);
}

/** Rows come in the order of users already, and sorting each user's by themselves costs more than hashing all. */
const SETTINGS = raw(
  "set_config('work_mem', '128MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true), set_config('enable_incremental_sort', 'off', true)",
);
const LATER_ON_DISK = raw("set_config('synchronous_commit', 'off', true)");

/** Work in a transaction of its own, with the memory that a large sort or hash wants. */
async function execute(
  prisma: PrismaClient,
  attempt: Attempt,
  work: (tx: PrismaTransaction) => Promise<unknown>,
  settings: readonly Sql[] = [SETTINGS],
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await holdAttempt(tx, attempt);
    await tx.$executeRaw(sql`/* recompute.prepare */ select ${join(settings)}`);
    await work(tx);
  });
}

/**
 * The same for a step that publishes nothing: its commit does not wait for the disk. What a crash of Postgres may lose
 * is the end of all that was written, so that the run is taken up a step or two before.
 */
function step(
  prisma: PrismaClient,
  attempt: Attempt,
  work: (tx: PrismaTransaction) => Promise<unknown>,
): Promise<void> {
  return execute(prisma, attempt, work, [SETTINGS, LATER_ON_DISK]);
}

/** Claims what changed, brings the orders up to date and cuts the work into ranges; returns how many users to compute. */
async function startRound(prisma: PrismaClient, plan: VersionPlan, round: number): Promise<number> {
  const { version, kind, asOf, previousAsOf } = plan;
  if (round > 0 && !(await anyMarkWaits(prisma, asOf))) return 0;
  const claim = { runId: version, round };
  const isFull = round === 0 && kind === 'full';
  if (isFull) await deriveAllOrders(prisma, plan, claim);
  const statements: Sql[] = [claimUsers(claim)];
  if (round === 0 && previousAsOf !== null) statements.push(markDue(claim, previousAsOf, asOf));
  if (round === 0 && kind !== 'incremental')
    statements.push(planEverybody(version, isFull ? 'inputs' : 'states', PARALLEL));
  // Without statistics Postgres takes the claims for a single user, and joins so.
  statements.push(sql`/* recompute.analyze_claims */ analyze dirty_users`);
  if (!isFull) statements.push(planClaims(claim, PARALLEL));
  let users = 0;
  await step(prisma, plan, async (tx) => {
    if (!isFull) await deriveClaimedOrders(tx, plan, claim);
    for (const statement of statements) users = await tx.$executeRaw(statement);
  });
  return users;
}

/** Part by part, each for itself: nobody has to be marked where everybody is computed, and what is done is right. */
async function deriveAllOrders(prisma: PrismaClient, plan: VersionPlan, claim: Claim): Promise<void> {
  const { asOf } = plan;
  await step(prisma, plan, (tx) => tx.$executeRaw(claimOrders(claim, asOf)));
  const parts = Array.from({ length: PARALLEL }, (_, part) => ({ part, of: PARALLEL }));
  await carryOut(
    parts.map((part) => () => step(prisma, plan, (tx) => tx.$executeRaw(ordersStatement(asOf, part, null)))),
  );
  await step(prisma, plan, async (tx) => {
    await tx.$executeRaw(markWaitingOrders(asOf, 'all'));
    await tx.$executeRaw(sql`/* recompute.analyze */ analyze orders (user_id)`);
  });
}

async function deriveClaimedOrders(tx: PrismaTransaction, { asOf, previousAsOf }: VersionPlan, claim: Claim) {
  if ((await tx.$executeRaw(claimOrders(claim, asOf))) === 0) return;
  await tx.$executeRaw(markOwners(claim));
  await tx.$executeRaw(ordersStatement(asOf, claim, previousAsOf === null ? null : claim));
  await tx.$executeRaw(markWaitingOrders(asOf, claim));
}

/** Works on every range that is not done, some at a time. */
async function workOff(prisma: PrismaClient, plan: VersionPlan, hooks: RunHooks): Promise<void> {
  const { open, usersDone, usersTotal } = await openRanges(prisma, plan.version);
  if (open.length === 0) return;
  // Asked anew in each round: the imports that it has claimed may have brought inputs that are dated later.
  const inputs = { ...plan, inputsWait: await anyInputWaits(prisma, plan.asOf) };
  let done = usersDone;
  await hooks.onProgress({ stage: 'users', usersDone: done, usersTotal });
  await carryOut(
    open.map((range) => async () => {
      await compute(prisma, inputs, range);
      done += range.users;
      await hooks.onProgress({ stage: 'users', usersDone: done, usersTotal });
    }),
  );
}

function compute(prisma: PrismaClient, plan: VersionPlan & StateInputs, range: WorkRange): Promise<void> {
  const { version, kind } = plan;
  return step(prisma, plan, async (tx) => {
    for (const statement of statementsOf(plan, range)) await tx.$executeRaw(statement);
    await markDone(tx, version, range);
  });

  function statementsOf(inputs: StateInputs, { round, source, after, upTo }: WorkRange): Sql[] {
    if (source === 'states') return [statesFromStates(inputs, plan.kept, { after, upTo })];
    if (round === 0 && kind === 'full') {
      const ofRange = plan.previousAsOf === null ? firstStatesFromInputs : statesFromInputs;
      return [ofRange(inputs, { of: 'range', after, upTo })];
    }
    const scope: Scope & { of: 'claim' } = { of: 'claim', runId: version, round, after, upTo };
    const write = statesFromInputs(inputs, scope);
    // Nothing of theirs is written before the first round, and a range is written whole.
    return round === 0 ? [write] : [...forgetStates(version, scope), write];
  }
}

/** Rollups of the version; an attempt that died may have left its own, of what was there then. */
async function rollupTasks(prisma: PrismaClient, plan: VersionPlan): Promise<Task[]> {
  const { version, rules, attempt } = plan;
  const scope = await rollupScope(prisma, plan);
  if (attempt > 1)
    await step(prisma, plan, async (tx) => {
      for (const table of ROLLUP_TABLES) await undoTable(tx, table, version);
    });
  return rollupStatements({ version, rules, scope }).map(
    (statement) => () => step(prisma, plan, (tx) => tx.$executeRaw(statement)),
  );
}

/** Sums can only be adjusted where the published snapshot has the same ones. */
async function rollupScope(prisma: PrismaClient, { kind, kept }: VersionPlan): Promise<RollupScope> {
  if (kind === 'full' || !kept.sums) return 'all';
  const published = await prisma.snapshot.findFirst({
    orderBy: { snapshotId: 'desc' },
    select: { rollupScheme: true },
  });
  if (published?.rollupScheme !== ROLLUP_SCHEME) return 'all';
  return kind === 'incremental' ? 'changes of claimed' : 'changes';
}

/** The one row from whose commit on every reader sees the new snapshot. */
async function publish(prisma: PrismaClient, plan: VersionPlan, hooks: RunHooks): Promise<number> {
  const { version } = plan;
  const { usersDone, usersTotal } = await openRanges(prisma, version);
  await hooks.onProgress({ stage: 'rollups', usersDone, usersTotal });
  if (plan.previousAsOf === null) await analyzeSegments(prisma);
  await carryOut(await rollupTasks(prisma, plan));
  await hooks.onProgress({ stage: 'publish', usersDone, usersTotal });
  let users = 0;
  await execute(prisma, plan, async (tx) => {
    users = await insertSnapshot(tx, plan);
    for (const statement of clearClaims(version)) await tx.$executeRaw(statement);
    await tx.$executeRaw(
      sql`/* recompute.clear_ranges */ delete from run_ranges where run_id = ${version}::integer`,
    );
    await publishRules(tx, plan);
    await tx.run.update({ where: { runId: version }, data: { status: 'succeeded', finishedAt: new Date() } });
    for (const channel of ['runs', 'snapshots'] as const) await tx.$executeRaw(notice(channel, version));
  });
  return users;
}

async function insertSnapshot(
  tx: PrismaTransaction,
  { version, asOf, ruleSetVersion }: VersionPlan,
): Promise<number> {
  await tx.$executeRaw(sql`/* recompute.publish */
insert into snapshots (snapshot_id, as_of, computed_at, users, rule_set_version, last_import_id, revision, rollup_scheme)
select ${version}::integer, ${asOf}::timestamptz, clock_timestamp(), r.users, ${ruleSetVersion}::integer,
       (select max(i.import_id) from imports i where i.undone_at is null), 0, ${ROLLUP_SCHEME}::integer
  from segment_rollups r
 where r.segment_ids = '{}' and r.valid_to = ${OPEN_END}::integer`);
  const snapshot = await tx.snapshot.findUniqueOrThrow({ where: { snapshotId: version } });
  return Number(snapshot.users);
}

/** The version by which the snapshot was computed is the published one. */
async function publishRules(tx: PrismaTransaction, { ruleSetVersion }: VersionPlan): Promise<void> {
  const published = await tx.ruleSet.findFirst({ where: { status: 'published' } });
  if (published?.version === ruleSetVersion) return;
  await tx.ruleSet.updateMany({ where: { status: 'published' }, data: { status: 'retired' } });
  await tx.ruleSet.update({
    where: { version: ruleSetVersion },
    data: { status: 'published', publishedAt: new Date() },
  });
}
