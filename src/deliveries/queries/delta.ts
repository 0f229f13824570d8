// The statements of deltas. What a destination holds is known from what it has confirmed; of a delta that was sent and
// not confirmed it may have all, some or nothing. So the next one removes whom it could hold, and adds whom it does not
// surely hold: removing or adding the same row twice does no harm, and in every case it comes out right.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { empty, join as list, raw, type Sql, sql } from '../../db/sql.ts';

/** A destination and the audience that it gets. */
export interface Pair {
  readonly destinationId: number;
  readonly audienceId: number;
}

const IDENTIFIERS = ['external_id', 'email_sha256', 'phone_sha256'] as const;

function identifiersOf(alias: string): Sql {
  return raw(IDENTIFIERS.map((name) => `${alias}.${name}`).join(', '));
}

function sameIdentifiers(left: string, right: string): Sql {
  return raw(
    IDENTIFIERS.map((name) => `${left}.${name} is not distinct from ${right}.${name}`).join(' and '),
  );
}

/** The SHA-256 of the address, trimmed and in small letters, as the advertising platforms want it. */
const EMAIL_SHA256 = raw(`encode(sha256(convert_to(lower(nullif(trim(u.email), '')), 'UTF8')), 'hex')`);
/** The SHA-256 of the number as + and digits; only of one that is given with its country. */
const PHONE_SHA256 = raw(
  `encode(sha256(convert_to('+' || nullif(regexp_replace(case when trim(u.phone) like '+%' then u.phone end, '[^0-9]', '', 'g'), ''), 'UTF8')), 'hex')`,
);

/** The users of a snapshot, rows `u` of user_states, for whom a condition holds. */
export interface Wanted {
  readonly snapshotId: number;
  /** What follows `from user_states u`. */
  readonly joins: Sql;
  readonly condition: Sql;
}

