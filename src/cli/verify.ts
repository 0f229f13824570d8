// strata verify: what is published, computed again from the inputs and compared; exit code 1 where it differs.
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Database } from '../db/database.ts';
import {
  type Choice,
  type Compared,
  type Drift,
  hasDrift,
  prepareRepair,
  type Verification,
  verify,
} from '../verification/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { startProgress } from './progress.ts';
import { recomputeWithProgress } from './recompute.ts';
import { withDatabase } from './session.ts';

interface VerifyOptions {
  readonly sample: number;
  readonly all?: boolean;
  readonly repair?: boolean;
  readonly json?: boolean;
}

interface Repair {
  readonly run: number;
  /** What of the drift is still there after it. */
  readonly verification: Verification;
}

function readSample(text: string): number {
  const users = Number(text);
  if (Number.isInteger(users) && users >= 1 && users <= 1_000_000_000) return users;
  throw new InvalidArgumentError('expected a number of users from 1 on.');
}

export const verifyCommand = new Command('verify')
  .description(
    'Compute published users again from their events, orders and profiles, and report what differs. Reads only, unless told to repair.',
  )
  .option('--sample <n>', 'how many users, always the same of a snapshot', readSample, 1000)
  .addOption(new Option('--all', 'every user').conflicts('sample'))
  .option('--repair', 'compute anew, in an ordinary run, what differs')
  .option('--json', 'print as JSON')
  .action((options: VerifyOptions) =>
    withDatabase(async (database) => {
      const quiet = options.json === true;
      const choice = options.all ? 'all' : { sample: options.sample };
      const { verification, drift } = await verifyWithProgress(database, choice, quiet);
      if (!quiet) printVerification(verification);
      const drifts = hasDrift(verification);
      const repair =
        drifts && options.repair ? await repairDrift(database, verification, drift, quiet) : null;
      if (quiet) printJson({ ...verification, repair });
      else if (repair) printRepair(repair);
      else if (drifts) notice('Bring it right with: strata verify --repair');
      if (repair ? hasDrift(repair.verification) : drifts) process.exitCode = 1;
    }),
  );

async function verifyWithProgress(database: Database, choice: Choice, quiet: boolean) {
  const progress = startProgress('verify      ', quiet);
  try {
    return await verify(database, choice, (done, total) =>
      progress.update(done, total, `${count(done)} of ${count(total)} batches of users`),
    );
  } finally {
    progress.stop();
  }
}

/** Runs, then looks again at what was wrong. */
async function repairDrift(
  database: Database,
  verification: Verification,
  drift: Drift,
  quiet: boolean,
): Promise<Repair> {
  const request = await prepareRepair(database, verification, drift);
  const { runId } = await recomputeWithProgress(database, request, quiet);
  const again = await verifyWithProgress(database, { userIds: [...drift.userIds, ...drift.consents] }, quiet);
  return { run: runId, verification: again.verification };
}

function printVerification({ snapshot, asOf, users, orders, rollups, consents }: Verification): void {
  print(`Snapshot ${snapshot}, as of ${asOf.replace(/\.000000Z$/, 'Z')}:`);
  printCompared('users', users);
  const columns = Object.entries(users.columns).map(([column, differing]) => `${column} ${count(differing)}`);
  if (columns.length > 0) print(`    by column: ${columns.join(', ')}`);
  printCompared('orders', orders);
  printCompared('rollups', rollups);
  printCompared('consents', consents);
}

function printCompared(what: string, { checked, waiting, drifted, examples }: Compared): void {
  const left = waiting > 0 ? `, ${count(waiting)} wait for the next run` : '';
  const found = drifted === 0 ? 'no drift' : drifted === 1 ? '1 differs' : `${count(drifted)} differ`;
  print(`  ${count(checked)} ${what} checked${left}: ${found}`);
  for (const { name, column, published, recomputed } of examples)
    print(`    ${name}: ${column} is ${published ?? 'missing'}, recomputed ${recomputed ?? 'missing'}`);
}

function printRepair({ run, verification }: Repair): void {
  const isRepaired = !hasDrift(verification);
  print(isRepaired ? `Repaired by run ${run}: no drift is left.` : `Run ${run} did not repair everything:`);
  if (!isRepaired) printVerification(verification);
}
