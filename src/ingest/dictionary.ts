// Turns words into the small numbers by which events and order lines name them: asks the database for a whole
// batch at once, adds what it does not know, and remembers the recent ones within a bound.
import type { Connection } from '../db/pool.ts';

const REMEMBERED = 100_000;
const SEPARATOR = '\0';

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
  readonly #known = new Map<string, number>();
  readonly #find: string;
  readonly #add: string;
  readonly #columns: readonly string[];

  constructor({ table, id, columns }: DictionaryTable) {
    const given = `unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')})`;
    const names = columns.join(', ');
    const same = columns.map((column) => `t.${column} = g.${column}`).join(' and ');
    // One look at the index for each tuple, whatever the size of the table: cost follows the batch.
    this.#find = `/* ingest.dictionary.find */ select ${columns.map((column) => `g.${column}`).join(', ')}, d.id
      from ${given} as g (${names}) cross join lateral (select t.${id} as id from ${table} t where ${same} limit 1) d`;
    this.#add = `/* ingest.dictionary.add */ insert into ${table} (${names})
      select distinct ${names} from ${given} as g (${names}) returning ${names}, ${id} as id`;
    this.#columns = columns;
  }

  /** The ids of `tuples`, in their order; unknown ones are added. The caller holds the inputs lock. */
  async resolve(connection: Connection, tuples: readonly string[][]): Promise<number[]> {
    if (this.#known.size > REMEMBERED) this.#known.clear();
    for (const statement of [this.#find, this.#add]) await this.#learn(connection, statement, tuples);
    return tuples.map((tuple) => this.#known.get(tuple.join(SEPARATOR)) as number);
  }

  async #learn(connection: Connection, statement: string, tuples: readonly string[][]): Promise<void> {
    const missing = tuples.filter((tuple) => !this.#known.has(tuple.join(SEPARATOR)));
    if (missing.length === 0) return;
    const values = this.#columns.map((_, column) => missing.map((tuple) => tuple[column]));
    const { rows } = await connection.query<Record<string, string> & { id: number }>(statement, values);
    for (const row of rows)
      this.#known.set(this.#columns.map((column) => row[column]).join(SEPARATOR), row.id);
  }
}
