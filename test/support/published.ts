// What every published snapshot must keep to, whatever was erased, merged or undone since: its counts are those of its
// lists. And a search of everything that is stored.
import type { Database } from '../../src/db/database.ts';

/** That the row of that alias is one of snapshot `n`. */
function seen(alias: string): string {
  return `${alias}.valid_from <= n.snapshot_id and ${alias}.valid_to > n.snapshot_id`;
}

const WHOLE = 'whole as (select w.snapshot_id, w.users from snapshots w where w.whole)';

/** Up to three of the state's segments: the default rules have sums of all of them. */
const COMBINATIONS = `
  select (select string_agg(i.id::text, ',' order by i.id) from unnest(array[a.id, b.id, c.id]) as i (id))
    from unnest(l.segment_ids) with ordinality as a (id, place)
    left join unnest(l.segment_ids || null::integer) with ordinality as b (id, place) on b.place > a.place
    left join unnest(l.segment_ids || null::integer) with ordinality as c (id, place)
      on c.place > b.place or (b.id is null and c.place = b.place)
   where b.id is not null or c.id is null`;

const LISTED = `
with ${WHOLE}, listed as (
  select n.snapshot_id, s.* from whole n left join user_states s on ${seen('s')}),
named as (
  select l.*, 'everybody' as what from listed l
   union all
  select l.*, 'segments ' || c.ids from listed l cross join lateral (${COMBINATIONS}) as c (ids)
   union all
  select l.*, p.place from listed l
   cross join unnest(array['country ' || coalesce(l.country, ''), 'state ' || coalesce(l.state, ''), 'city ' || coalesce(l.city, '')]) as p (place)
   where l.user_id is not null)
select snapshot_id, what, count(user_id) as users, coalesce(sum(revenue), 0) as revenue,
       coalesce(sum(engagement_score), 0) as score_sum, coalesce(sum(transactions), 0) as transactions
  from named group by 1, 2
 union all
select snapshot_id, 'the snapshot itself', count(user_id), 0, 0, 0 from listed group by 1`;

const COUNTED = `
with ${WHOLE}
select n.snapshot_id, case when r.segment_ids = '{}' then 'everybody' else 'segments ' || array_to_string(r.segment_ids, ',') end as what,
       r.users, r.revenue, r.score_sum, r.transactions
  from whole n join segment_rollups r on ${seen('r')}
 union all
select n.snapshot_id, r.level || ' ' || r.place, r.users, r.revenue, r.score_sum, r.transactions
  from whole n join place_rollups r on ${seen('r')}
 union all
select n.snapshot_id, 'the snapshot itself', n.users, 0, 0, 0 from whole n`;

async function texts({ pool }: Database, statement: string): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(
    `select format('%s %s: %s users, %s, %s, %s', a.snapshot_id, a.what, a.users, trim_scale(a.revenue::numeric), a.score_sum, a.transactions) as row
       from (${statement}) a order by 1`,
  );
  return rows.map(({ row }) => row);
}

/** What the lists of every whole snapshot hold, and what its rollups count: equal, if all is well. */
export async function listsAndCounts(database: Database): Promise<{ listed: string[]; counted: string[] }> {
  return { listed: await texts(database, LISTED), counted: await texts(database, COUNTED) };
}

/** The tables with a row in which one of the texts stands as a whole value. */
export async function tablesHolding({ pool }: Database, values: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ held: boolean }>(
      `select exists (select from ${name} t, unnest($1::text[]) as v (value)
                       where position(to_jsonb(v.value)::text in to_jsonb(t)::text) > 0) as held`,
      [values],
    );
    if (rows[0]?.held) holding.push(name);
  }
  return holding;
}

/** The tables that have a user of one of these external ids: what else the ids may be, such as words, does not count. */
export async function tablesNaming({ pool }: Database, externalIds: readonly string[]): Promise<string[]> {
  const tables = ['former_users', 'user_identities', 'user_states', 'users'];
  const { rows } = await pool.query<{ name: string }>(
    tables
      .map((name) => `select '${name}' as name from ${name} t where t.external_id = any ($1)`)
      .join(' union '),
    [externalIds],
  );
  return rows.map(({ name }) => name).toSorted();
}

/** Every user of the newest snapshot, by external id. */
export async function newestUsers(
  database: Database,
): Promise<{ user: string; revenue: number; events: number }[]> {
  const { rows } = await database.pool.query(
    `select s.external_id as user, s.revenue::float8 as revenue, s.total_events as events
       from snapshots n join user_states s on ${seen('s')}
      where n.snapshot_id = (select max(m.snapshot_id) from snapshots m) order by s.external_id`,
  );
  return rows;
}
