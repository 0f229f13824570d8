// The indexes of states that readers need and the recompute does not. While nothing is published there are no
// readers, so the first run fills the table without them; they are built when it has published, several times cheaper.
// Until then lists take longer; counts and sums of segments do not.
import type { PrismaClient } from '../../db/prisma.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import { carryOut } from '../tasks.ts';

/** Those that take longest first, so that none of them is built alone at the end. */
const INDEXES = {
  user_states_segment_ids_idx: 'using gin (segment_ids)',
  user_states_revenue_idx: '(revenue, user_id)',
  user_states_country_idx: '(country)',
  user_states_city_idx: '(city)',
  user_states_transactions_idx: '(transactions, user_id)',
  user_states_last_seen_at_idx: "(coalesce(last_seen_at, '-infinity'::timestamptz), user_id)",
  user_states_last_order_at_idx: "(coalesce(last_order_at, '-infinity'::timestamptz), user_id)",
  user_states_engagement_score_idx: '(engagement_score, user_id)',
  user_states_next_change_at_idx: '(next_change_at) where next_change_at is not null',
};

/** Several are built at a time: workers of their own would only be in each other's way. */
const SETTINGS = sql`/* recompute.index_settings */
select set_config('maintenance_work_mem', '256MB', true), set_config('max_parallel_maintenance_workers', '0', true)`;

/** A sample of 3,000 rows, which says enough for that. */
const ROUGH = sql`/* recompute.rough_statistics */ select set_config('default_statistics_target', '10', true)`;

export async function dropStateIndexes(prisma: PrismaClient): Promise<void> {
  const names = Object.keys(INDEXES).join(', ');
  await prisma.$executeRaw(sql`/* recompute.drop_indexes */ drop index if exists ${raw(names)}`);
}

/** Builds those that are not there; where all are, it costs a look at the catalog. */
export async function completeStateIndexes(prisma: PrismaClient): Promise<void> {
  const missing = await missingStateIndexes(prisma);
  if (missing.length === 0) return;
  await carryOut(missing.map((name) => () => buildIndex(prisma, name)));
  await analyzeStates(prisma);
}

/** Their names; one look at the catalog. */
export async function missingStateIndexes(prisma: PrismaClient): Promise<(keyof typeof INDEXES)[]> {
  const rows = await prisma.$queryRaw<{ name: keyof typeof INDEXES }[]>(sql`/* recompute.missing_indexes */
select n.name from unnest(${Object.keys(INDEXES)}::text[]) with ordinality as n (name, place)
 where to_regclass(n.name) is null
 order by n.place`);
  return rows.map(({ name }) => name);
}

async function buildIndex(prisma: PrismaClient, name: keyof typeof INDEXES): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw(SETTINGS);
    await tx.$executeRaw(
      sql`/* recompute.build_index */ create index if not exists ${raw(name)} on user_states ${raw(INDEXES[name])}`,
    );
  });
}

/** Rough statistics for the sums: how many states are open, and of how many combinations of segments. */
export function analyzeSegments(prisma: PrismaClient): Promise<void> {
  return analyze(prisma, sql`/* recompute.analyze_segments */ analyze user_states (valid_to, segment_ids)`);
}

/** Of all columns and of what is indexed, so that the first readers are led to the indexes. */
function analyzeStates(prisma: PrismaClient): Promise<void> {
  return analyze(prisma, sql`/* recompute.analyze_states */ analyze user_states`);
}

async function analyze(prisma: PrismaClient, statement: Sql): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw(ROUGH);
    await tx.$executeRaw(statement);
  });
}
