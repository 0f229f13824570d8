// Verification: what is published, computed again from the inputs and compared. It reads one consistent state of the
// database and can't write; what it finds is repaired by an ordinary run, if that is asked for.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import type { Scope } from '../recompute/scope.ts';
import type { StateInputs } from '../recompute/stages/states.ts';
import { ruleSetVersion, segmentNumbers } from '../rulesets/service.ts';
import type { RunRequest } from '../runs/service.ts';
import { published } from '../snapshots/service.ts';
import { compareConsents } from './queries/consents.ts';
import { markDrift } from './queries/marks.ts';
import { compareOrders } from './queries/orders.ts';
import {
  newestPublished,
  type PublishedSnapshot,
  rangesOfUsers,
  readOnly,
  sampleUsers,
} from './queries/published.ts';
import { compareRollups } from './queries/rollups.ts';
import { compareUsers } from './queries/users.ts';

/** One value that is not what it ought to be; null is "not there". */
export interface Example {
  /** External id of a user, transaction id of an order, or what a rollup sums up. */
  readonly name: string;
  readonly column: string;
  readonly published: string | null;
  readonly recomputed: string | null;
}

/** What was compared, and how many of it differ. */
export interface Compared {
  readonly checked: number;
  /** Left out, because their inputs changed since the snapshot. */
  readonly waiting: number;
  readonly drifted: number;
  /** At most 10. */
  readonly examples: readonly Example[];
}

export interface Verification {
  readonly snapshot: number;
  readonly asOf: string;
  /** `columns`: column → users in whom it differs. */
  readonly users: Compared & { readonly columns: Readonly<Record<string, number>> };
  readonly orders: Compared;
  readonly rollups: Compared;
  /** Consent as it is kept for exports: of now, not of the snapshot. */
  readonly consents: Compared;
}

/** What a repair has to mark. */
export interface Drift {
  readonly userIds: readonly bigint[];
  readonly orders: readonly string[];
  readonly consents: readonly bigint[];
}

/** Whom to compare: everybody, a sample (always the same of a snapshot), or those that are named. */
export type Choice = 'all' | { readonly sample: number } | { readonly userIds: readonly bigint[] };

const MOST_EXAMPLES = 10;
const RANGE_IDS = 25_000;
const BATCH_USERS = 5_000;
/** Columns whose values are nobody's business here: that they differ is said, what they are is not. */
const PERSONAL = ['email', 'phone'];

/** Compares users as chosen, and all orders and rollups. Throws a SnapshotError before the first recompute. */
export function verify(
  database: Database,
  choice: Choice,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ verification: Verification; drift: Drift }> {
  return database.prisma.$transaction(
    async (tx) => {
      await readOnly(tx);
      const snapshot = published(await newestPublished(tx));
      const inputs = await inputsOf(database, snapshot);
      const scopes = await scopesOf(tx, snapshot.id, choice);
      const { drifted, ...users } = await allUsers(tx, inputs, scopes, onProgress);
      const orders = await compareOrders(tx, snapshot.asOf, MOST_EXAMPLES);
      const rollups = await compareRollups(tx, { ...snapshot, rules: inputs.rules }, MOST_EXAMPLES);
      const consents = await allConsents(tx, scopes);
      const verification: Verification = {
        snapshot: snapshot.id,
        asOf: snapshot.asOf,
        users: { ...users, drifted: drifted.length },
        orders: {
          checked: Number(orders.checked),
          waiting: Number(orders.waiting),
          drifted: orders.drifted.length,
          examples: orders.examples,
        },
        rollups: {
          checked: Number(rollups.checked),
          waiting: 0,
          drifted: Number(rollups.drifted),
          examples: rollups.examples,
        },
        consents: { ...consents, waiting: 0, drifted: consents.drifted.length },
      };
      const drift = { userIds: drifted, orders: orders.drifted, consents: consents.drifted };
      return { verification, drift };
    },
    { isolationLevel: 'RepeatableRead' },
  );
}

/** Rule sets and segments never change once they are published, so it does not matter which connection reads them. */
async function inputsOf({ prisma }: Database, snapshot: PublishedSnapshot): Promise<StateInputs> {
  const { id, asOf, inputsWait } = snapshot;
  const rules = await ruleSetVersion(prisma, snapshot.ruleSetVersion);
  return { rules, asOf, inputsWait, version: id, segmentIds: await segmentNumbers(prisma) };
}

async function scopesOf(tx: PrismaTransaction, snapshotId: number, choice: Choice): Promise<Scope[]> {
  if (choice === 'all') {
    const ranges = await rangesOfUsers(tx, snapshotId, RANGE_IDS);
    return ranges.map((range) => ({ of: 'range', ...range }));
  }
  const userIds = 'sample' in choice ? await sampleUsers(tx, snapshotId, choice.sample) : choice.userIds;
  return Array.from({ length: Math.ceil(userIds.length / BATCH_USERS) }, (_, at) => ({
    of: 'users',
    userIds: userIds.slice(at * BATCH_USERS, (at + 1) * BATCH_USERS),
  }));
}

async function allUsers(
  tx: PrismaTransaction,
  inputs: StateInputs,
  scopes: readonly Scope[],
  onProgress: (done: number, total: number) => void,
): Promise<Omit<Verification['users'], 'drifted'> & { drifted: bigint[] }> {
  const found = { checked: 0, waiting: 0, drifted: [] as bigint[] };
  const columns: Record<string, number> = {};
  const examples: Example[] = [];
  for (const [at, scope] of scopes.entries()) {
    const compared = await compareUsers(tx, inputs, scope, MOST_EXAMPLES - examples.length);
    found.checked += Number(compared.checked);
    found.waiting += Number(compared.waiting);
    for (const userId of compared.drifted) found.drifted.push(userId);
    for (const [column, users] of Object.entries(compared.columns))
      columns[column] = (columns[column] ?? 0) + users;
    examples.push(...compared.examples.map(withoutPersonal));
    onProgress(at + 1, scopes.length);
  }
  return { ...found, columns, examples };
}

async function allConsents(tx: PrismaTransaction, scopes: readonly Scope[]) {
  const found = { checked: 0, drifted: [] as bigint[], examples: [] as Example[] };
  for (const scope of scopes) {
    const compared = await compareConsents(tx, scope, MOST_EXAMPLES - found.examples.length);
    found.checked += Number(compared.checked);
    for (const userId of compared.drifted) found.drifted.push(userId);
    found.examples.push(...compared.examples);
  }
  return found;
}

function withoutPersonal(example: Example): Example {
  if (!PERSONAL.includes(example.column)) return example;
  return { ...example, published: '(personal)', recomputed: '(personal)' };
}

export function hasDrift({ users, orders, rollups, consents }: Verification): boolean {
  return users.drifted + orders.drifted + rollups.drifted + consents.drifted > 0;
}

/**
 * Marks what differs, makes consent anew where it does, and returns the run that repairs it, as of the same time. Sums that differ from their states
 * can't be adjusted by what changes: they take a full run.
 */
export async function prepareRepair(
  database: Database,
  { asOf, rollups }: Verification,
  drift: Drift,
): Promise<Omit<RunRequest, 'requestedBy'>> {
  await markDrift(database.pool, drift);
  return { kind: rollups.drifted > 0 ? 'full' : 'incremental', asOf };
}
