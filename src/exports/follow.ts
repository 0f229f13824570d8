// Watching an export until it has ended.
import type { Database } from '../db/database.ts';
import { follow } from '../db/follow.ts';
import { BadInputError } from '../errors.ts';
import { type Export, exportById } from './stored.ts';

/** An export as it is, and each time that it has come further; throws a BadInputError if there is none of that id. */
export async function followExport(
  database: Database,
  id: string | number,
): Promise<AsyncIterableIterator<Export, undefined>> {
  const found = await exportById(database, id);
  if (!found) throw new BadInputError(`id: there is no export ${JSON.stringify(id)}.`);
  const { exportId } = found;
  return follow(database.listener, {
    channel: 'exports',
    id: exportId,
    read: async () => (await exportById(database, exportId)) ?? undefined,
    markOf: ({ status, membersDone, rows }) => [status, membersDone, rows].join(' '),
    isLast: ({ finishedAt }) => finishedAt !== null,
  });
}
