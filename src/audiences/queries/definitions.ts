// What audiences are composed of: all of one level in one statement.
import type { Connection, Pool } from '../../db/pool.ts';
import { sql } from '../../db/sql.ts';
import type { AudienceKind } from '../stored.ts';

export interface DefinitionRow {
  readonly audience_id: number;
  readonly name: string;
  readonly version: number;
  readonly kind: AudienceKind;
  readonly filter: unknown;
  readonly operands: readonly number[];
}

/** Those that are not deleted, in that version, else in the newest. */
export async function findDefinitions(
  pool: Pool | Connection,
  ids: readonly number[],
  version: number | null,
): Promise<DefinitionRow[]> {
  const { rows } = await pool.query<DefinitionRow>(sql`/* audiences.definitions */
select a.audience_id, a.name, v.version, v.kind, v.filter, v.operands
  from audiences a
  join audience_versions v on v.audience_id = a.audience_id and v.version = coalesce(${version}::integer, a.version)
 where a.audience_id = any (${ids}::integer[]) and a.deleted_at is null
 order by a.audience_id`);
  return rows;
}
