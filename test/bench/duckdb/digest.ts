// One number over everything that two tables of states say of all users, written so that Postgres and DuckDB come to
// the same: a sum over users, so the order of rows does not matter, and one character that differs changes it.
import type { Database } from '../../../src/db/database.ts';
import type { Snapshot } from '../../../src/snapshots/service.ts';

const DIMENSIONS = [
  'customer',
  'engagement',
  'age',
  'gender',
  'income',
  'traffic_source',
  'primary_source',
  'us_region',
  'rfm',
];

const WORDS = ['gender', 'age', 'income_group', 'city', 'state', 'country', 'email', 'phone'];
const NUMBERS = [
  'transactions',
  'session_count',
  'total_events',
  'total_session_us',
  'longest_session_us',
  'largest_session_events',
  'engagement_score',
];
const INSTANTS = ['first_seen_at', 'last_seen_at', 'last_order_at'];

/** A row as text: the parts that are written alike, and those that each database has its own words for. */
function rowText(own: readonly string[]): string {
  const alike = ['s.external_id', ...NUMBERS, ...WORDS, 's.birth_date', 's.consent'];
  return [...alike, ...own].map((part) => `coalesce(${part}::varchar, '')`).join(` || '|' || `);
}

export const DIGEST_IN_DUCKDB = `
select sum(('0x' || left(md5(${rowText([
  's.revenue::decimal(18, 2)',
  's.carts',
  's.sources',
  's.mediums',
  ...INSTANTS.map((name) => `epoch_us(s.${name})`),
  ...DIMENSIONS.map((key) => `s.${key}_segment`),
])}), 8))::bigint)::varchar
  from user_states s`;

/** Segments by their place in the rule set's order, which is that in which their numbers were given. */
const DIGEST_IN_POSTGRES = `/* bench.digest */
with placed as materialized (
  select g.segment_id, row_number() over (partition by g.dimension order by g.segment_id) as place from segments g),
combinations as materialized (
  select c.segment_ids, array(
           select p.place from unnest(c.segment_ids) with ordinality i (segment_id, at)
             join placed p using (segment_id) order by i.at) as places
    from (select distinct s.segment_ids from user_states s where s.valid_from <= $1 and s.valid_to > $1) c)
select sum(('x' || left(md5(${rowText([
  'round(s.revenue, 2)',
  `s.signals ->> 'cart'`,
  'array_to_json(s.sources)',
  'array_to_json(s.mediums)',
  ...INSTANTS.map((name) => `(extract(epoch from s.${name}) * 1000000)::bigint`),
  ...DIMENSIONS.map((_, at) => `c.places[${at + 1}]`),
])}), 8))::bit(32)::bigint)::text as digest
  from user_states s
  join combinations c using (segment_ids)
 where s.valid_from <= $1 and s.valid_to > $1`;

export async function digestOfStates({ pool }: Database, snapshot: Snapshot): Promise<string> {
  const { rows } = await pool.query<{ digest: string }>(DIGEST_IN_POSTGRES, [snapshot.id]);
  return rows[0]?.digest as string;
}
