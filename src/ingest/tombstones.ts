// Tombstones: keyed hashes of the external ids of erased users, so that what would bring them back is told and
// dropped. Whoever has the table without the key, which is in `secrets`, can't try ids against it.
import { createHmac, randomBytes } from 'node:crypto';
import type { Connection } from '../db/pool.ts';

const KEY_NAME = 'tombstones';
const KEY_BYTES = 32;

const MAKE_KEY = `/* ingest.tombstones.make_key */
insert into secrets (name, value, created_at) values ($1, $2, clock_timestamp()) on conflict (name) do nothing`;
const FIND_KEY = `/* ingest.tombstones.key */
select s.value from secrets s where s.name = $1 and exists (select 1 from tombstones)`;
const ADD = `/* ingest.tombstones.add */
insert into tombstones (hash, erased_at) select unnest($1::bytea[]), $2::timestamptz on conflict (hash) do nothing`;
const FIND = `/* ingest.tombstones.find */
select g.ordinal::integer as ordinal, t.erased_at
  from unnest($1::bytea[]) with ordinality as g (hash, ordinal)
  join tombstones t on t.hash = g.hash`;

export class Tombstones {
  readonly #connection: Connection;
  readonly #key: Buffer;

  private constructor(connection: Connection, key: Buffer) {
    this.#connection = connection;
    this.#key = key;
  }

  /** Those of the database; null where nobody was ever erased, so that nothing has to be looked up. */
  static async open(connection: Connection): Promise<Tombstones | null> {
    const { rows } = await connection.query<{ value: Buffer }>(FIND_KEY, [KEY_NAME]);
    return rows[0] ? new Tombstones(connection, rows[0].value) : null;
  }

  /** Which of the external ids belong to erased users, and since when. */
  async among(externalIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const hashes = externalIds.map((externalId) => hashOf(this.#key, externalId));
    const { rows } = await this.#connection.query<{ ordinal: number; erased_at: Date }>(FIND, [hashes]);
    return new Map(rows.map(({ ordinal, erased_at }) => [externalIds[ordinal - 1] as string, erased_at]));
  }
}

function hashOf(key: Buffer, externalId: string): Buffer {
  return createHmac('sha256', key).update(externalId).digest();
}

/** Sets a tombstone for each external id; the first ever makes the key. */
export async function addTombstones(
  connection: Connection,
  externalIds: readonly string[],
  erasedAt: Date,
): Promise<void> {
  await connection.query(MAKE_KEY, [KEY_NAME, randomBytes(KEY_BYTES)]);
  const { rows } = await connection.query<{ value: Buffer }>(
    `/* ingest.tombstones.made_key */ select s.value from secrets s where s.name = $1`,
    [KEY_NAME],
  );
  const key = rows[0]?.value as Buffer;
  await connection.query(ADD, [externalIds.map((externalId) => hashOf(key, externalId)), erasedAt]);
}
