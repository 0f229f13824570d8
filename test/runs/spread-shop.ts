// A small shop whose users are far apart in their ids, so that a run works on each in a range of its own.
import type { Database } from '../../src/db/database.ts';
import { importRows, recompute } from '../support/shop.ts';

export const AS_OF = '2026-03-01T00:00:00Z';

/** More than a range holds. */
const DISTANCE = 30_000;

export const USERS = ['ana', 'ben', 'cleo', 'dan', 'eva', 'finn'] as const;

/** Imports a visit and an order of each user. */
export async function importSpread(database: Database): Promise<void> {
  for (const table of ['users', 'user_identities'])
    await database.pool.query(
      `insert into ${table} (external_id, user_id) select u.id, u.no * $2 from unnest($1::text[]) with ordinality as u (id, no)`,
      [USERS, DISTANCE],
    );
  await database.pool.query(`select setval('users_user_id_seq', $1)`, [DISTANCE * USERS.length]);
  await importRows(
    database,
    'activity',
    USERS.map((user) => ({
      user_pseudo_id: user,
      eventTimestamp: '2026-02-01 10:00:00',
      event_name: 'add_to_cart',
      country: 'Peru',
    })),
  );
  await importRows(
    database,
    'transactions',
    USERS.map((user, at) => ({
      Transaction_ID: `first-${user}`,
      Item_revenue: `${at + 1}0`,
      Date: '2026-02-01',
      user_pseudo_id: user,
    })),
  );
}

/** One more event of a user. */
export async function importVisit(database: Database, user: string, at: string): Promise<void> {
  await importRows(database, 'activity', [
    { user_pseudo_id: user, eventTimestamp: at, event_name: 'add_to_cart' },
  ]);
}

/** One more event of everybody, as one file. */
export async function importVisits(database: Database, at: string): Promise<void> {
  await importRows(
    database,
    'activity',
    USERS.map((user) => ({ user_pseudo_id: user, eventTimestamp: at, event_name: 'view_item' })),
  );
}

/** Who has how many events in the newest snapshot. */
export async function publishedEvents(database: Database): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ external_id: string; total_events: number }>(`
    select s.external_id, s.total_events
      from user_states s, (select max(snapshot_id) as id from snapshots) n
     where s.valid_from <= n.id and s.valid_to > n.id
     order by 1`);
  return Object.fromEntries(rows.map(({ external_id, total_events }) => [external_id, total_events]));
}

/** A shop of which a snapshot is published, and something has changed of everybody since. */
export async function prepareChangedShop(database: Database): Promise<void> {
  await importSpread(database);
  await recompute(database, AS_OF);
  await importVisits(database, '2026-02-03 10:00:00');
}
