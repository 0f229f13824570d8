// Moves everything that is stored of one user to another. Rows of tables that are kept by user are inserted anew and
// deleted, for a row's user is what such a table is distributed by.

import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { PROFILE_COLUMNS } from '../../recompute/features/profiles.ts';

export interface Pair {
  readonly loser: string;
  readonly survivor: string;
}

/** Where both have an event of one id the survivor's stays, and the loser's goes with what it says of an order. */
function isRepeated(alias: string, { survivor }: Pair): Sql {
  return sql`exists (
     select 1 from events k
      where k.user_id = ${survivor}::bigint and k.event_id = ${raw(alias)}.event_id)`;
}

/** The orders that the loser's inputs name, or that are theirs: `transaction_id`. */
export function ordersOf({ loser }: Pair): Sql {
  return sql`/* identities.orders_of */
select m.transaction_id from order_mentions m where m.user_id = ${loser}::bigint
 union
select l.transaction_id from order_lines l where l.user_id = ${loser}::bigint
 union
select o.transaction_id from orders o where o.user_id = ${loser}::bigint
 order by 1`;
}

/** Before the events: which of them are repeated is told by what the survivor has. */
export function moveOrders(transactionIds: readonly string[], pair: Pair): Sql[] {
  const theirs = sql`transaction_id = any (${transactionIds}::text[]) and user_id = ${pair.loser}::bigint`;
  return [
    sql`/* identities.drop_repeated_mentions */ delete from order_mentions m where ${theirs} and ${isRepeated('m', pair)}`,
    sql`/* identities.move_mentions */ update order_mentions set user_id = ${pair.survivor}::bigint where ${theirs}`,
    sql`/* identities.move_lines */ update order_lines set user_id = ${pair.survivor}::bigint where ${theirs}`,
  ];
}

const EVENT = raw(
  'e.occurred_at, e.action_id, e.place_id, e.channel_id, e.trait_id, e.import_id, e.event_id',
);

/** The first tells how many moved, the second how many there were. */
export function moveEvents(pair: Pair): [Sql, Sql] {
  return [
    sql`/* identities.move_events */
insert into events (user_id, occurred_at, action_id, place_id, channel_id, trait_id, import_id, event_id)
select ${pair.survivor}::bigint, ${EVENT}
  from events e
 where e.user_id = ${pair.loser}::bigint and not ${isRepeated('e', pair)}
 order by e.occurred_at`,
    sql`/* identities.leave_events */ delete from events where user_id = ${pair.loser}::bigint`,
  ];
}

/** Where one import gave both, each column is the survivor's if their row had it, as if theirs came later in the file. */
export function moveProfiles({ loser, survivor }: Pair): Sql[] {
  const chosen = PROFILE_COLUMNS.map((name) =>
    raw(`case when '${name}' = any (s.given) then s.${name} else l.${name} end`),
  );
  return [
    sql`/* identities.move_profiles */
insert into profiles (user_id, import_id, given, ${raw(PROFILE_COLUMNS.join(', '))})
select ${survivor}::bigint, l.import_id,
       array(select distinct g.name from unnest(s.given || l.given) as g (name) order by g.name), ${join(chosen)}
  from profiles l
  left join profiles s on s.user_id = ${survivor}::bigint and s.import_id = l.import_id
 where l.user_id = ${loser}::bigint
on conflict (user_id, import_id) do update
  set given = excluded.given, ${raw(PROFILE_COLUMNS.map((name) => `${name} = excluded.${name}`).join(', '))}`,
    sql`/* identities.leave_profiles */ delete from profiles where user_id = ${loser}::bigint`,
  ];
}

/** The survivor is on every static list on which either was, in the versions of either. */
export function moveMembers({ loser, survivor }: Pair): Sql[] {
  return [
    sql`/* identities.move_members */
with pair as (
  select m.audience_id, m.valid_from, m.valid_to,
         max(m.valid_to) over (partition by m.audience_id order by m.valid_from, m.valid_to
                               rows between unbounded preceding and 1 preceding) as reached
    from audience_members m
   where m.user_id in (${loser}::bigint, ${survivor}::bigint)),
spans as (
  select b.*, count(*) filter (where b.reached is null or b.reached < b.valid_from)
                over (partition by b.audience_id order by b.valid_from, b.valid_to) as span
    from pair b)
insert into audience_members (user_id, audience_id, valid_from, valid_to)
select ${survivor}::bigint, s.audience_id, min(s.valid_from), max(s.valid_to)
  from spans s
 group by s.audience_id, s.span
on conflict (user_id, audience_id, valid_from) do update set valid_to = excluded.valid_to`,
    sql`/* identities.drop_covered_members */
delete from audience_members m
 where m.user_id = ${survivor}::bigint
   and exists (
     select 1 from audience_members w
      where w.user_id = ${survivor}::bigint and w.audience_id = m.audience_id
        and w.valid_from < m.valid_from and w.valid_to >= m.valid_to)`,
    sql`/* identities.leave_members */ delete from audience_members where user_id = ${loser}::bigint`,
  ];
}

/** Who is suppressed by any id of either stays so, for as long as the longer of the two. */
export function moveSuppressions(externalIds: readonly string[], { loser, survivor }: Pair): Sql[] {
  return [
    sql`/* identities.move_suppressions */
with pair as (
  select s.reason, s.created_by, s.created_at, s.expires_at
    from user_suppressions s
   where s.user_id in (${loser}::bigint, ${survivor}::bigint)
   union all
  select a.reason, a.created_by, a.created_at, a.expires_at
    from awaited_suppressions a
   where a.external_id = any (${externalIds}::text[]))
insert into user_suppressions (user_id, reason, created_by, created_at, expires_at)
select ${survivor}::bigint, b.reason, b.created_by, b.created_at, b.expires_at
  from pair b
 order by b.expires_at desc nulls first, b.created_at
 limit 1
on conflict (user_id) do update
  set reason = excluded.reason, created_by = excluded.created_by, created_at = excluded.created_at,
      expires_at = excluded.expires_at`,
    sql`/* identities.leave_suppressions */ delete from user_suppressions where user_id = ${loser}::bigint`,
  ];
}

/** Every external id of the loser leads to the survivor; retained snapshots still hold the loser under their own. */
export function moveIdentities(externalIds: readonly string[], { loser, survivor }: Pair): Sql[] {
  return [
    sql`/* identities.move */ update user_identities set user_id = ${survivor}::bigint where external_id = any (${externalIds}::text[])`,
    sql`/* identities.remember_former */
insert into former_users (user_id, external_id)
select u.user_id, u.external_id from users u where u.user_id = ${loser}::bigint`,
    sql`/* identities.delete_loser */ delete from users where user_id = ${loser}::bigint`,
  ];
}
