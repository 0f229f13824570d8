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
  readonly #insert: string;
  readonly #select: string;

  constructor({ table, id, columns }: DictionaryTable) {
    const given = `unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')})`;
    const names = columns.join(', ');
    const same = columns.map((column) => `d.${column} = g.${column}`).join(' and ');
    this.#insert = `/* ingest.dictionary.add */ insert into ${table} (${names})
      select distinct ${names} from ${given} as g (${names})
       where not exists (select 1 from ${table} d where ${same})`;
    this.#select = `/* ingest.dictionary.find */ select d.${id} as id from ${given} with ordinality as g (${names}, ordinal)
      join ${table} d on ${same} order by g.ordinal`;
  }

  /** The ids of `tuples`, in their order; unknown ones are added. The caller holds the inputs lock. */
  async resolve(connection: Connection, tuples: readonly string[][]): Promise<number[]> {
    if (this.#known.size > REMEMBERED) this.#known.clear();
    const missing = tuples.filter((tuple) => !this.#known.has(tuple.join(SEPARATOR)));
    if (missing.length > 0) await this.#learn(connection, missing);
    return tuples.map((tuple) => this.#known.get(tuple.join(SEPARATOR)) as number);
  }

  async #learn(connection: Connection, tuples: readonly string[][]): Promise<void> {
    const width = tuples[0]?.length ?? 0;
    const values = Array.from({ length: width }, (_, column) => tuples.map((tuple) => tuple[column]));
    await connection.query(this.#insert, values);
    const { rows } = await connection.query<{ id: number }>(this.#select, values);
    rows.forEach(({ id }, at) => {
      this.#known.set((tuples[at] as string[]).join(SEPARATOR), id);
    });
  }
}
