// Rows that Postgres copies out: all of their bytes and nothing else, however they are cut into pieces on their way,
// whatever comes between, and whoever stops reading; and the connection is pg's again.
import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { Connection as Wire } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCopy } from '../../src/db/copy.ts';
import { CopyOut } from '../../src/db/copy-out.ts';
import type { Database } from '../../src/db/database.ts';
import { withConnection } from '../../src/db/pool.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

const copy = (sql: string) => `copy (${sql}) to stdout`;

function message(kind: string, content: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(kind, 'latin1');
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, content]);
}

/** A connection whose server says just that, in pieces of those sizes; what pg is given is gathered. */
function wire(said: Buffer, sizes: readonly number[]): { connection: Wire; given: Buffer[] } {
  const stream = new PassThrough();
  const given: Buffer[] = [];
  stream.on('data', (piece: Buffer) => given.push(Buffer.from(piece)));
  const query = (): void => {
    let at = 0;
    for (let piece = 0; at < said.length; piece++) {
      const end = at + (sizes[piece % sizes.length] as number);
      stream.write(Buffer.from(said.subarray(at, end)));
      at = end;
    }
  };
  return { connection: { stream, query } as unknown as Wire, given };
}

describe('rows that are copied out', () => {
  it('are what was sent, however it was cut, and everything else is for pg', async () => {
    const row = fc.uint8Array({ maxLength: 40 }).map((bytes) => message('d', Buffer.from(bytes)));
    const other = fc
      .tuple(fc.constantFrom('N', 'S', 'A', 'H'), fc.uint8Array({ maxLength: 20 }))
      .map(([kind, bytes]) => message(kind, Buffer.from(bytes)));
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(row, other)), sizes, async (messages, cut) => {
        const end = Buffer.concat([message('c', Buffer.alloc(0)), message('C', Buffer.from('COPY 7\0'))]);
        const isRow = (one: Buffer): boolean => one[0] === 'd'.charCodeAt(0);
        const { connection, given } = wire(Buffer.concat([...messages, end]), cut);
        const out = new CopyOut('copy');
        const rows = out.toArray();
        out.submit(connection);
        const others = Buffer.concat([...messages.filter((one) => !isRow(one)), end]);
        await expect.poll(() => Buffer.concat(given).equals(others), { interval: 1 }).toBe(true);
        out.handleCommandComplete({ text: 'COPY 7' });
        const sent = messages.filter(isRow).map((one) => one.subarray(5));
        expect(Buffer.concat(await rows)).toEqual(Buffer.concat(sent));
        expect(out.rowCount).toBe(7);
      }),
    );
  });

  it('come whole from Postgres, small and large, and are counted', async () => {
    await withConnection(database.pool, async (connection) => {
      for (const [rows, width] of [
        [0, 1],
        [1, 3_000_000],
        [200_000, 3],
        [300, 70_000],
      ] as const) {
        const sql = copy(`select repeat('x', ${width}) from generate_series(1, ${rows})`);
        let bytes = 0;
        const count = await readCopy(connection, sql, async (pieces) => {
          for await (const piece of pieces) bytes += piece.length;
        });
        expect([count, bytes]).toEqual([rows, rows * (width + 1)]);
        expect((await connection.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      }
    });
  });

  it('come with notices between them', async () => {
    await database.pool.query(`create function tell(n integer) returns integer language plpgsql as $$
begin raise notice 'row %', n; return n; end $$`);
    await withConnection(database.pool, async (connection) => {
      const notices: (string | undefined)[] = [];
      connection.on('notice', ({ message: told }) => notices.push(told));
      const rows: string[] = [];
      await readCopy(connection, copy('select tell(g) from generate_series(1, 500) g'), async (pieces) => {
        rows.push(...(await text(pieces)).trimEnd().split('\n'));
      });
      const expected = Array.from({ length: 500 }, (_, at) => String(at + 1));
      expect(rows).toEqual(expected);
      expect(notices).toEqual(expected.map((row) => `row ${row}`));
    });
  });

  it('end with the error of the statement, at once or after many', async () => {
    for (const from of [1, 150_000])
      await expect(
        withConnection(database.pool, (connection) =>
          readCopy(connection, copy(`select 1 / (g - ${from}) from generate_series(1, 200000) g`), (pieces) =>
            text(pieces),
          ),
        ),
      ).rejects.toThrow('division by zero');
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('are left where the reader gives up, and nothing waits for it', async () => {
    const reading = withConnection(database.pool, (connection) =>
      readCopy(
        connection,
        copy('select a from generate_series(1, 10000) a, generate_series(1, 10000)'),
        async (pieces) => {
          for await (const piece of pieces as Readable) if (piece.length > 0) throw new Error('enough');
        },
      ),
    );
    await expect(reading).rejects.toThrow('enough');
    await expect
      .poll(async () => {
        const { rows } = await database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and query like 'copy (select a from%' and state = 'active'`,
        );
        return rows;
      })
      .toEqual([]);
  });
});
