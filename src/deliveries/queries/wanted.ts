// Who is to be in a list at a destination, and as what: a table of the transaction's own, filled by Postgres for
// Strata's own format, and with what Node has made of it for a platform's.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { join, raw, sql } from '../../db/sql.ts';
import { type Explained, HELD_OUT, type PlatformMember } from '../../exports/service.ts';
import { OWN_IDENTIFIERS } from './columns.ts';

/** Makes the table, which goes with the transaction. */
export async function createWanted(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw(sql`/* deliveries.create_wanted */
create temp table wanted_users (
  user_id     bigint not null,
  external_id text collate "C",
  identifiers text[] not null,
  attributes  text[] not null,
  is_held_out boolean not null
) on commit drop`);
}

/** Fills it in Strata's own format: everybody for whom there is no reason to be left out but the holdout. */
export async function fillWanted(
  tx: PrismaTransaction,
  { condition, joins, reason }: Explained,
): Promise<void> {
  await tx.$executeRaw(sql`/* deliveries.fill_wanted */
insert into wanted_users (user_id, external_id, identifiers, attributes, is_held_out)
select u.user_id, u.external_id, ${OWN_IDENTIFIERS}, '{}', u.reason is not null
  from (
    select u.user_id, u.external_id, u.email, u.phone, ${reason} as reason
      from user_states u
      ${joins}
     where ${condition}
    offset 0) u
 where u.reason is null or u.reason = ${HELD_OUT}::text`);
}

/** Adds users; `places` tells which of their values they are matched by, and which are the others. */
export async function addWanted(
  tx: PrismaTransaction,
  users: readonly PlatformMember[],
  places: { readonly identifiers: readonly number[]; readonly attributes: readonly number[] },
): Promise<void> {
  const width = places.identifiers.length + places.attributes.length;
  const columns = Array.from({ length: width }, (_, at) => users.map(({ values }) => values[at] ?? ''));
  const arrayOf = (chosen: readonly number[]) =>
    raw(`array[${chosen.map((at) => `i.value_${at}`).join(', ')}]::text[]`);
  await tx.$executeRaw(sql`/* deliveries.add_wanted */
insert into wanted_users (user_id, is_held_out, identifiers, attributes)
select i.user_id, i.is_held_out, ${arrayOf(places.identifiers)}, ${arrayOf(places.attributes)}
  from unnest(${users.map(({ userId }) => userId)}::bigint[], ${users.map(({ isHeldOut }) => isHeldOut)}::boolean[],
              ${join(columns.map((column) => sql`${column}::text[]`))})
       as i (user_id, is_held_out, ${raw(columns.map((_, at) => `value_${at}`).join(', '))})`);
}
