// Makes the demo's files and a database that holds nothing but this shop. Files and database are kept, so that a
// second run finds them; another shop replaces the one before. A database with anything else in it is refused.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { UsageError } from '../errors.ts';
import type { ImportSource } from '../imports/service.ts';
import { hashFile } from '../ingest/readers/open.ts';
import { clearDemo, findForeignImport, readShopRecord, writeShopRecord } from './shop-record.ts';
import { writeDemoShop } from './write-demo-shop.ts';

/** The demo's last day ends here: a shop is the same whenever it is made. */
const END = new Date('2026-07-01T00:00:00Z');

export interface DemoShopFiles {
  readonly sources: readonly ImportSource[];
  /** ISO text of the end of the shop's time. */
  readonly asOf: string;
}

export async function prepareDemo(
  database: Database,
  strataDir: string,
  { users, seed }: { users: number; seed: number },
  onProgress: (users: number) => void,
): Promise<DemoShopFiles> {
  const dir = join(strataDir, 'demo');
  const recordPath = join(dir, 'shop.json');
  const shop = `${users} users, seed ${seed}`;
  await mkdir(dir, { recursive: true });
  const before = await readShopRecord(recordPath);
  const foreign = await findForeignImport(database, before?.sha256 ?? []);
  if (foreign !== null) {
    throw new UsageError(
      `The database holds other data than the demo's ("${foreign}"). Give the demo a folder of its own: STRATA_DIR=.strata-demo npm run demo`,
    );
  }
  if (before && before.shop !== shop) await clearDemo(database);
  const { activity, transactions, profiles } = await writeDemoShop({
    dir,
    users,
    seed,
    end: END,
    onProgress,
  });
  const paths = { activity, transactions, profiles };
  const sha256 = await Promise.all(
    Object.values(paths).map(async (path) => (await hashFile(path)).sha256.toString('hex')),
  );
  await writeShopRecord(recordPath, { shop, sha256 });
  const sources = (['activity', 'transactions', 'profiles'] as const).map((kind) => ({
    kind,
    path: paths[kind],
  }));
  return { sources, asOf: END.toISOString() };
}
