// Reads `snapshots`, with the as-of time to the microsecond.
import type { Read } from '../../db/read.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import type { Snapshot } from '../service.ts';

interface Row {
  readonly snapshot_id: number;
  readonly as_of: string;
  readonly computed_at: Date;
  readonly users: bigint;
  readonly rule_set_version: number;
  readonly rollup_scheme: number;
  readonly last_import_id: number | null;
  readonly revision: number;
  readonly whole: boolean;
}

const COLUMNS =
  raw(`s.snapshot_id, to_char(s.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as as_of,
       s.computed_at, s.users, s.rule_set_version, s.rollup_scheme, s.last_import_id, s.revision, s.whole`);

async function readOne(read: Read, statement: Sql): Promise<Snapshot | null> {
  const [row] = await read<Row>(statement, { prepared: true });
  if (!row) return null;
  return {
    id: row.snapshot_id,
    asOf: row.as_of,
    computedAt: row.computed_at,
    users: Number(row.users),
    ruleSetVersion: row.rule_set_version,
    rollupScheme: row.rollup_scheme,
    lastImportId: row.last_import_id,
    revision: row.revision,
    whole: row.whole,
  };
}

export function latestSnapshot(read: Read): Promise<Snapshot | null> {
  return readOne(
    read,
    sql`/* snapshots.latest */ select ${COLUMNS} from snapshots s order by s.snapshot_id desc limit 1`,
  );
}

export function findSnapshot(read: Read, id: number): Promise<Snapshot | null> {
  return readOne(
    read,
    sql`/* snapshots.find */ select ${COLUMNS} from snapshots s where s.snapshot_id = ${id}::integer`,
  );
}

/** The newest whose as-of is not after `time` (ISO text). */
export function latestSnapshotAt(read: Read, time: string): Promise<Snapshot | null> {
  return readOne(
    read,
    sql`/* snapshots.at */
select ${COLUMNS} from snapshots s where s.as_of <= ${time}::timestamptz order by s.snapshot_id desc limit 1`,
  );
}
