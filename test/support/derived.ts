// What runs derive from the inputs, as a reader of the newest snapshot could see it: to compare one way to it with
// another. Versions and ids are left out; users go by their external id, segments by their names.
import type { Database } from '../../src/db/database.ts';

export interface Derived {
  readonly states: readonly string[];
  readonly orders: readonly string[];
  readonly rollups: readonly string[];
  readonly users: number;
}

const OPEN = 2_147_483_647;

/** Rows as JSON text; sums of money as exact text of their own, all other numbers without zeros that say nothing. */
async function texts({ pool }: Database, statement: string): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(statement);
  return rows.map(({ row }) => JSON.stringify(JSON.parse(row)));
}

const SEGMENTS = `(select string_agg(g.dimension || '=' || g.key, ', ' order by i.at)
     from unnest(s.segment_ids) with ordinality as i (id, at) join segments g on g.segment_id = i.id)`;

/** States, orders and rollups of the newest snapshot, each row as JSON text, sorted. */
export async function readDerived(database: Database): Promise<Derived> {
  const snapshot = await database.prisma.snapshot.findFirstOrThrow({ orderBy: { snapshotId: 'desc' } });
  return {
    states: await texts(
      database,
      `select (to_jsonb(s) - array['user_id', 'valid_from', 'valid_to', 'segment_ids'] || jsonb_build_object('revenue', trim_scale(s.revenue)::text, 'segments', ${SEGMENTS}))::text as row
         from user_states s where s.valid_to = ${OPEN} order by s.external_id`,
    ),
    orders: await texts(
      database,
      `select jsonb_build_array(u.external_id, o.transaction_id, o.ordered_at, trim_scale(o.revenue)::text)::text as row
         from orders o join users u using (user_id) order by 1`,
    ),
    rollups: [
      ...(await texts(
        database,
        `select jsonb_build_array(${SEGMENTS}, s.users, trim_scale(s.revenue)::text, s.score_sum, s.transactions)::text as row
           from segment_rollups s where s.valid_to = ${OPEN} order by 1`,
      )),
      ...(await texts(
        database,
        `select jsonb_build_array(r.level, r.place, r.users, trim_scale(r.revenue)::text, r.score_sum, r.transactions)::text as row
           from place_rollups r where r.valid_to = ${OPEN} order by 1`,
      )),
    ],
    users: Number(snapshot.users),
  };
}

/** Forgets everything that runs have derived, so that the next run starts from nothing over the same inputs. */
export async function forgetDerived({ pool }: Database): Promise<void> {
  await pool.query(
    'truncate user_states, segment_rollups, place_rollups, orders, snapshots, runs, run_ranges, dirty_users, dirty_orders',
  );
}
