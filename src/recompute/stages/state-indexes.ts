// The indexes of states that readers need and the recompute does not. While nothing is published there are no
// readers, so the first run fills the table without them and builds them at the end, which is several times cheaper.
import type { PrismaClient } from '../../db/prisma.ts';
import { raw, sql } from '../../db/sql.ts';
import { carryOut, type Task } from '../tasks.ts';

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

/** Builds those that are not there, each in a transaction of its own. */
export function indexTasks(prisma: PrismaClient): Task[] {
  return Object.entries(INDEXES).map(([name, definition]) => async () => {
    await prisma.$transaction(async (tx) => {
      await tx.$executeRaw(SETTINGS);
      await tx.$executeRaw(
        sql`/* recompute.build_index */ create index if not exists ${raw(name)} on user_states ${raw(definition)}`,
      );
    });
  });
}

/** Rough statistics, of the columns and of what is indexed, so that the first readers are led to the indexes. */
export async function analyzeStates(prisma: PrismaClient): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw(ROUGH);
    await tx.$executeRaw(sql`/* recompute.analyze_states */ analyze user_states`);
  });
}

export async function buildStateIndexes(prisma: PrismaClient): Promise<void> {
  await carryOut(indexTasks(prisma));
  await analyzeStates(prisma);
}
