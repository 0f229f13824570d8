// Statements of exports that Prisma's models can't say.
import { raw, type Sql, sql } from '../../db/sql.ts';

/** Memory to sort and join the users of a part in, until the transaction ends: by default Postgres would go to disk. */
export function makeRoom(): Sql {
  return sql`/* exports.make_room */ select set_config('work_mem', '64MB', true)`;
}

/** What was written of a part. */
export interface PartRecord {
  readonly exportId: number;
  readonly part: number;
  readonly members: number;
  readonly rows: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly emptied: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly sha256: Uint8Array;
  readonly readAt: Date;
}

export function savePart(part: PartRecord): Sql {
  return sql`/* exports.save_part */
update export_parts
   set members = ${part.members}, rows = ${part.rows}, left_out = ${JSON.stringify(part.leftOut)}::jsonb,
       emptied = ${JSON.stringify(part.emptied)}::jsonb, bytes = ${part.bytes}, sha256 = ${part.sha256},
       read_at = ${part.readAt}, done_at = clock_timestamp()
 where export_id = ${part.exportId} and part = ${part.part}`;
}

/** Brings a running export's sums up to date with its parts that are done; attempts are counted from the last of them. */
export function sumUpParts(exportId: number): Sql {
  const sums = (column: 'left_out' | 'emptied') => sql`coalesce((
         select jsonb_object_agg(s.reason, s.users)
           from (select c.key as reason, sum(c.value::bigint) as users
                   from export_parts p
                  cross join lateral jsonb_each_text(p.${raw(column)}) c
                  where p.export_id = ${exportId}::integer and p.done_at is not null
                  group by c.key) s), '{}')`;
  return sql`/* exports.sum_up */
update exports e
   set members_done = d.members, rows = d.rows, left_out = ${sums('left_out')}, emptied = ${sums('emptied')},
       attempts = case when d.members > e.members_done then 0 else e.attempts end, heartbeat_at = clock_timestamp()
  from (select coalesce(sum(p.members), 0) as members, coalesce(sum(p.rows), 0) as rows
          from export_parts p
         where p.export_id = ${exportId}::integer and p.done_at is not null) d
 where e.export_id = ${exportId}::integer and e.status = 'running'`;
}

/** Forgets whom an export was to reach: it never did. */
export function forgetRecords(exportId: number, campaign: string): Sql[] {
  return ['campaign_exports', 'campaign_holdouts'].map(
    (table) =>
      sql`/* exports.forget_records */ delete from ${raw(table)} where campaign = ${campaign} and export_id = ${exportId}::integer`,
  );
}
