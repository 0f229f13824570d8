// Writes suppressions. Whoever does holds the lock `audiences`. A suppression that is given again has the reason given
// last, and never ends sooner than it would have.
import { execute, select } from '../../db/execute.ts';
import type { Connection } from '../../db/pool.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';

export interface Terms {
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** Until then; null is for good. */
  readonly expiresAt: Date | null;
}

export type ContactKind = 'email' | 'phone';

function termsOf({ reason, by, at, expiresAt }: Terms): Sql {
  return sql`${reason}::text, ${by}::text, ${at}::timestamptz, ${expiresAt}::timestamptz`;
}

/** What the suppressions of a table are of. */
const KEYS = {
  user_suppressions: raw('user_id'),
  awaited_suppressions: raw('external_id'),
  contact_suppressions: raw('hash, kind'),
} as const;
type Table = keyof typeof KEYS;

function givenAgain(table: Table): Sql {
  return raw(`do update
  set reason = excluded.reason, created_by = excluded.created_by, created_at = excluded.created_at,
      expires_at = case when ${table}.expires_at is null or excluded.expires_at is null then null
                        else greatest(${table}.expires_at, excluded.expires_at) end`);
}

const TERMS = raw('reason, created_by, created_at, expires_at');

function usersWith(externalIds: readonly string[]): Sql {
  return sql`select distinct i.user_id
    from unnest(${externalIds}::text[]) as g (external_id)
    join user_identities i on i.external_id = g.external_id`;
}

/** Suppresses each that `keys` selects; returns how many. */
function suppress(connection: Connection, table: Table, keys: Sql, terms: Terms): Promise<number> {
  const key = KEYS[table];
  return execute(
    connection,
    sql`/* suppressions.add */
insert into ${raw(table)} (${key}, ${TERMS})
select ${key}, ${termsOf(terms)}
  from (${keys}) k
 order by ${key}
on conflict (${key}) ${givenAgain(table)}`,
  );
}

/** Suppresses the users of these ids; returns how many. */
export function suppressKnown(
  connection: Connection,
  externalIds: readonly string[],
  terms: Terms,
): Promise<number> {
  return suppress(connection, 'user_suppressions', usersWith(externalIds), terms);
}

/** Those of the ids that nobody has. */
export async function unknownAmong(
  connection: Connection,
  externalIds: readonly string[],
): Promise<string[]> {
  const rows = await select<{ external_id: string }>(
    connection,
    sql`/* suppressions.unknown */
select distinct g.external_id
  from unnest(${externalIds}::text[]) as g (external_id)
 where not exists (select 1 from user_identities i where i.external_id = g.external_id)`,
  );
  return rows.map(({ external_id }) => external_id);
}

export function suppressAwaited(
  connection: Connection,
  externalIds: readonly string[],
  terms: Terms,
): Promise<number> {
  const keys = sql`select g.external_id from unnest(${externalIds}::text[]) as g (external_id)`;
  return suppress(connection, 'awaited_suppressions', keys, terms);
}

/** `hashes` in hex. */
export function suppressContacts(
  connection: Connection,
  kind: ContactKind,
  hashes: readonly string[],
  terms: Terms,
): Promise<number> {
  const keys = sql`select distinct decode(g.hash, 'hex') as hash, ${kind}::text as kind from unnest(${hashes}::text[]) as g (hash)`;
  return suppress(connection, 'contact_suppressions', keys, terms);
}

/** Takes back what was said of these ids, and of the users that they lead to under their first id. */
export async function unsuppressIds(
  connection: Connection,
  externalIds: readonly string[],
): Promise<{ users: number; awaited: number }> {
  const awaited = await execute(
    connection,
    sql`/* suppressions.not_awaited */
delete from awaited_suppressions a
 where a.external_id = any (${externalIds}::text[])
    or a.external_id in (
      select u.external_id from users u where u.user_id in (${usersWith(externalIds)}))`,
  );
  const users = await execute(
    connection,
    sql`/* suppressions.not_users */ delete from user_suppressions s where s.user_id in (${usersWith(externalIds)})`,
  );
  return { users, awaited };
}

export function unsuppressContacts(
  connection: Connection,
  kind: ContactKind,
  hashes: readonly string[],
): Promise<number> {
  return execute(
    connection,
    sql`/* suppressions.not_contacts */
delete from contact_suppressions c
 where c.kind = ${kind} and c.hash in (select decode(g.hash, 'hex') from unnest(${hashes}::text[]) as g (hash))`,
  );
}

/** Ids that somebody has by now become suppressions of that user; returns how many. */
export async function settleAwaited(connection: Connection): Promise<number> {
  return execute(
    connection,
    sql`/* suppressions.settle */
with known as (
  delete from awaited_suppressions a
   using user_identities i
   where i.external_id = a.external_id
  returning i.user_id, a.reason, a.created_by, a.created_at, a.expires_at),
longest as (
  select distinct on (k.user_id) k.user_id, k.reason, k.created_by, k.created_at, k.expires_at
    from known k
   order by k.user_id, k.expires_at desc nulls first)
insert into user_suppressions (user_id, ${TERMS})
select l.user_id, l.reason, l.created_by, l.created_at, l.expires_at from longest l
on conflict (user_id) ${givenAgain('user_suppressions')}`,
  );
}

/** Those that ended before then; returns how many. */
export async function deleteExpired(connection: Connection, before: Date): Promise<number> {
  let deleted = 0;
  for (const table of Object.keys(KEYS))
    deleted += await execute(
      connection,
      sql`/* suppressions.expired */ delete from ${raw(table)} s where s.expires_at < ${before}::timestamptz`,
    );
  return deleted;
}
