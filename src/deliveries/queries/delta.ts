// The statements of deltas. What a destination holds is known from what it has confirmed; of a delta that was sent and
// not confirmed it may have all, some or nothing. So the next one removes whom it could hold, and adds whom it does not
// surely hold: removing or adding the same row twice does no harm, and in every case it comes out right.
import { inSnapshot } from '../../audiences/service.ts';
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { join as list, raw, type Sql, sql } from '../../db/sql.ts';
import type { Explained } from '../../exports/service.ts';

/** A destination and the audience that it gets. */
export interface Pair {
  readonly destinationId: number;
  readonly audienceId: number;
}

const KEPT = ['external_id', 'identifiers'] as const;

function keptOf(alias: string): Sql {
  return raw(KEPT.map((name) => `${alias}.${name}`).join(', '));
}

function sameKept(left: string, right: string): Sql {
  return raw(
    `${left}.external_id is not distinct from ${right}.external_id and ${left}.identifiers = ${right}.identifiers`,
  );
}

/** Users of a snapshot by why they must not be contacted: null for those who may be. */
export type Allowed = Pick<Explained, 'joins' | 'reason'> & { readonly snapshotId: number };

/**
 * Writes the rows of a delta: the difference between what the destination may hold and what is wanted. A removal says
 * what was sent, but for identifiers that somebody who stays has too. Beside them, who is held out of the campaign and
 * not on record yet.
 */
export function stageChanges(
  deliveryId: number,
  { destinationId, audienceId }: Pair,
  campaign: string | null,
): Sql {
  return sql`/* deliveries.stage_changes */
with wanted as (select w.* from wanted_users w where not w.is_held_out),
uncertain as materialized (
  select c.user_id, c.operation, ${keptOf('c')}
    from deliveries d
    join delivery_changes c on c.delivery_id = d.delivery_id
   where d.destination_id = ${destinationId}::integer and d.audience_id = ${audienceId}::integer
     and d.kind = 'delta' and d.sent_at is not null and d.state <> 'confirmed'
     and d.delivery_id <> ${deliveryId}::integer),
held as (
  select a.user_id, ${keptOf('a')}
    from audience_deliveries a
   where a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer),
perhaps_held as (
  select h.user_id, ${keptOf('h')} from held h
   union
  select c.user_id, ${keptOf('c')} from uncertain c where c.operation = 'add'),
removed as (
  select p.user_id, ${keptOf('p')}
    from perhaps_held p
    left join wanted w on w.user_id = p.user_id and ${sameKept('w', 'p')}
   where w.user_id is null),
staying as (
  select distinct i.place, i.value
    from wanted w
   cross join lateral unnest(w.identifiers) with ordinality i (value, place)
   where i.value <> ''),
removals as (
  select r.user_id, r.external_id,
         array_agg(case when s.value is null then i.value else '' end order by i.place) as identifiers
    from removed r
   cross join lateral unnest(r.identifiers) with ordinality i (value, place)
    left join staying s on s.place = i.place and s.value = i.value
   group by r.user_id, ${keptOf('r')}),
additions as (
  select w.user_id, ${keptOf('w')}, w.attributes
    from wanted w
    left join held h on h.user_id = w.user_id and ${sameKept('h', 'w')}
   where h.user_id is null
      or exists (select 1 from uncertain c where c.user_id = w.user_id)),
changes as (
  select r.user_id, 'remove' as operation, ${keptOf('r')}, '{}'::text[] as attributes from removals r
   union all
  select w.user_id, 'hold_out', null, '{}', '{}'
    from wanted_users w
   where w.is_held_out
     and not exists (select 1 from campaign_deltas k where k.user_id = w.user_id and k.campaign = ${campaign}::text)
   union all
  select a.user_id, 'add', ${keptOf('a')}, a.attributes from additions a)
insert into delivery_changes (user_id, delivery_id, entry, operation, ${raw(KEPT.join(', '))}, attributes)
select c.user_id, ${deliveryId}::integer,
       row_number() over (partition by c.user_id order by c.operation desc, ${keptOf('c')}),
       c.operation, ${keptOf('c')}, c.attributes
  from changes c`;
}

