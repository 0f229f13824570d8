// What a deleted audience leaves at destinations, and the deltas that take it out there.
import { type Sql, sql } from '../../db/sql.ts';

/** Gives up deltas of which no destination has seen anything; in the transaction that deletes the audience. */
export function giveUpUnsent(audienceId: number): Sql {
  return sql`/* deliveries.give_up_unsent */
update deliveries set state = 'dead', error = 'The audience was deleted.', ended_at = clock_timestamp()
 where audience_id = ${audienceId}::integer and kind = 'delta' and state in ('pending', 'failed') and sent_at is null`;
}

/** A destination that knows of members of an audience. */
export interface Holder {
  readonly destination_id: number;
  readonly name: string;
  /** Whom it has confirmed. */
  readonly users: number;
  /** Whether it holds somebody, or may: what is being sent may have arrived, and what was sent without an answer. */
  readonly holds: boolean;
  /** Whether it is told who joins and leaves. */
  readonly follows: boolean;
}

/** The destinations that hold or follow an audience, by name. */
export function holdersOf(audienceId: number): Sql {
  return sql`/* deliveries.holders */
select t.destination_id, t.name, h.users, h.users > 0 or s.is_uncertain as holds, f.follows
  from destinations t
 cross join lateral (
   select count(*)::integer as users
     from audience_deliveries a
    where a.destination_id = t.destination_id and a.audience_id = ${audienceId}::integer) h
 cross join lateral (
   select exists (
     select 1 from deliveries d
      where d.destination_id = t.destination_id and d.audience_id = ${audienceId}::integer and d.kind = 'delta'
        and (d.state = 'sending'
             or d.sent_at is not null and d.state <> 'confirmed'
                and exists (select 1 from delivery_changes c where c.delivery_id = d.delivery_id and c.operation = 'add'))
     ) as is_uncertain) s
 cross join lateral (
   select exists (
     select 1 from audience_feeds e
      where e.destination_id = t.destination_id and e.audience_id = ${audienceId}::integer) as follows) f
 where t.deleted_at is null and (h.users > 0 or s.is_uncertain or f.follows)
 order by t.name`;
}

/** Asks for the delta that takes everybody out; returns its `delivery_id`. */
export function requestEmptying(
  { audienceId, destinationId }: { audienceId: number; destinationId: number },
  options: object,
  requestedBy: string,
): Sql {
  return sql`/* deliveries.request_emptying */
insert into deliveries (destination_id, audience_id, kind, options, state, requested_by, next_attempt_at, created_at)
values (${destinationId}, ${audienceId}, 'delta', ${JSON.stringify(options)}::jsonb, 'pending', ${requestedBy},
        clock_timestamp(), clock_timestamp())
returning delivery_id`;
}
