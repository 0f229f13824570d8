// Turns external ids into user ids, a batch at a time; an id that was never seen becomes a user.
import { copyIn } from '../db/copy.ts';
import { BinaryRows } from '../db/copy-binary.ts';
import type { Connection } from '../db/pool.ts';
import type { BulkLoad } from './bulk-load.ts';
import type { Marks } from './marks.ts';
import type { NewWords } from './word-index.ts';

const ROW_BYTES = 48;

// One look at the index for each id, whatever the size of the table: cost follows the batch.
const FIND = `/* ingest.identities.find */
select g.ordinal::integer as ordinal, i.user_id
  from unnest($1::text[]) with ordinality as g (external_id, ordinal)
 cross join lateral (
   select u.user_id from user_identities u where u.external_id = g.external_id limit 1) i`;

const EMPTY = '/* ingest.identities.empty */ select not exists (select 1 from user_identities) as empty';

const RESERVE = `/* ingest.identities.reserve */
select setval('users_user_id_seq', nextval('users_user_id_seq') + $1 - 1) - $1 + 1 as first`;

export class Identities {
  /** By the number that the file's index gave the external id. */
  #userIds: number[] = [];
  /** True while every id that is new to the file's index is new to the database as well. */
  #allNew = false;
  readonly #marks: Marks;
  readonly #bulk: BulkLoad;

  /** Whoever is resolved is marked: it is for an input of theirs. */
  constructor(marks: Marks, bulk: BulkLoad) {
    this.#marks = marks;
    this.#bulk = bulk;
  }

  /** User ids by number, the new ones included, which become users. The caller holds the inputs lock. */
  async resolve(connection: Connection, { restarted, tuples }: NewWords): Promise<readonly number[]> {
    if (restarted) {
      this.#userIds = [];
      this.#allNew = await hasNoUsers(connection);
      if (!this.#allNew) await this.#bulk.indexExternalIds();
    }
    const externalIds = tuples.map(([externalId]) => externalId as string);
    const found = this.#allNew ? [] : await findUsers(connection, externalIds);
    const missing = externalIds.filter((_, at) => found[at] === undefined);
    let next = await addUsers(connection, this.#bulk, missing);
    for (let at = 0; at < externalIds.length; at++) {
      const userId = found[at] ?? next++;
      this.#userIds.push(userId);
      this.#marks.addUser(userId);
    }
    return this.#userIds;
  }
}

async function hasNoUsers(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query<{ empty: boolean }>(EMPTY);
  return rows[0]?.empty === true;
}

/** User ids by the places of those external ids that are known. */
async function findUsers(connection: Connection, externalIds: readonly string[]): Promise<number[]> {
  const userIds: number[] = [];
  if (externalIds.length === 0) return userIds;
  const { rows } = await connection.query<{ ordinal: number; user_id: string }>(FIND, [externalIds]);
  for (const { ordinal, user_id } of rows) userIds[ordinal - 1] = Number(user_id);
  return userIds;
}

/**
 * Adds users and returns the id of the first; the others' ids follow it. COPY costs a third of what an insert of as
 * many rows does, and ids can be reserved before.
 */
async function addUsers(
  connection: Connection,
  bulk: BulkLoad,
  externalIds: readonly string[],
): Promise<number> {
  if (externalIds.length === 0) return 0;
  const { rows } = await connection.query<{ first: string }>(RESERVE, [externalIds.length]);
  const first = Number(rows[0]?.first);
  const users = new BinaryRows(externalIds.length * ROW_BYTES);
  externalIds.forEach((externalId, at) => {
    users.beginRow(2);
    users.text(externalId);
    users.id(first + at);
  });
  const bytes = users.finish();
  for (const table of ['users', 'user_identities'] as const) {
    const copy = `/* ingest.identities.copy */ copy ${table} (external_id, user_id) from stdin (${bulk.copyOptions(table)})`;
    await copyIn(connection, copy, bytes);
  }
  return first;
}