/** How many rows of each operation a delta has. */
export async function countChanges(
  tx: PrismaClient | PrismaTransaction,
  deliveryId: number,
): Promise<{ added: number; removed: number }> {
  const [row] = await tx.$queryRaw<{ added: bigint; removed: bigint }[]>(sql`/* deliveries.count_changes */
select count(*) filter (where c.operation = 'add') as added, count(*) filter (where c.operation = 'remove') as removed
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer`);
  return { added: Number(row?.added ?? 0), removed: Number(row?.removed ?? 0) };
}

/** Whether a delta would still add somebody who may not be told of any more. */
export async function addsUnwanted(
  prisma: PrismaClient,
  deliveryId: number,
  { snapshotId, joins, reason }: Allowed,
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ found: boolean }[]>(sql`/* deliveries.adds_unwanted */
select exists (
  select 1 from delivery_changes c
   where c.delivery_id = ${deliveryId}::integer and c.operation = 'add'
     and not exists (
       select 1 from user_states u
         ${joins}
        where u.user_id = c.user_id and ${inSnapshot({ snapshotId })}
          and (${reason}) is null)) as found`);
  return row?.found === true;
}

/** What the destination holds from now on. */
export function holdStatements(deliveryId: number, { destinationId, audienceId }: Pair): Sql[] {
  return [
    sql`/* deliveries.unhold */
delete from audience_deliveries a
 using delivery_changes c
 where a.user_id = c.user_id and a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer
   and c.delivery_id = ${deliveryId}::integer and c.operation = 'remove'`,
    sql`/* deliveries.hold */
insert into audience_deliveries (user_id, destination_id, audience_id, ${raw(KEPT.join(', '))}, delivery_id)
select c.user_id, ${destinationId}::integer, ${audienceId}::integer, ${keptOf('c')}, ${deliveryId}::integer
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and c.operation = 'add'
on conflict (user_id, destination_id, audience_id) do update
  set ${list(KEPT.map((name) => raw(`${name} = excluded.${name}`)))}, delivery_id = excluded.delivery_id`,
  ];
}

/** Forgets the rows of a delta that is confirmed, and of the older ones that it covers. */
export function forgetChanges(deliveryId: number, { destinationId, audienceId }: Pair): Sql {
  return sql`/* deliveries.forget_changes */
delete from delivery_changes c
 using deliveries d
 where d.delivery_id = c.delivery_id and d.delivery_id <= ${deliveryId}::integer and d.kind = 'delta'
   and d.destination_id = ${destinationId}::integer and d.audience_id = ${audienceId}::integer`;
}

export function dropChanges(deliveryId: number): Sql {
  return sql`/* deliveries.drop_changes */ delete from delivery_changes where delivery_id = ${deliveryId}::integer`;
}

/** Locks the deltas of the pair, so that one at a time is prepared. */
export async function lockDeltas(
  tx: PrismaTransaction,
  { destinationId, audienceId }: Pair,
): Promise<readonly { delivery_id: number; state: string; is_alive: boolean }[]> {
  return tx.$queryRaw(sql`/* deliveries.lock_deltas */
select d.delivery_id, d.state, coalesce(d.heartbeat_at > clock_timestamp() - interval '60 seconds', false) as is_alive
  from deliveries d
 where d.destination_id = ${destinationId}::integer and d.audience_id = ${audienceId}::integer and d.kind = 'delta'
   and d.state <> 'confirmed'
 order by d.delivery_id
   for update`);
}

/** Older deltas of the pair that did not get through are covered by this one. */
export async function supersedeOlder(
  tx: PrismaTransaction,
  deliveryId: number,
  { destinationId, audienceId }: Pair,
): Promise<void> {
  await tx.$executeRaw(sql`/* deliveries.supersede_older */
update deliveries
   set state = 'superseded', ended_at = clock_timestamp(), error = ${`Covered by delivery ${deliveryId}.`}
 where destination_id = ${destinationId}::integer and audience_id = ${audienceId}::integer and kind = 'delta'
   and delivery_id < ${deliveryId}::integer and state in ('pending', 'sending', 'failed', 'dead')`);
}

export const NOBODY: Sql = sql`false`;

/** That the destination holds the user of the row `u`, which is in the snapshot. */
export function isHeld({ destinationId, audienceId }: Pair, snapshotId: number): Sql {
  return sql`${inSnapshot({ snapshotId })} and exists (
    select 1 from audience_deliveries a
     where a.user_id = u.user_id and a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer)`;
}
