// strata recompute: a run, waited for. It is carried out here, so that no server or worker has to be up.
import { Command } from 'commander';
import { audit } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { BadInputError, StrataError, UsageError } from '../errors.ts';
import { readAsOf } from '../runs/as-of.ts';
import { executeRun, type Run, type RunRequest, requestRun } from '../runs/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { startProgress } from './progress.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';
const STAGES = {
  orders: 'attributing orders',
  users: 'users',
  rollups: 'rollups',
  publish: 'publishing',
  indexes: 'published; indexes',
} as const;

export const recomputeCommand = new Command('recompute')
  .description(
    'Bring every segment and score up to date with the stored events, orders and profiles, and publish the snapshot.',
  )
  .option(
    '--full',
    'compute everybody from the stored inputs, not only those whose inputs or time have changed',
  )
  .option('--as-of <time>', 'count inputs up to this instant only, for a repeatable run')
  .option('--json', 'print the run as JSON')
  .action(async (options: { full?: boolean; asOf?: string; json?: boolean }) => {
    const asOf = options.asOf === undefined ? null : readAsOfOption(options.asOf);
    await withDatabase(async (database) => {
      const kind = options.full ? 'full' : 'incremental';
      const run = await recomputeWithProgress(database, { kind, asOf }, options.json === true);
      if (options.json) printJson(run);
      else
        print(
          `Snapshot ${run.runId} is published: ${count(Number(run.usersDone))} users computed, as of ${run.asOf?.toISOString()}.`,
        );
    });
  });

function readAsOfOption(text: string): string {
  try {
    return readAsOf(text);
  } catch (error) {
    throw error instanceof BadInputError ? new UsageError(`--${error.message}`) : error;
  }
}

/** Runs and shows how far it is, with an entry of the audit log for `action`; throws what made it fail. */
export async function recomputeWithProgress(
  database: Database,
  request: Omit<RunRequest, 'requestedBy'>,
  quiet: boolean,
  action = 'recompute',
): Promise<Run> {
  const runId = await requestRun(database, { ...request, requestedBy: ACTOR });
  const version = request.publishes == null ? {} : { version: request.publishes };
  await audit(database.prisma, ACTOR, action, { ...version, run: runId });
  const progress = startProgress('recompute   ', quiet);
  const startedAt = performance.now();
  try {
    const run = await executeRun(database, runId, {
      onWait: () => notice('Another recompute is at work; waiting for it …'),
      onProgress({ stage, usersDone, usersTotal }) {
        const rate = usersDone / Math.max((performance.now() - startedAt) / 1000, 0.001);
        progress.update(
          usersDone,
          usersTotal,
          `${STAGES[stage]}: ${count(usersDone)} of ${count(usersTotal)} users, ${count(Math.round(rate))} users/s`,
        );
      },
    });
    if (run.status === 'cancelled')
      throw new StrataError('RUN_CANCELLED', `The recompute was cancelled. ${run.error}`);
    if (run.status === 'failed') throw new StrataError('RUN_FAILED', `The recompute failed: ${run.error}`);
    return run;
  } finally {
    progress.stop();
  }
}
