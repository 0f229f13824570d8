// A Postgres of the test's own, that can be killed and started again, with databases cloned from a prepared one.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { type RunningPostgres, startPostgres } from '../../src/db/embedded/postgres.ts';
import { createPool } from '../../src/db/pool.ts';
import { databaseUrl } from '../support/database-url.ts';

/** A killed server loses nothing that the kernel has: only a killed machine needs the disk. */
const SETTINGS = { fsync: 'off' };

export class FaultServer {
  readonly #dir: string;
  #postgres: RunningPostgres;

  private constructor(dir: string, postgres: RunningPostgres) {
    this.#dir = dir;
    this.#postgres = postgres;
  }

  static async start(dir: string): Promise<FaultServer> {
    return new FaultServer(dir, await startPostgres({ dir, settings: SETTINGS }));
  }

  get port(): number {
    return this.#postgres.port;
  }

  urlOf(name: string, port = this.port): string {
    const url = new URL(databaseUrl(this.#postgres.url, name));
    url.port = String(port);
    return url.href;
  }

  connect(name: string): Database {
    return connectDatabase(this.urlOf(name));
  }

  /**
   * A new database `name`, like `template` (or empty), which nobody may be connected to. By copying files: the other
   * strategy logs sequences as they are, without the values that they have taken ahead, and a crash repeats these.
   */
  async create(name: string, template = 'template1'): Promise<void> {
    const pool = createPool(this.#postgres.url, 1);
    await pool.query(`drop database if exists ${name} with (force)`);
    await pool.query(`create database ${name} template ${template} strategy file_copy`);
    await pool.end();
  }

  /** Kills the postmaster as a crash would, at once. */
  async kill(): Promise<void> {
    const [pid] = (await readFile(join(this.#dir, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
  }

  /** Starts a killed server again. */
  async restart(): Promise<void> {
    await this.#postgres.stop().catch(() => {});
    this.#postgres = await startPostgres({ dir: this.#dir, settings: SETTINGS, port: this.port });
  }

  async stop(): Promise<void> {
    await this.#postgres.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}
