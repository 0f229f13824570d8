// The key that addresses of downloads are signed with: made when the first is asked for. A database that has lost it
// makes another, by which the addresses given out before are void.
import { randomBytes } from 'node:crypto';
import type { Pool } from '../../db/pool.ts';

const KEY_NAME = 'export-urls';
const KEY_BYTES = 32;

const FIND_KEY = '/* exports.url_key */ select s.value from secrets s where s.name = $1';
const MAKE_KEY = `/* exports.make_url_key */
insert into secrets (name, value, created_at) values ($1, $2, clock_timestamp()) on conflict (name) do nothing`;

export async function readUrlKey(pool: Pool): Promise<Buffer> {
  const find = async () => (await pool.query<{ value: Buffer }>(FIND_KEY, [KEY_NAME])).rows[0]?.value;
  const found = await find();
  if (found) return found;
  await pool.query(MAKE_KEY, [KEY_NAME, randomBytes(KEY_BYTES)]);
  return (await find()) as Buffer;
}
