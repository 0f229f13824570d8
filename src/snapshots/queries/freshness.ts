// How far what is published is behind the clock, and behind what is stored: by the database's clock.
import type { Read } from '../../db/read.ts';
import { OPEN_END, sql } from '../../db/sql.ts';
import type { Snapshot } from '../service.ts';

export interface Freshness {
  /** Null before the first recompute, as are its age and lag. */
  readonly snapshot: Snapshot | null;
  /** Seconds since it was published. */
  readonly ageSeconds: number | null;
  /** Seconds since the instant up to which inputs count in it. */
  readonly lagSeconds: number | null;
  readonly lastImportId: number | null;
  /** Imports that it does not include. */
  readonly importsWaiting: number;
  /** Whether the next run has something to do. */
  readonly changesWait: boolean;
}

interface Row {
  readonly age: number | null;
  readonly lag: number | null;
  readonly last_import_id: number | null;
  readonly waiting: bigint;
  readonly changes: boolean;
}

export async function readFreshness(read: Read, snapshot: Snapshot | null): Promise<Freshness> {
  const [row] = await read<Row>(sql`/* snapshots.freshness */
with published as (
  select s.computed_at, s.as_of, s.last_import_id from snapshots s where s.snapshot_id = ${snapshot?.id ?? null}::integer),
waiting as (
  select max(i.import_id) as last_import_id,
         count(*) filter (where i.import_id > coalesce((select p.last_import_id from published p), 0)) as imports
    from imports i
   where i.undone_at is null)
select extract(epoch from clock_timestamp() - p.computed_at)::float8 as age,
       extract(epoch from clock_timestamp() - p.as_of)::float8 as lag,
       w.last_import_id, w.imports as waiting,
       w.imports > 0
         or exists (select 1 from dirty_users d)
         or exists (select 1 from dirty_orders d where d.due_at <= clock_timestamp())
         or exists (select 1 from user_states s
                     where s.next_change_at > p.as_of and s.next_change_at <= clock_timestamp()
                       and s.valid_to = ${OPEN_END}::integer) as changes
  from waiting w
  left join published p on true`);
  if (!row) throw new Error('The freshness of the snapshot was not answered.');
  return {
    snapshot,
    ageSeconds: row.age,
    lagSeconds: row.lag,
    lastImportId: row.last_import_id,
    importsWaiting: Number(row.waiting),
    changesWait: row.changes,
  };
}
