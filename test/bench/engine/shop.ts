// The shop that the engine is measured on: the demo's, imported through the product into a Postgres of its own.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { startPostgres } from '../../../src/db/embedded/postgres.ts';
import { writeDemoShop } from '../../../src/demo/write-demo-shop.ts';
import { importAll } from '../../../src/imports/service.ts';
import { count, printHeading } from '../figures.ts';
import type { Workspace } from '../workspace.ts';

const END = new Date('2026-07-01T00:00:00Z');

export interface Shop {
  readonly workspace: Workspace;
  readonly database: Database;
  /** Where files of the benchmark may be written. */
  readonly dir: string;
  /** The end of the shop's time, by which all runs compute, so that they differ in what they are and in nothing else. */
  readonly asOf: string;
}

export async function openShop(workspace: Workspace, users: number): Promise<Shop> {
  const dir = join(workspace.dir, 'engine');
  const files = await writeDemoShop({ dir, users, seed: 1, end: END });
  const postgres = await startPostgres({ dir: join(dir, 'postgres') });
  workspace.atEnd(() => postgres.stop());
  const database = await openDatabase(readConfig({ DATABASE_URL: postgres.url }));
  // In this order, or whatever is at work on a connection would be waited for.
  workspace.atEnd(async () => {
    await postgres.stop();
    await database.close();
  });
  const sources = (['activity', 'transactions', 'profiles'] as const).map((kind) => ({
    kind,
    path: files[kind],
  }));
  const started = performance.now();
  const imported = await importAll(database, sources, {
    actor: 'bench',
    mapping: new Map(),
    rejectsDir: dir,
  });
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(sources.map(({ path }) => rm(path)));
  // Else it would be done in the background, in the middle of some figure.
  await database.pool.query('vacuum (analyze)');
  const [events, lines, profiles] = imported.map(({ loaded }) => count(loaded));
  printHeading(
    `The engine: ${count(users)} users, ${events} events, ${lines} order lines, ${profiles} profiles, imported in ${seconds.toFixed(1)} s`,
  );
  return { workspace, database, dir, asOf: END.toISOString() };
}
