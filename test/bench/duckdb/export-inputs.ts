// The stored inputs of a database as CSV files, a file a table, as `tables.sql` reads them.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyOut } from '../../../src/db/copy.ts';
import type { Database } from '../../../src/db/database.ts';
import { withConnection } from '../../../src/db/pool.ts';

const utc = (column: string): string => `${column} at time zone 'UTC' as ${column}`;

const TABLES = {
  events: `select user_id, ${utc('occurred_at')}, action_id, place_id, channel_id, trait_id from events`,
  actions: 'select action_id, event_name, page_type, category from actions',
  places: 'select place_id, city, state, country from places',
  channels: 'select channel_id, source, medium from channels',
  traits: 'select trait_id, gender, age, income_group from traits',
  users: 'select user_id, external_id from users',
  order_lines: `select transaction_id, user_id, ${utc('ordered_at')}, revenue from order_lines`,
  order_mentions: `select transaction_id, user_id, ${utc('occurred_at')}, revenue from order_mentions`,
  profiles: `select user_id, import_id, array_to_string(given, ',') as given, email, phone, consent, gender, age, birth_date,
       income_group, city, state, country from profiles`,
};

export async function exportInputs({ pool }: Database, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await withConnection(pool, async (connection) => {
    for (const [table, query] of Object.entries(TABLES)) {
      const file = createWriteStream(join(dir, `${table}.csv`));
      await copyOut(connection, `copy (${query}) to stdout (format csv, header)`, file);
    }
  });
}
