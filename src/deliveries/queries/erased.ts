// What an erasure does to deliveries. Who was sent the person has to be told to remove them, and only what they were
// matched by can say whom: it stays until the removal is confirmed, and goes with it. Everything else goes at once.
import { type Sql, sql } from '../../db/sql.ts';

/** Forgets what names the persons, and asks for the deltas that remove them. In this order. */
export function forgetDelivered(userIds: readonly string[]): Sql[] {
  const theirs = sql`user_id = any (${userIds}::bigint[])`;
  return [
    sql`/* deliveries.forget_external_ids */ update audience_deliveries set external_id = null where ${theirs}`,
    sql`/* deliveries.forget_changed */ update delivery_changes set external_id = null, attributes = '{}' where ${theirs}`,
    sql`/* deliveries.forget_held_out */ delete from delivery_changes where ${theirs} and operation = 'hold_out'`,
    sql`/* deliveries.request_removals */
with pairs as (
  select a.destination_id, a.audience_id from audience_deliveries a where a.user_id = any (${userIds}::bigint[])
   union
  select d.destination_id, d.audience_id
    from delivery_changes c
    join deliveries d on d.delivery_id = c.delivery_id
   where c.user_id = any (${userIds}::bigint[]) and d.sent_at is not null and d.state <> 'confirmed')
insert into deliveries (destination_id, audience_id, kind, options, state, requested_by, next_attempt_at, created_at)
select p.destination_id, p.audience_id, 'delta', l.options, 'pending', 'erasure', clock_timestamp(), clock_timestamp()
  from pairs p
 cross join lateral (
   select d.options, d.attempts = 0 and d.state = 'pending' as waits
     from deliveries d
    where d.destination_id = p.destination_id and d.audience_id = p.audience_id and d.kind = 'delta'
    order by d.delivery_id desc limit 1) l
 where not l.waits`,
    sql`/* deliveries.forget_feed */ delete from audience_changes where ${theirs}`,
  ];
}
