// Takes back everything that a run wrote as version `version` and never published, and gives its claims back.
import type { PrismaTransaction } from '../db/prisma.ts';
import { OPEN_END, raw, sql } from '../db/sql.ts';
import { releaseClaims } from './stages/claims.ts';

const VERSIONED = ['user_states', 'segment_rollups', 'place_rollups'];

/** Deletes the version's rows and reopens those that it closed. */
export async function undoVersion(tx: PrismaTransaction, version: number): Promise<void> {
  for (const table of VERSIONED) await undoTable(tx, table, version);
  for (const statement of releaseClaims(version)) await tx.$executeRaw(statement);
  await tx.$executeRaw(
    sql`/* recompute.undo.ranges */ delete from run_ranges where run_id = ${version}::integer`,
  );
}

/** The same of one table: it stands as before the run. */
export async function undoTable(tx: PrismaTransaction, table: string, version: number): Promise<void> {
  await tx.$executeRaw(
    sql`/* recompute.undo.delete */ delete from ${raw(table)} where valid_from = ${version}::integer`,
  );
  await tx.$executeRaw(
    sql`/* recompute.undo.reopen */ update ${raw(table)} set valid_to = ${OPEN_END}::integer where valid_to = ${version}::integer`,
  );
}
