// Takes a file's rows back, as if it had never been imported, but for one thing: an event that a later file repeated by
// its event id was dropped there as a duplicate, and does not come back by itself. One transaction: all or nothing.
import { auditStatement } from '../auth/audit.ts';
import { workAlone } from '../db/alone.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import { removeUnmentionedUsers, type WorkOptions } from '../identities/service.ts';
import { importToUndo, markUndone, takeBack } from './queries/undo.ts';

/** Undoes an import; returns its id. Throws a BadInputError where there is none of that id, or it is undone already. */
export async function undoImport(
  database: Database,
  id: string | number,
  { actor, onWait }: WorkOptions,
): Promise<number> {
  const importId = readImportId(id);
  await workAlone(database.pool, (connection) => undo(connection, importId, actor), onWait);
  return importId;
}

function readImportId(id: string | number): number {
  const importId = /^[1-9]\d{0,9}$/.test(String(id)) ? Number(id) : OPEN_END;
  if (importId < OPEN_END) return importId;
  throw unknownImport(id);
}

function unknownImport(id: string | number): BadInputError {
  return new BadInputError(
    `id: there is no import ${JSON.stringify(String(id))}. strata imports lists them.`,
  );
}

async function undo(connection: Connection, importId: number, actor: string): Promise<void> {
  const [found] = await select<{ kind: string; undone_at: Date | null }>(connection, importToUndo(importId));
  if (!found) throw unknownImport(importId);
  if (found.undone_at)
    throw new BadInputError(`id: import ${importId} was undone at ${found.undone_at.toISOString()} already.`);
  for (const statement of takeBack(importId, found.kind)) await execute(connection, statement);
  await removeUnmentionedUsers(connection);
  await execute(connection, markUndone(importId));
  await execute(connection, auditStatement(actor, 'undo_import', { import: importId }));
}
