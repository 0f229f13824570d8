// Statements of exports that Prisma's models can't say.
import { raw, type Sql, sql } from '../../db/sql.ts';

/** What was written of a part. */
export interface PartRecord {
  readonly exportId: number;
  readonly part: number;
  readonly afterUserId: string;
  readonly upToUserId: string;
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
insert into export_parts (export_id, part, after_user_id, up_to_user_id, members, rows, left_out, emptied, bytes, sha256, read_at, done_at)
values (${part.exportId}, ${part.part}, ${part.afterUserId}::bigint, ${part.upToUserId}::bigint, ${part.members}, ${part.rows},
        ${JSON.stringify(part.leftOut)}::jsonb, ${JSON.stringify(part.emptied)}::jsonb, ${part.bytes}, ${part.sha256},
        ${part.readAt}, clock_timestamp())
on conflict (export_id, part) do update
   set up_to_user_id = excluded.up_to_user_id, members = excluded.members, rows = excluded.rows, left_out = excluded.left_out,
       emptied = excluded.emptied, bytes = excluded.bytes, sha256 = excluded.sha256, read_at = excluded.read_at,
       done_at = excluded.done_at`;
}

/** Brings a running export's sums up to date with its parts that are done; no row where it runs no longer. */
export function sumUp(exportId: number): Sql {
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
       attempts = 0, heartbeat_at = clock_timestamp()
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

/** Tells who listens that an export has come further, or has ended. */
export function notifyProgress(exportId: number): Sql {
  return sql`/* exports.notify */ select pg_notify('strata_export', ${String(exportId)})`;
}
