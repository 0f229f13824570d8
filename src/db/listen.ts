// Hears what others commit: one connection a process, made when somebody first wants to hear, and made again when it is
// lost. A notice carries an id and is a hint, never the news itself: whoever hears one, or hears that some may have been
// missed, reads what is stored.
import pg from 'pg';
import { type Sql, sql } from './sql.ts';

const CHANNELS = {
  runs: 'strata_runs',
  snapshots: 'strata_snapshots',
  exports: 'strata_exports',
  changes: 'strata_changes',
} as const;
export type Channel = keyof typeof CHANNELS;

/** Called with the id that a notice carries; null where notices may have been missed. */
export type Hear = (id: string | null) => void;

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
/** A connection may be dead without a sign of it. */
const LOOK_ANYWAY_EVERY_MS = 10_000;

/** Tells those who listen that the thing of that id has changed, when the transaction commits: once a batch. */
export function notice(channel: Channel, id: number): Sql {
  return sql`/* listen.notice */ select pg_notify(${CHANNELS[channel]}, ${String(id)})`;
}

export class Listener {
  readonly #url: string;
  readonly #hearers = new Map<string, Set<Hear>>(Object.values(CHANNELS).map((name) => [name, new Set()]));
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #looking: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls `hear` until the function that is returned is called, the first time when the connection stands. */
  hear(channel: Channel, hear: Hear): () => void {
    const hearers = this.#hearers.get(CHANNELS[channel]) as Set<Hear>;
    hearers.add(hear);
    if (!this.#client && !this.#retry) this.#connect();
    return () => void hearers.delete(hear);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#looking);
    await this.#client?.end().catch(() => {});
  }

  #connect(): void {
    if (this.#isClosed) return;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'strata listening',
      keepAlive: true,
    });
    this.#client = client;
    this.#retry = undefined;
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ channel, payload }) => {
      for (const hear of this.#hearers.get(channel) ?? []) hear(payload ?? null);
    });
    this.#listen(client).catch(() => this.#lose(client));
  }

  async #listen(client: pg.Client): Promise<void> {
    await client.connect();
    for (const name of Object.values(CHANNELS)) await client.query(`listen ${name}`);
    this.#retryMs = FIRST_RETRY_MS;
    this.#looking ??= setInterval(() => this.#lookAnyway(), LOOK_ANYWAY_EVERY_MS).unref();
    this.#lookAnyway();
  }

  #lookAnyway(): void {
    for (const hearers of this.#hearers.values()) for (const hear of hearers) hear(null);
  }

  /** Called for each sign that the connection is gone; the first of them makes another. */
  #lose(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => {});
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => this.#connect(), this.#retryMs).unref();
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
