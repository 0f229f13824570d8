// Writes and reads suppressions. Whoever writes holds the lock `audiences`. A suppression that is given again has the
// reason given last, and never ends sooner than it would have.
import { execute, select } from '../../db/execute.ts';
import type { Connection, Pool } from '../../db/pool.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';

export interface Terms {
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** Until then; null is for good. */
  readonly expiresAt: Date | null;
}

export type ContactKind = 'email' | 'phone';
export const SUPPRESSION_KINDS = ['user', 'awaited', 'email', 'phone'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

function termsOf({ reason, by, at, expiresAt }: Terms): Sql {
  return sql`${reason}::text, ${by}::text, ${at}::timestamptz, ${expiresAt}::timestamptz`;
}

function givenAgain(table: string): Sql {
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

/** Suppresses the users of these ids; returns how many. */
export function suppressKnown(
  connection: Connection,
  externalIds: readonly string[],
  terms: Terms,
): Promise<number> {
  return execute(
    connection,
    sql`/* suppressions.users */
insert into user_suppressions (user_id, ${TERMS})
select w.user_id, ${termsOf(terms)}
  from (${usersWith(externalIds)}) w
 order by w.user_id
on conflict (user_id) ${givenAgain('user_suppressions')}`,
  );
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
  return execute(
    connection,
    sql`/* suppressions.awaited */
insert into awaited_suppressions (external_id, ${TERMS})
select g.external_id, ${termsOf(terms)}
  from unnest(${externalIds}::text[]) as g (external_id)
 order by g.external_id
on conflict (external_id) ${givenAgain('awaited_suppressions')}`,
  );
}

/** `hashes` in hex. */
export function suppressContacts(
  connection: Connection,
  kind: ContactKind,
  hashes: readonly string[],
  terms: Terms,
): Promise<number> {
  return execute(
    connection,
    sql`/* suppressions.contacts */
insert into contact_suppressions (hash, kind, ${TERMS})
select h.hash, ${kind}::text, ${termsOf(terms)}
  from (select distinct decode(g.hash, 'hex') as hash from unnest(${hashes}::text[]) as g (hash)) h
 order by h.hash
on conflict (hash, kind) ${givenAgain('contact_suppressions')}`,
  );
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
  for (const table of ['user_suppressions', 'awaited_suppressions', 'contact_suppressions'])
    deleted += await execute(
      connection,
      sql`/* suppressions.expired */ delete from ${raw(table)} s where s.expires_at < ${before}::timestamptz`,
    );
  return deleted;
}

export interface SuppressionRow {
  /** By which a list goes on: a number of ours, an external id, or a hash in hex. */
  readonly key: string;
  readonly external_id: string | null;
  readonly sha256: string | null;
  readonly reason: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
}

const SOURCES: Readonly<
  Record<SuppressionKind, { select: string; from: string; key: string; type: string }>
> = {
  user: {
    select: 's.user_id::text as key, u.external_id, null as sha256',
    from: 'user_suppressions s left join users u on u.user_id = s.user_id',
    key: 's.user_id',
    type: 'bigint',
  },
  awaited: {
    select: 's.external_id as key, s.external_id, null as sha256',
    from: 'awaited_suppressions s',
    key: 's.external_id',
    type: 'text',
  },
  email: {
    select: `encode(s.hash, 'hex') as key, null as external_id, encode(s.hash, 'hex') as sha256`,
    from: 'contact_suppressions s',
    key: 's.hash',
    type: 'bytea',
  },
  phone: {
    select: `encode(s.hash, 'hex') as key, null as external_id, encode(s.hash, 'hex') as sha256`,
    from: 'contact_suppressions s',
    key: 's.hash',
    type: 'bytea',
  },
};

/** Those of a kind behind `after`, expired ones too. */
export async function listSuppressions(
  pool: Pool,
  kind: SuppressionKind,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<SuppressionRow[]> {
  const { select: columns, from, key, type } = SOURCES[kind];
  const isContact = kind === 'email' || kind === 'phone';
  const behind = isContact ? sql`decode(${after}::text, 'hex')` : sql`${after}::text::${raw(type)}`;
  const { rows } = await pool.query<SuppressionRow>(sql`/* suppressions.list */
select ${raw(columns)}, s.reason, s.created_by, s.created_at, s.expires_at
  from ${raw(from)}
 where (${after}::text is null or ${raw(key)} > ${behind}) and ${isContact ? sql`s.kind = ${kind}` : sql`true`}
 order by ${raw(key)}
 limit ${first}::integer`);
  return rows;
}

/** How many of each kind there are that have not expired by then. */
export async function countSuppressions(pool: Pool, at: Date): Promise<Record<SuppressionKind, number>> {
  const { rows } = await pool.query<{ kind: SuppressionKind; entries: string }>(sql`/* suppressions.count */
with entries as (
  select 'user' as kind, s.expires_at from user_suppressions s
   union all
  select 'awaited', s.expires_at from awaited_suppressions s
   union all
  select s.kind, s.expires_at from contact_suppressions s)
select e.kind, count(*) as entries
  from entries e
 where e.expires_at is null or e.expires_at > ${at}::timestamptz
 group by e.kind`);
  const of = (kind: SuppressionKind) => Number(rows.find((row) => row.kind === kind)?.entries ?? 0);
  return { user: of('user'), awaited: of('awaited'), email: of('email'), phone: of('phone') };
}
