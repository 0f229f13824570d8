// The first large load goes into an empty table: its indexes are built once, afterwards, and its rows need no later
// look at whether they are visible. Both are undone with the transaction.
import type { Connection } from '../db/pool.ts';

interface Index {
  readonly name: string;
  readonly definition: string;
  readonly unique: boolean;
}

const INDEXES = `/* ingest.bulk.indexes */
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition, i.indisunique as unique
  from pg_index i
 where i.indrelid = 'events'::regclass
 order by i.indexrelid`;

/** Makes \`events\` ready for a bulk load if it is empty, else gives null; the caller holds the inputs lock. */
export async function startBulkLoad(connection: Connection): Promise<BulkLoad | null> {
  const { rows } = await connection.query<{ empty: boolean }>(
    '/* ingest.bulk.empty */ select not exists (select 1 from events) as empty',
  );
  if (!rows[0]?.empty) return null;
  await connection.query('/* ingest.bulk.truncate */ truncate events');
  // What is written goes to the disk on the way, for the commit waits until all of it is there.
  await connection.query("/* ingest.bulk.flush */ set local backend_flush_after = '1MB'");
  const indexes = await connection.query<Index>(INDEXES);
  const names = indexes.rows.map(({ name }) => name).join(', ');
  await connection.query(`/* ingest.bulk.drop_indexes */ drop index ${names}`);
  return new BulkLoad(connection, indexes.rows);
}

export class BulkLoad {
  #missing: readonly Index[];
  readonly #connection: Connection;

  constructor(connection: Connection, missing: readonly Index[]) {
    this.#connection = connection;
    this.#missing = missing;
  }

  /** Events with ids of their own are looked up while they are loaded. */
  indexEventIds(): Promise<void> {
    return this.#build(({ unique }) => unique);
  }

  async finish(): Promise<void> {
    await this.#connection.query("/* ingest.bulk.memory */ set local maintenance_work_mem = '256MB'");
    await this.#build(() => true);
  }

  async #build(which: (index: Index) => boolean): Promise<void> {
    const due = this.#missing.filter(which);
    this.#missing = this.#missing.filter((index) => !due.includes(index));
    for (const { definition } of due) await this.#connection.query(`/* ingest.bulk.index */ ${definition}`);
  }
}
