// Suppressions as they are listed and counted, by what they are of.
import type { Pool } from '../../db/pool.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';

export const SUPPRESSION_KINDS = ['user', 'awaited', 'email', 'phone'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

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

interface Listed {
  readonly select: string;
  readonly from: string;
  readonly key: string;
  /** SQL of the key that is given as text. */
  readonly read: (text: Sql) => Sql;
}

const CONTACTS: Listed = {
  select: `encode(s.hash, 'hex') as key, null as external_id, encode(s.hash, 'hex') as sha256`,
  from: 'contact_suppressions s',
  key: 's.hash',
  read: (text) => sql`decode(${text}, 'hex')`,
};

const LISTED: Readonly<Record<SuppressionKind, Listed>> = {
  user: {
    select: 's.user_id::text as key, u.external_id, null as sha256',
    from: 'user_suppressions s left join users u on u.user_id = s.user_id',
    key: 's.user_id',
    read: (text) => sql`${text}::bigint`,
  },
  awaited: {
    select: 's.external_id as key, s.external_id, null as sha256',
    from: 'awaited_suppressions s',
    key: 's.external_id',
    read: (text) => text,
  },
  email: CONTACTS,
  phone: CONTACTS,
};

/** Those of a kind behind `after`, expired ones too. */
export async function listSuppressions(
  pool: Pool,
  kind: SuppressionKind,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<SuppressionRow[]> {
  const listed = LISTED[kind];
  const key = raw(listed.key);
  const ofKind = listed === CONTACTS ? sql`s.kind = ${kind}` : sql`true`;
  const { rows } = await pool.query<SuppressionRow>(sql`/* suppressions.list */
select ${raw(listed.select)}, s.reason, s.created_by, s.created_at, s.expires_at
  from ${raw(listed.from)}
 where (${after}::text is null or ${key} > ${listed.read(sql`${after}::text`)}) and ${ofKind}
 order by ${key}
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
