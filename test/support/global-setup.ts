// One Postgres for the whole test run, with a migrated template: TEST_DATABASE_URL, else a container where an
// engine answers, else the embedded one. DATABASE_URL is never used: tests do not touch real data.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../src/db/embedded/postgres.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool } from '../../src/db/pool.ts';
import { databaseUrl } from './database-url.ts';
import { useFastFolder } from './fast-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a database from which others can be made; its name is the template's. */
    templateUrl: string;
    /** How Postgres copies it fastest there. */
    cloneStrategy: 'wal_log' | 'file_copy';
  }
}

interface TestServer {
  readonly kind: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** Nothing outlives the run, databases are many and small, and tables that tests fill are theirs to analyze. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
  max_wal_size: '256MB',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = performance.now();
  const folder = useFastFolder();
  const server = givenServer() ?? (await containerServer()) ?? (await embeddedServer());
  const templateUrl = await makeTemplate(server.url);
  project.provide('templateUrl', templateUrl);
  project.provide('cloneStrategy', server.kind === 'embedded' && folder.inMemory ? 'file_copy' : 'wal_log');
  console.log(`test database: ${server.kind}, ready in ${(performance.now() - startedAt).toFixed(0)} ms`);
  return async () => {
    await dropTemplate(server.url, templateUrl);
    await server.stop();
    folder.remove();
  };
}

function givenServer(): TestServer | null {
  const url = process.env.TEST_DATABASE_URL;
  return url ? { kind: 'TEST_DATABASE_URL', url, stop: async () => {} } : null;
}

async function containerServer(): Promise<TestServer | null> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch {
    return null;
  }
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18-alpine').start();
  return {
    kind: 'testcontainers',
    url: container.getConnectionUri(),
    stop: async () => void (await container.stop()),
  };
}

async function embeddedServer(): Promise<TestServer> {
  const postgres = await startPostgres({ dir: join(tmpdir(), 'postgres'), settings: SETTINGS });
  return { kind: 'embedded', url: postgres.url, stop: () => postgres.stop() };
}

async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `strata_template_${process.pid}`;
  const admin = createPool(serverUrl, 1);
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = databaseUrl(serverUrl, name);
  const pool = createPool(url, 1);
  await migrate(pool);
  await pool.end();
  return url;
}

async function dropTemplate(serverUrl: string, templateUrl: string): Promise<void> {
  const admin = createPool(serverUrl, 1);
  await admin.query(`drop database if exists ${new URL(templateUrl).pathname.slice(1)} with (force)`);
  await admin.end();
}
