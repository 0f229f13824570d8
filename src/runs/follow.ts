// Watching a run until it has ended.
import type { Database } from '../db/database.ts';
import { follow } from '../db/follow.ts';
import { BadInputError } from '../errors.ts';
import { findRun, type Run, runById } from './service.ts';

/** A run as it is, and each time that it has come further; throws a BadInputError if there is none of that id. */
export async function followRun(
  database: Database,
  id: string | number,
): Promise<AsyncIterableIterator<Run, undefined>> {
  const found = await runById(database, id);
  if (!found) throw new BadInputError(`id: there is no run ${JSON.stringify(id)}.`);
  const { runId } = found;
  return follow(database.listener, {
    channel: 'runs',
    id: runId,
    read: async () => (await findRun(database, runId)) ?? undefined,
    markOf: ({ status, stage, usersDone, usersTotal, attempts }) =>
      [status, stage, usersDone, usersTotal, attempts].join(' '),
    isLast: ({ finishedAt }) => finishedAt !== null,
  });
}
