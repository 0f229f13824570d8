// The first large load of each kind of file: its empty tables lose their indexes on the way and have them again at the
// end, and while anything is published nobody is made to wait for what is read.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { withTransaction } from '../../src/db/pool.ts';
import { importFile } from '../../src/ingest/import-file.ts';
import { KINDS } from '../../src/ingest/loaders/loader.ts';
import { ParsedFile } from '../../src/ingest/parsed-file.ts';
import { databaseOfTest } from '../support/database.ts';
import { importText, useFolder } from '../support/import-text.ts';
import { dumpSchema } from '../support/schema-dump.ts';
import { recompute } from '../support/shop.ts';

const folder = useFolder();

const ROWS = 50_000;
/** Makes a file of that many rows one that is loaded in bulk. */
const PADDING = 'x'.repeat(80);

const HEADERS = {
  activity: 'user_pseudo_id,eventTimestamp,transaction_id,page_type',
  transactions: 'user_pseudo_id,Date,Transaction_ID,ItemName',
  profiles: 'user_pseudo_id,age,gender,city',
} as const;

/** A user every other row, an order every third. */
function contentOf(kind: keyof typeof HEADERS, end = ''): string {
  const otherOrder = kind === 'activity' ? '' : 'o1';
  const rows = Array.from({ length: ROWS }, (_, at) => {
    if (kind === 'profiles') return `p${at},34,,${PADDING}`;
    const order = at % 3 === 0 ? `o${at}` : otherOrder;
    return `u${Math.floor(at / 2)},2024-01-10 09:00:${10 + (at % 50)},${order},${PADDING}`;
  });
  return `${HEADERS[kind]}\n${rows.join('\n')}\n${end}`;
}

function schemaOf({ pool }: Database): Promise<string> {
  return withTransaction(pool, dumpSchema);
}

async function counted({ pool }: Database, table: string): Promise<number> {
  const { rows } = await pool.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`);
  return rows[0]?.rows as number;
}

describe.each(KINDS)('a first large file of %s', (kind) => {
  const users = kind === 'profiles' ? ROWS : ROWS / 2;

  it('brings every row and leaves the schema as it was', async () => {
    const database = await databaseOfTest();
    const before = await schemaOf(database);
    expect(await importText(database, kind, contentOf(kind))).toMatchObject({ loaded: ROWS, rejected: 0 });
    expect(await schemaOf(database)).toBe(before);
    expect(await counted(database, 'users')).toBe(users);
    expect(await counted(database, 'user_identities')).toBe(users);
  });

  it('that is refused at its end leaves the schema as it was, and nothing else', async () => {
    const database = await databaseOfTest();
    const before = await schemaOf(database);
    await expect(importText(database, kind, contentOf(kind, 'a,"'))).rejects.toThrow('a quoted field');
    expect(await schemaOf(database)).toBe(before);
    expect(await counted(database, 'users')).toBe(0);
  });

  it('knows the users whom another file brought before', async () => {
    const database = await databaseOfTest();
    const before = await schemaOf(database);
    await importText(database, 'profiles', 'user_pseudo_id,city\nu7,Lugo\np7,Lugo\n');
    expect(await importText(database, kind, contentOf(kind))).toMatchObject({ loaded: ROWS, rejected: 0 });
    expect(await schemaOf(database)).toBe(before);
    expect(await counted(database, 'users')).toBe(users + 1);
  });

  it('makes nobody wait who reads, once something is published', async () => {
    const database = await databaseOfTest();
    await importText(database, 'profiles', 'user_pseudo_id,city\nu7,Lugo\n');
    await recompute(database);
    const path = join(folder.path, `${kind}.csv`);
    await writeFile(path, contentOf(kind));
    const seen: Record<string, number> = {};
    await importFile(
      database.pool,
      new ParsedFile({ kind, path, mapping: new Map(), rejectsDir: folder.path }),
      {
        async alongside() {
          await withTransaction(database.pool, async (connection) => {
            await connection.query("set local lock_timeout = '5s'");
            for (const table of ['users', 'user_identities', 'order_mentions', 'order_lines', 'profiles']) {
              const { rows } = await connection.query(`select count(*)::integer as rows from ${table}`);
              seen[table] = rows[0].rows;
            }
          });
        },
      },
    );
    expect(seen).toEqual({ users: 1, user_identities: 1, order_mentions: 0, order_lines: 0, profiles: 1 });
    expect(await counted(database, 'users')).toBe(kind === 'profiles' ? ROWS + 1 : ROWS / 2);
  });
});
