// Erased users are in no file. Exports that go on write the parts anew that may hold them; of those that are done, the
// files go. Whether a user is in the audience is asked of the export's snapshot while it is whole; later, everybody
// among whose ids the user's is counts as in it.
import { type AudienceDefinition, definitionCondition } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import { takeKeyedLock } from '../db/locks.ts';
import type { Connection } from '../db/pool.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { snapshotById } from '../snapshots/service.ts';
import { ERASURES } from './execute.ts';
import { exportsAmong, forgetUsers, markErased, membersAmong, rewriteParts } from './queries/erasure.ts';
import { removeAllFiles } from './settle.ts';
import type { Export } from './stored.ts';

/**
 * Takes users out of every export, within the transaction that erases them and before their states go. It waits for the
 * parts that are being written. Returns the exports whose files have to go when the transaction is committed.
 */
export async function eraseFromExports(
  database: Database,
  connection: Connection,
  userIds: readonly string[],
): Promise<Export[]> {
  await takeKeyedLock(connection, 'erasure', ERASURES, 'alone in a transaction');
  for (const statement of forgetUsers(userIds)) await execute(connection, statement);
  const found = await select<{ export_id: number; goes_on: boolean }>(connection, exportsAmong(userIds));
  const ended: Export[] = [];
  for (const { export_id: exportId, goes_on: goesOn } of found) {
    const exported = await database.prisma.export.findUniqueOrThrow({ where: { exportId } });
    if (!(await mayHold(database, connection, exported, userIds))) continue;
    const statements = goesOn ? rewriteParts(exportId, userIds) : [markErased(exportId)];
    for (const statement of statements) await execute(connection, statement);
    if (!goesOn) ended.push(exported);
  }
  return ended;
}

async function mayHold(
  database: Database,
  connection: Connection,
  exported: Export,
  userIds: readonly string[],
): Promise<boolean> {
  const snapshot = await snapshotById(database, exported.snapshotId).catch(() => null);
  if (!snapshot?.whole) return true;
  const catalogue = await segmentCatalogue(database, snapshot);
  const definition = exported.definition as unknown as AudienceDefinition;
  const condition = definitionCondition(definition, catalogue);
  const members = await select(connection, membersAmong({ condition }, userIds));
  return members.length > 0;
}

/** Removes the files of exports that were marked as erased; what can't be removed here, the worker's sweep tries again. */
export async function removeErasedFiles(
  database: Database,
  exports: readonly Export[],
  exportsDir: string,
): Promise<void> {
  for (const exported of exports) await removeAllFiles(database, exported, exportsDir).catch(() => {});
}
