// The statements that write a part. All run in one transaction that sees one state of the database, so that the rows of
// the file, the counts by reason and the record of the campaign are of the same instant.
import { withLiterals } from '../../db/literals.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import type { Format } from '../formats/format.ts';
import { csvValue, type Source } from './columns.ts';

/** Members of an audience in a snapshot, and why some are left out. */
export interface Members {
  /** Over a row `u` of user_states; false for rows of other snapshots. */
  readonly condition: Sql;
  /** What follows `from user_states u` for the reason: takes and adds no row. */
  readonly joins: Sql;
  /** A text over the same row, null for those who are exported. */
  readonly reason: Sql;
  /** Whether there is no reason, which costs less to ask than what it is. */
  readonly eligible: Sql;
}

export interface Range {
  readonly afterUserId: string;
  readonly upToUserId: string;
}

export const HELD_OUT = 'holdout';

export type Audience = Pick<Members, 'condition'>;

/** Where the reason itself is asked for. */
export type Explained = Omit<Members, 'eligible'>;

function among({ condition }: Audience, { afterUserId, upToUserId }: Range): Sql {
  return sql`u.user_id > ${afterUserId}::bigint and u.user_id <= ${upToUserId}::bigint and (${condition})`;
}

/**
 * The last of the first so many members of a range, `up_to` (null where there are fewer), how many they are, `users`, and
 * whether there are `more`.
 */
export function lastOf(members: Audience, range: Range, limit: number): Sql {
  const all = sql`from user_states u where ${among(members, range)}`;
  return sql`/* exports.last_of */
with found as materialized (
  select (select u.user_id ${all} order by u.user_id offset ${limit - 1}::bigint limit 1) as up_to)
select f.up_to, case when f.up_to is null then (select count(*) ${all}) else ${limit}::bigint end as users,
       f.up_to is not null and exists (select 1 ${all} and u.user_id > f.up_to) as more
  from found f`;
}

/** The members of a range by reason: `reason`, and `users`. */
export function countByReason(members: Members, range: Range): Sql {
  return sql`/* exports.count_by_reason */
select c.reason, count(*) as users
  from (select ${members.reason} as reason from user_states u ${members.joins} where ${among(members, range)}) c
 group by c.reason`;
}

/**
 * The members of a range with their reason as `left_out_as`, in the order of their ids. The fence has the reason found
 * out once a member, and the joins planned for all of them.
 */
function withReason(members: Explained, range: Range): Sql {
  return sql`(
        select u.*, ${members.reason} as left_out_as
          from user_states u ${members.joins}
         where ${among(members, range)}
         order by u.user_id
        offset 0) u`;
}

/** COPY of who is exported, in the order of their ids, as a file of that format has them. */
export function fileCopy(
  members: Members,
  range: Range,
  format: Exclude<Format, 'parquet'>,
  columns: readonly { readonly name: string; readonly source: Source }[],
): string {
  const rows = sql`
  from user_states u ${members.joins}
 where ${among(members, range)} and ${members.eligible}
 order by u.user_id`;
  if (format === 'csv') {
    const values = columns.map(({ source }) => raw(csvValue(source)));
    return withLiterals(sql`/* exports.csv */ copy (select ${join(values)}${rows}) to stdout (format csv)`);
  }
  const values = columns.map(({ name, source }) => raw(`${source.sql} as "${name.replaceAll('"', '""')}"`));
  return withLiterals(
    sql`/* exports.ndjson */
copy (select row_to_json(r) from (select ${join(values)}${rows}) r)
  to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`,
  );
}

/** COPY of who is exported or held out, in the order of their ids: the values, the user's id, whether they are held out (t or f). */
export function rowsCopy(members: Explained, range: Range, sources: readonly Source[]): string {
  const values = join([
    ...sources.map((source) => raw(source.sql)),
    raw('u.user_id'),
    raw('u.left_out_as is not null'),
  ]);
  return withLiterals(sql`/* exports.rows */
copy (select ${values} from ${withReason(members, range)}
       where u.left_out_as is null or u.left_out_as = ${HELD_OUT}::text) to stdout`);
}

export interface Campaign {
  readonly campaign: string;
  readonly exportId: number;
  /** ISO text. */
  readonly at: string;
}

/** What is on record stays: whoever was merged into a user brings theirs along, of other parts of the same export too. */
const UNLESS_KNOWN = raw('on conflict (user_id, campaign, export_id) do nothing');

/** Records who is exported, and who is held out, as the members say. */
export function recordMembers(members: Members, range: Range, { campaign, exportId, at }: Campaign): Sql[] {
  const rows = sql`select u.user_id, ${campaign}::text, ${exportId}::integer, ${at}::timestamptz
  from user_states u ${members.joins}
 where ${among(members, range)}`;
  return [
    sql`/* exports.record_holdouts */
insert into campaign_holdouts (user_id, campaign, export_id, held_out_at) ${rows} and (${members.reason}) = ${HELD_OUT}::text
${UNLESS_KNOWN}`,
    sql`/* exports.record_exported */
insert into campaign_exports (user_id, campaign, export_id, exported_at) ${rows} and ${members.eligible}
${UNLESS_KNOWN}`,
  ];
}

/** The same for users who were told apart elsewhere. */
export function recordUsers(
  exported: readonly string[],
  heldOut: readonly string[],
  { campaign, exportId, at }: Campaign,
): Sql[] {
  const rows = (userIds: readonly string[]) =>
    sql`select i.user_id, ${campaign}::text, ${exportId}::integer, ${at}::timestamptz from unnest(${userIds}::bigint[]) as i (user_id)`;
  return [
    sql`/* exports.record_holdout_users */ insert into campaign_holdouts (user_id, campaign, export_id, held_out_at) ${rows(heldOut)} ${UNLESS_KNOWN}`,
    sql`/* exports.record_exported_users */ insert into campaign_exports (user_id, campaign, export_id, exported_at) ${rows(exported)} ${UNLESS_KNOWN}`,
  ];
}
