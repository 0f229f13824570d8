// Remembers which shop the demo made, by the content of its files, so that the demo knows its own data again.
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { raw, sql } from '../db/sql.ts';

const record = z.object({ shop: z.string(), sha256: z.array(z.string()) });
export type ShopRecord = z.infer<typeof record>;

/** What an earlier demo left at `path`; null if there was none. */
export async function readShopRecord(path: string): Promise<ShopRecord | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : record.parse(JSON.parse(text));
}

export function writeShopRecord(path: string, shop: ShopRecord): Promise<void> {
  return writeFile(path, `${JSON.stringify(shop, null, 2)}\n`);
}

/** The name of an imported file that is none of the demo's, or null. */
export async function findForeignImport(database: Database, own: readonly string[]): Promise<string | null> {
  const imports = await database.prisma.import.findMany({ select: { fileName: true, sha256: true } });
  const foreign = imports.find(({ sha256 }) => !own.includes(Buffer.from(sha256).toString('hex')));
  return foreign?.fileName ?? null;
}

const CLEARED = [
  'imports',
  'users',
  'user_identities',
  'former_users',
  'profiles',
  'consents',
  'user_suppressions',
  'audience_members',
  'audience_sizes',
  'actions',
  'places',
  'channels',
  'traits',
  'items',
  'events',
  'order_mentions',
  'order_lines',
  'orders',
  'user_states',
  'segment_rollups',
  'place_rollups',
  'runs',
  'snapshots',
  'snapshot_pins',
  'run_ranges',
  'dirty_users',
  'dirty_orders',
];

/** Takes the demo's data out of a database that holds nothing else; keys and rule sets stay. */
export async function clearDemo(database: Database): Promise<void> {
  await database.prisma.$executeRaw(sql`/* demo.clear */ truncate ${raw(CLEARED.join(', '))}`);
}
