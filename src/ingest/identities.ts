// Turns external ids into user ids, a batch at a time; an id that was never seen becomes a user.
import type { Connection } from '../db/pool.ts';

const REMEMBERED = 100_000;

const ADD = `/* ingest.identities.add */
with fresh as (
  insert into user_identities (external_id, user_id)
  select g.external_id, nextval('users_user_id_seq')
    from unnest($1::text[]) as g (external_id)
   where not exists (select 1 from user_identities i where i.external_id = g.external_id)
  returning external_id, user_id)
insert into users (user_id, external_id) select user_id, external_id from fresh`;

const FIND = `/* ingest.identities.find */
select i.user_id from unnest($1::text[]) with ordinality as g (external_id, ordinal)
  join user_identities i on i.external_id = g.external_id order by g.ordinal`;

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

  /** User ids (as decimal text) of distinct external ids, in their order. The caller holds the inputs lock. */
  async resolve(connection: Connection, externalIds: readonly string[]): Promise<string[]> {
    if (this.#known.size > REMEMBERED) this.#known.clear();
    const missing = externalIds.filter((id) => !this.#known.has(id));
    if (missing.length > 0) {
      await connection.query(ADD, [missing]);
      const { rows } = await connection.query<{ user_id: string }>(FIND, [missing]);
      rows.forEach(({ user_id }, at) => {
        this.#known.set(detach(missing[at] as string), user_id);
      });
    }
    return externalIds.map((id) => this.#known.get(id) as string);
  }
}

/** A copy: a piece of a longer text would keep all of that text in memory as long as it is remembered. */
function detach(text: string): string {
  return Buffer.from(text).toString();
}
