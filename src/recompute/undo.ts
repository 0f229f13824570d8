// Takes back everything that a run wrote as version `version` and never published.
import type { PrismaTransaction } from '../db/prisma.ts';
import { OPEN_END, raw, sql } from '../db/sql.ts';

const VERSIONED = ['user_states', 'segment_rollups', 'place_rollups'];

/** Deletes the version's rows and reopens those that it closed. */
export async function undoVersion(tx: PrismaTransaction, version: number): Promise<void> {
  for (const table of VERSIONED) {
    await tx.$executeRaw(
      sql`/* recompute.undo.delete */ delete from ${raw(table)} where valid_from = ${version}::integer`,
    );
    await tx.$executeRaw(
      sql`/* recompute.undo.reopen */ update ${raw(table)} set valid_to = ${OPEN_END}::integer where valid_to = ${version}::integer`,
    );
  }
}
