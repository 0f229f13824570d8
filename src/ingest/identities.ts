// Turns external ids into user ids, a batch at a time; an id that was never seen becomes a user.
import { copyIn } from '../db/copy.ts';
import { BinaryRows } from '../db/copy-binary.ts';
import type { Connection } from '../db/pool.ts';
import type { Marks } from './marks.ts';

const REMEMBERED = 100_000;
const ROW_BYTES = 48;

// One look at the index for each id, whatever the size of the table: cost follows the batch.
const FIND = `/* ingest.identities.find */
select g.ordinal::integer as ordinal, i.user_id
  from unnest($1::text[]) with ordinality as g (external_id, ordinal)
 cross join lateral (
   select u.user_id from user_identities u where u.external_id = g.external_id limit 1) i`;

const RESERVE = `/* ingest.identities.reserve */
select setval('users_user_id_seq', nextval('users_user_id_seq') + $1 - 1) - $1 + 1 as first`;

/** Numbers the distinct external ids of one batch. */
export class IdentityIndex {
  readonly externalIds: string[] = [];
  readonly #numbers = new Map<string, number>();
  #lastId = '';
  #lastNumber = -1;

  numberOf(externalId: string): number {
    if (externalId === this.#lastId) return this.#lastNumber;
    let number = this.#numbers.get(externalId);
    if (number === undefined) {
      number = this.externalIds.push(externalId) - 1;
      this.#numbers.set(externalId, number);
    }
    this.#lastId = externalId;
    this.#lastNumber = number;
    return number;
  }
}

export class Identities {
  readonly #known = new Map<string, string>();
  readonly #marks: Marks;

  /** Whoever is resolved is marked: it is for an input of theirs. */
  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** User ids (as decimal text) of distinct external ids, in their order. The caller holds the inputs lock. */
  async resolve(connection: Connection, externalIds: readonly string[]): Promise<string[]> {
    if (this.#known.size > REMEMBERED) this.#known.clear();
    const unknown = externalIds.filter((id) => !this.#known.has(id)).map(detach);
    if (unknown.length > 0) await this.#learn(connection, unknown);
    const userIds = externalIds.map((id) => this.#known.get(id) as string);
    for (const userId of userIds) this.#marks.addUser(Number(userId));
    return userIds;
  }

  async #learn(connection: Connection, externalIds: readonly string[]): Promise<void> {
    const found = await connection.query<{ ordinal: number; user_id: string }>(FIND, [externalIds]);
    for (const { ordinal, user_id } of found.rows)
      this.#known.set(externalIds[ordinal - 1] as string, user_id);
    const missing = externalIds.filter((id) => !this.#known.has(id));
    if (missing.length > 0) await this.#add(connection, missing);
  }

  /** COPY costs a third of what an insert of as many rows does, and an id can be reserved before. */
  async #add(connection: Connection, externalIds: readonly string[]): Promise<void> {
    const { rows } = await connection.query<{ first: string }>(RESERVE, [externalIds.length]);
    const first = Number(rows[0]?.first);
    const users = new BinaryRows(externalIds.length * ROW_BYTES);
    externalIds.forEach((externalId, at) => {
      users.beginRow(2);
      users.text(externalId);
      users.id(first + at);
      this.#known.set(externalId, String(first + at));
    });
    const bytes = users.finish();
    for (const table of ['users', 'user_identities']) {
      const copy = `/* ingest.identities.copy */ copy ${table} (external_id, user_id) from stdin (format binary)`;
      await copyIn(connection, copy, bytes);
    }
  }
}

/** A copy: a piece of a longer text would keep all of that text in memory as long as it is remembered. */
function detach(text: string): string {
  return Buffer.from(text).toString();
}