/** Writes the rows of a delta: the difference between what the destination may hold and what is wanted. */
export function stageChanges(deliveryId: number, { destinationId, audienceId }: Pair, wanted: Wanted): Sql {
  return sql`/* deliveries.stage_changes */
with wanted as materialized (
  select u.user_id, u.external_id, ${EMAIL_SHA256} as email_sha256, ${PHONE_SHA256} as phone_sha256
    from user_states u
    ${wanted.joins}
   where u.valid_from <= ${wanted.snapshotId}::integer and u.valid_to > ${wanted.snapshotId}::integer
     and (${wanted.condition})),
uncertain as materialized (
  select c.user_id, c.operation, ${identifiersOf('c')}
    from deliveries d
    join delivery_changes c on c.delivery_id = d.delivery_id
   where d.destination_id = ${destinationId}::integer and d.audience_id = ${audienceId}::integer
     and d.kind = 'delta' and d.sent_at is not null and d.state <> 'confirmed'
     and d.delivery_id <> ${deliveryId}::integer),
held as (
  select a.user_id, ${identifiersOf('a')}
    from audience_deliveries a
   where a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer),
perhaps_held as (
  select h.user_id, ${identifiersOf('h')} from held h
   union
  select c.user_id, ${identifiersOf('c')} from uncertain c where c.operation = 'add'),
removed as (
  select p.user_id, ${identifiersOf('p')}
    from perhaps_held p
    left join wanted w on w.user_id = p.user_id and ${sameIdentifiers('w', 'p')}
   where w.user_id is null),
added as (
  select w.user_id, ${identifiersOf('w')}
    from wanted w
    left join held h on h.user_id = w.user_id and ${sameIdentifiers('h', 'w')}
   where h.user_id is null
      or exists (select 1 from uncertain c where c.user_id = w.user_id)),
emails as (select distinct w.email_sha256 from wanted w where w.email_sha256 is not null),
phones as (select distinct w.phone_sha256 from wanted w where w.phone_sha256 is not null),
changes as (
  select r.user_id, 'remove' as operation, r.external_id,
         case when e.email_sha256 is null then r.email_sha256 end as email_sha256,
         case when p.phone_sha256 is null then r.phone_sha256 end as phone_sha256
    from removed r
    left join emails e on e.email_sha256 = r.email_sha256
    left join phones p on p.phone_sha256 = r.phone_sha256
   union all
  select a.user_id, 'add', ${identifiersOf('a')} from added a)
insert into delivery_changes (user_id, delivery_id, entry, operation, ${raw(IDENTIFIERS.join(', '))})
select c.user_id, ${deliveryId}::integer,
       row_number() over (partition by c.user_id order by c.operation desc, c.external_id, c.email_sha256, c.phone_sha256),
       c.operation, ${identifiersOf('c')}
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
  { snapshotId, joins, condition }: Wanted,
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ found: boolean }[]>(sql`/* deliveries.adds_unwanted */
select exists (
  select 1 from delivery_changes c
   where c.delivery_id = ${deliveryId}::integer and c.operation = 'add'
     and not exists (
       select 1 from user_states u
         ${joins}
        where u.user_id = c.user_id and u.valid_from <= ${snapshotId}::integer and u.valid_to > ${snapshotId}::integer
          and (${condition}))) as found`);
  return row?.found === true;
}

/** A place among the rows of a delta, which are in the order of their users. */
export interface Place {
  readonly userId: bigint;
  readonly entry: number;
}
export const START: Place = { userId: 0n, entry: 0 };

/** The place of the `rows`th row after `after`; null where there are fewer. */
export async function placeAfter(
  prisma: PrismaClient,
  deliveryId: number,
  after: Place,
  rows: number,
): Promise<Place | null> {
  const [row] = await prisma.$queryRaw<{ user_id: bigint; entry: number }[]>(sql`/* deliveries.place_after */
select c.user_id, c.entry
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and (c.user_id, c.entry) > (${after.userId}::bigint, ${after.entry}::integer)
 order by c.user_id, c.entry
offset ${rows - 1}::bigint limit 1`);
  return row ? { userId: row.user_id, entry: row.entry } : null;
}

export interface ChangeRow {
  readonly operation: 'remove' | 'add';
  readonly key: string;
  readonly externalId: string | null;
  readonly emailSha256: string | null;
  readonly phoneSha256: string | null;
}

/** Rows of a delta after one place and up to another. The key is the user's name at this destination, and tells nobody anything. */
export function readChanges(
  prisma: PrismaClient,
  deliveryId: number,
  memberKey: Uint8Array,
  { after, upTo }: { after: Place; upTo: Place | null },
): Promise<ChangeRow[]> {
  const end = upTo
    ? sql`and (c.user_id, c.entry) <= (${upTo.userId}::bigint, ${upTo.entry}::integer)`
    : empty;
  return prisma.$queryRaw<ChangeRow[]>(sql`/* deliveries.read_changes */
select c.operation, encode(sha256(${memberKey}::bytea || int8send(c.user_id)), 'hex') as key,
       c.external_id as "externalId", c.email_sha256 as "emailSha256", c.phone_sha256 as "phoneSha256"
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and (c.user_id, c.entry) > (${after.userId}::bigint, ${after.entry}::integer) ${end}
 order by c.user_id, c.entry`);
}

/** COPY of the same as CSV. COPY takes no parameters: all of these are numbers and bytes of ours. */
export function changesCopy(
  deliveryId: number,
  memberKey: Uint8Array,
  { after, upTo }: { after: Place; upTo: Place | null },
): string {
  const end = upTo ? `and (c.user_id, c.entry) <= (${upTo.userId}, ${upTo.entry})` : '';
  return `/* deliveries.copy_changes */ copy (
select c.operation, encode(sha256('\\x${Buffer.from(memberKey).toString('hex')}'::bytea || int8send(c.user_id)), 'hex') as key,
       c.external_id, c.email_sha256, c.phone_sha256
  from delivery_changes c
 where c.delivery_id = ${deliveryId} and (c.user_id, c.entry) > (${after.userId}, ${after.entry}) ${end}
 order by c.user_id, c.entry) to stdout (format csv, header)`;
}

/** What the destination holds from now on; older deltas of the pair are covered by this one. */
export function holdStatements(deliveryId: number, { destinationId, audienceId }: Pair): Sql[] {
  return [
    sql`/* deliveries.unhold */
delete from audience_deliveries a
 using delivery_changes c
 where a.user_id = c.user_id and a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer
   and c.delivery_id = ${deliveryId}::integer and c.operation = 'remove'`,
    sql`/* deliveries.hold */
insert into audience_deliveries (user_id, destination_id, audience_id, ${raw(IDENTIFIERS.join(', '))}, delivery_id)
select c.user_id, ${destinationId}::integer, ${audienceId}::integer, ${identifiersOf('c')}, ${deliveryId}::integer
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and c.operation = 'add'
on conflict (user_id, destination_id, audience_id) do update
  set ${list(IDENTIFIERS.map((name) => raw(`${name} = excluded.${name}`)))}, delivery_id = excluded.delivery_id`,
    sql`/* deliveries.forget_changes */
delete from delivery_changes c
 using deliveries d
 where d.delivery_id = c.delivery_id and d.delivery_id <= ${deliveryId}::integer and d.kind = 'delta'
   and d.destination_id = ${destinationId}::integer and d.audience_id = ${audienceId}::integer`,
  ];
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

/** The condition, for whom there is no reason to be left out. */
export function withoutReason(reason: Sql, condition: Sql = sql`true`): Sql {
  return sql`(${condition}) and (${reason}) is null`;
}

/** That the destination holds the user of the row `u`. */
export function isHeld({ destinationId, audienceId }: Pair): Sql {
  return sql`exists (
    select 1 from audience_deliveries a
     where a.user_id = u.user_id and a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer)`;
}
