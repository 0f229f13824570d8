// The users whom an import adds: of them, and only of them, some may have been erased before, and then whatever the
// file says of them is dropped again, within the import's transaction. Costs nothing where nobody was ever erased.
import type { Connection } from '../db/pool.ts';
import type { ImportKind } from './loaders/loader.ts';
import { Tombstones } from './tombstones.ts';

const LAST_USER = `/* ingest.newcomers.last_user */ select coalesce(max(user_id), 0) as user_id from users`;
const NEXT = `/* ingest.newcomers.next */
select u.user_id, u.external_id from users u where u.user_id > $1::bigint order by u.user_id limit $2`;

const BATCH_USERS = 20_000;

/** Where a kind of file leaves a row for each of its own. */
const ROWS: Readonly<Record<ImportKind, string>> = {
  activity: 'events',
  transactions: 'order_lines',
  profiles: 'profiles',
};

export class Newcomers {
  readonly #connection: Connection;
  readonly #tombstones: Tombstones;
  /** Whoever is numbered higher is new. */
  readonly #lastUser: string;

  private constructor(connection: Connection, tombstones: Tombstones, lastUser: string) {
    this.#connection = connection;
    this.#tombstones = tombstones;
    this.#lastUser = lastUser;
  }

  /** As an import begins, under the inputs lock; null where nobody was ever erased. */
  static async open(connection: Connection): Promise<Newcomers | null> {
    const tombstones = await Tombstones.open(connection);
    if (!tombstones) return null;
    const { rows } = await connection.query<{ user_id: string }>(LAST_USER);
    return new Newcomers(connection, tombstones, rows[0]?.user_id as string);
  }

  /** Takes back what the import, all of it written, says of erased users; returns how many of its rows those were. */
  async dropErased(kind: ImportKind): Promise<number> {
    const erased = await this.#erased();
    if (erased.length === 0) return 0;
    const dropped = await this.#deleteOf(ROWS[kind], erased);
    if (kind === 'activity') await this.#deleteOf('order_mentions', erased);
    for (const table of ['consents', 'dirty_users', 'user_identities', 'users'])
      await this.#deleteOf(table, erased);
    return dropped;
  }

  async #erased(): Promise<string[]> {
    const erased: string[] = [];
    for (let after = this.#lastUser; ; ) {
      const { rows } = await this.#connection.query<{ user_id: string; external_id: string }>(NEXT, [
        after,
        BATCH_USERS,
      ]);
      const found = await this.#tombstones.among(rows.map(({ external_id }) => external_id));
      for (const { user_id, external_id } of rows) if (found.has(external_id)) erased.push(user_id);
      if (rows.length < BATCH_USERS) return erased;
      after = rows.at(-1)?.user_id as string;
    }
  }

  async #deleteOf(table: string, userIds: readonly string[]): Promise<number> {
    const { rowCount } = await this.#connection.query(
      `/* ingest.newcomers.drop */ delete from ${table} where user_id = any ($1::bigint[])`,
      [userIds],
    );
    return rowCount ?? 0;
  }
}
