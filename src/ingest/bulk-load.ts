// The first large load goes into empty tables: their indexes are built once, afterwards, and their rows need no later
// look at whether they are visible. Both are undone with the transaction.
import type { Connection } from '../db/pool.ts';
import type { ImportKind } from './loaders/loader.ts';

type Table = 'events' | 'order_lines' | 'order_mentions' | 'user_identities' | 'users';

/** What each kind of file adds most rows to. */
const TABLES: Readonly<Record<ImportKind, readonly Table[]>> = {
  activity: ['users', 'user_identities', 'order_mentions', 'events'],
  transactions: ['users', 'user_identities', 'order_lines'],
  profiles: ['users', 'user_identities'],
};

/** An index by itself, or with the constraint that it serves. */
interface Index {
  readonly table: Table;
  readonly drop: string;
  readonly build: string;
}

// A partial one, of events that have ids, stays: it is looked up on the way, and while it is empty it costs little.
const INDEXES = `/* ingest.bulk.indexes */
select c.relname as table,
       case when k.oid is null then format('drop index %s', i.indexrelid::regclass)
            else format('alter table %s drop constraint %I', i.indrelid::regclass, k.conname) end as drop,
       case when k.oid is null then pg_get_indexdef(i.indexrelid)
            else format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) end as build
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
 where i.indrelid = any ($1::regclass[]) and i.indpred is null
 order by i.indexrelid`;

/**
 * Makes the tables of that kind of file that are empty ready for a bulk load. The caller holds the inputs lock. Whoever
 * reads such a table waits until the import is through: while somebody may (`areRead`), it is done for events alone.
 */
export async function startBulkLoad(
  connection: Connection,
  kind: ImportKind,
  areRead: boolean,
): Promise<BulkLoad> {
  const empty: Table[] = [];
  for (const table of TABLES[kind]) {
    if (areRead && table !== 'events') continue;
    const { rows } = await connection.query<{ empty: boolean }>(
      `/* ingest.bulk.empty */ select not exists (select 1 from ${table}) as empty`,
    );
    if (rows[0]?.empty) empty.push(table);
  }
  if (empty.length === 0) return noBulkLoad(connection);
  await connection.query(`/* ingest.bulk.truncate */ truncate ${empty.join(', ')}`);
  // What is written goes to the disk on the way, for the commit waits until all of it is there.
  await connection.query("/* ingest.bulk.flush */ set local backend_flush_after = '1MB'");
  await connection.query("/* ingest.bulk.memory */ set local maintenance_work_mem = '256MB'");
  const { rows: indexes } = await connection.query<Index>(INDEXES, [empty]);
  await connection.query(indexes.map(({ drop }) => `/* ingest.bulk.drop_index */ ${drop}`).join(';\n'));
  return new BulkLoad(connection, empty, indexes);
}

/** Tables are loaded as they are. */
export function noBulkLoad(connection: Connection): BulkLoad {
  return new BulkLoad(connection, [], []);
}

export class BulkLoad {
  #missing: readonly Index[];
  readonly #connection: Connection;
  readonly #tables: readonly Table[];

  /** `tables` were empty, and lack the indexes that are `missing`. */
  constructor(connection: Connection, tables: readonly Table[], missing: readonly Index[]) {
    this.#connection = connection;
    this.#tables = tables;
    this.#missing = missing;
  }

  /** Options of a binary COPY into the table. */
  copyOptions(table: Table): string {
    return this.#tables.includes(table) ? 'format binary, freeze' : 'format binary';
  }

  /** External ids are looked up while they are loaded, where a file has more than can be remembered. */
  indexExternalIds(): Promise<void> {
    return this.#build(({ table }) => table === 'user_identities');
  }

  finish(): Promise<void> {
    return this.#build(() => true);
  }

  async #build(which: (index: Index) => boolean): Promise<void> {
    const due = this.#missing.filter(which);
    this.#missing = this.#missing.filter((index) => !due.includes(index));
    if (due.length > 0)
      await this.#connection.query(due.map(({ build }) => `/* ingest.bulk.index */ ${build}`).join(';\n'));
  }
}
