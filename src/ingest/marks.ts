// Marks of what an import touches, written in its own transaction, so that the next run computes just that. Users are
// remembered as bits, for an import may touch millions. While nothing is published no marks are needed: the first
// run computes everybody.
import type { Connection } from '../db/pool.ts';

const ARE_NEEDED = `/* ingest.marks.are_needed */
select exists (select 1 from snapshots) or exists (select 1 from runs where status = 'running') as needed`;
const MARK_USERS = `/* ingest.marks.users */
insert into dirty_users (user_id, mark) select unnest($1::bigint[]), $2::integer`;
const MARK_ORDERS = `/* ingest.marks.orders */
insert into dirty_orders (transaction_id, mark)
select distinct t.transaction_id, $2::integer from unnest($1::text[]) as t (transaction_id)
on conflict (transaction_id, mark) do nothing`;

const BATCH_USERS = 50_000;
const BITS = 8;

/** Those of one import. */
export class Marks {
  readonly #connection: Connection;
  readonly #importId: number;
  /** Whether anything is published, or on the way: somebody may be reading what the import adds to. */
  readonly areNeeded: boolean;
  #users = new Uint8Array(0);
  #latestInput: string | null = null;

  private constructor(connection: Connection, importId: number, needed: boolean) {
    this.#connection = connection;
    this.#importId = importId;
    this.areNeeded = needed;
  }

  static async open(connection: Connection, importId: number): Promise<Marks> {
    const { rows } = await connection.query<{ needed: boolean }>(ARE_NEEDED);
    return new Marks(connection, importId, rows[0]?.needed === true);
  }

  /** Remembers users; they are written by `writeUsers`. Ids are dense, so that a bit each is little. */
  addUser(userId: number): void {
    if (!this.areNeeded) return;
    const at = Math.floor(userId / BITS);
    if (at >= this.#users.length) this.#grow(at + 1);
    this.#users[at] = (this.#users[at] as number) | (1 << (userId % BITS));
  }

  #grow(bytes: number): void {
    const grown = new Uint8Array(Math.max(bytes, this.#users.length * 2, 1024));
    grown.set(this.#users);
    this.#users = grown;
  }

  /** The latest instant of all inputs seen, ISO text: inputs after a run's as-of have to be looked for. */
  get latestInput(): string | null {
    return this.#latestInput;
  }

  sawInput(instant: string): void {
    if (this.#latestInput === null || instant > this.#latestInput) this.#latestInput = instant;
  }

  async writeOrders(transactionIds: readonly string[]): Promise<void> {
    if (!this.areNeeded || transactionIds.length === 0) return;
    await this.#connection.query(MARK_ORDERS, [transactionIds, this.#importId]);
  }

  async writeUsers(): Promise<void> {
    let batch: number[] = [];
    for (const userId of this.#marked()) {
      batch.push(userId);
      if (batch.length < BATCH_USERS) continue;
      await this.#connection.query(MARK_USERS, [batch, this.#importId]);
      batch = [];
    }
    if (batch.length > 0) await this.#connection.query(MARK_USERS, [batch, this.#importId]);
  }

  *#marked(): Generator<number> {
    for (const [at, byte] of this.#users.entries()) {
      for (let bit = 0; byte >> bit > 0; bit++) if ((byte >> bit) & 1) yield at * BITS + bit;
    }
  }
}
