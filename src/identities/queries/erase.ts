// Removes everything that is stored of a person. Lines and mentions have no index by user: finding a person's orders
// reads both tables once, a second or so for ten million rows; everything else is by key.
import { raw, type Sql, sql } from '../../db/sql.ts';

/**
 * The orders that a person's inputs name, and whether they are theirs (`transaction_id`, `is_theirs`): as the last run
 * attributed them, or, of those that no run has seen yet, as their lines and mentions do.
 */
export function ordersNaming(userIds: readonly string[]): Sql {
  const theirs = (column: string) => sql`${raw(column)} = any (${userIds}::bigint[])`;
  return sql`/* identities.orders_naming */
with named as (
  select o.transaction_id from orders o where ${theirs('o.user_id')}
   union
  select l.transaction_id from order_lines l where ${theirs('l.user_id')}
   union
  select m.transaction_id from order_mentions m where ${theirs('m.user_id')})
select n.transaction_id,
       coalesce((select bool_or(${theirs('o.user_id')}) from orders o where o.transaction_id = n.transaction_id),
                (select ${theirs('l.user_id')}
                   from order_lines l
                   join users u on u.user_id = l.user_id
                  where l.transaction_id = n.transaction_id
                  order by u.external_id limit 1),
                (select ${theirs('m.user_id')}
                   from order_mentions m
                   join users u on u.user_id = m.user_id
                  where m.transaction_id = n.transaction_id
                  order by m.occurred_at, u.external_id limit 1),
                true) as is_theirs
  from named n
 order by n.transaction_id`;
}

/** Others whom the lines of these orders name: `user_id`. */
export function othersNamedBy(transactionIds: readonly string[], userIds: readonly string[]): Sql {
  return sql`/* identities.others_named */
select distinct l.user_id
  from order_lines l
 where l.transaction_id = any (${transactionIds}::text[]) and l.user_id <> all (${userIds}::bigint[])`;
}

/** Removes orders whole: lines, mentions (the events themselves stay, but for the person's), and what a run made of them. */
export function deleteOrders(transactionIds: readonly string[]): Sql[] {
  return ['order_lines', 'order_mentions', 'orders', 'dirty_orders'].map(
    (table) =>
      sql`/* identities.delete_orders */ delete from ${raw(table)} where transaction_id = any (${transactionIds}::text[])`,
  );
}

/** Removes what a person's inputs say of orders that are somebody else's. */
export function deleteTheirParts(transactionIds: readonly string[], userIds: readonly string[]): Sql[] {
  return ['order_lines', 'order_mentions'].map(
    (table) =>
      sql`/* identities.delete_parts */
delete from ${raw(table)} where transaction_id = any (${transactionIds}::text[]) and user_id = any (${userIds}::bigint[])`,
  );
}

export function deleteIdentities(externalIds: readonly string[]): Sql {
  return sql`/* identities.delete */ delete from user_identities where external_id = any (${externalIds}::text[])`;
}

const KEPT_BY_USER = [
  'events',
  'profiles',
  'consents',
  'audience_members',
  'user_suppressions',
  'dirty_users',
  'former_users',
  'users',
];

/** Everything that is kept by user. The events come first: how many they are is told. */
export function deleteByUser(userIds: readonly string[]): Sql[] {
  return KEPT_BY_USER.map(
    (table) =>
      sql`/* identities.delete_${raw(table)} */ delete from ${raw(table)} where user_id = any (${userIds}::bigint[])`,
  );
}

/** What is suppressed by an id of theirs: nobody will have it again, for tombstones keep it out. */
export function deleteAwaited(externalIds: readonly string[]): Sql {
  return sql`/* identities.delete_awaited */ delete from awaited_suppressions where external_id = any (${externalIds}::text[])`;
}
