// Turns words into the small numbers by which events and order lines name them: asks the database for all that are
// new in a batch at once, and adds what it does not know.
import type { Connection } from '../db/pool.ts';
import type { NewWords } from './word-index.ts';

export interface DictionaryTable {
  readonly table: string;
  readonly id: string;
  readonly columns: readonly string[];
}

export const ACTIONS: DictionaryTable = {
  table: 'actions',
  id: 'action_id',
  columns: ['event_name', 'page_type', 'category'],
};
export const PLACES: DictionaryTable = {
  table: 'places',
  id: 'place_id',
  columns: ['city', 'state', 'country'],
};
export const CHANNELS: DictionaryTable = {
  table: 'channels',
  id: 'channel_id',
  columns: ['source', 'medium'],
};
export const TRAITS: DictionaryTable = {
  table: 'traits',
  id: 'trait_id',
  columns: ['gender', 'age', 'income_group'],
};
export const ITEMS: DictionaryTable = {
  table: 'items',
  id: 'item_id',
  columns: ['sku', 'name', 'brand', 'category'],
};

export class Dictionary {
  /** By the number that the file's index gave the words. */
  #ids: number[] = [];
  readonly #statement: string;
  readonly #width: number;

  constructor({ table, id, columns }: DictionaryTable) {
    const names = columns.join(', ');
    const given = `unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) with ordinality`;
    const same = (one: string, other: string) =>
      columns.map((column) => `${one}.${column} = ${other}.${column}`).join(' and ');
    // One look at the index for each tuple, whatever the size of the table: cost follows the batch.
    this.#statement = `/* ingest.dictionary.resolve */
      with given as (
        select g.*, (select t.${id} from ${table} t where ${same('t', 'g')}) as id
          from ${given} as g (${names}, ordinal)),
      added as (
        insert into ${table} (${names}) select distinct ${names} from given where id is null
        returning ${names}, ${id} as id)
      select coalesce(g.id, a.id) as id from given g left join added a on ${same('a', 'g')} order by g.ordinal`;
    this.#width = columns.length;
  }

  /** Ids by number, those of the new words included; unknown ones are added. The caller holds the inputs lock. */
  async resolve(connection: Connection, { restarted, tuples }: NewWords): Promise<readonly number[]> {
    if (restarted) this.#ids = [];
    if (tuples.length === 0) return this.#ids;
    const values = Array.from({ length: this.#width }, (_, column) => tuples.map((tuple) => tuple[column]));
    const { rows } = await connection.query<{ id: number }>(this.#statement, values);
    for (const { id } of rows) this.#ids.push(id);
    return this.#ids;
  }
}
