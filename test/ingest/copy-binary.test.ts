// What is encoded for a binary COPY is what Postgres reads of the same values written as text.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { copyIn } from '../../src/db/copy.ts';
import { BinaryRows } from '../../src/db/copy-binary.ts';
import type { Database } from '../../src/db/database.ts';
import { withTransaction } from '../../src/db/pool.ts';
import { splitInstant } from '../../src/ingest/timestamps.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

interface Row {
  readonly money: string;
  readonly amount: bigint;
  readonly id: number;
  readonly micros: number;
  readonly text: string | null;
}

const digits = (most: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
const money = fc
  .tuple(fc.constantFrom('', '-'), digits(40), fc.option(digits(20)))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  money: fc.oneof(money, fc.constantFrom('0', '-0', '-0.00', '10000', '0.00010000', '9'.repeat(500))),
  amount: fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
  id: fc.oneof(fc.nat(), fc.maxSafeNat()),
  micros: fc.maxSafeInteger(),
  text: fc.option(
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text.isWellFormed()),
  ),
});

function encode(rows: readonly Row[]): Buffer {
  const encoder = new BinaryRows(0);
  for (const { money: numeric, amount, id, micros, text } of rows) {
    const { high, low } = splitInstant(micros);
    encoder.beginRow(5);
    encoder.numeric(numeric);
    encoder.bigint(amount);
    encoder.id(id);
    encoder.int8(high, low);
    if (text === null) encoder.null();
    else encoder.text(text);
  }
  return encoder.finish();
}

test('rows come out as they went in, to the last digit', () =>
  fc.assert(
    fc.asyncProperty(fc.array(rowArbitrary, { maxLength: 20 }), (rows) =>
      withTransaction(database.pool, async (connection) => {
        await connection.query(
          'create temp table copied (money numeric, amount bigint, id bigint, at bigint, text text) on commit drop',
        );
        await copyIn(connection, 'copy copied from stdin (format binary)', encode(rows));
        const { rows: found } = await connection.query(
          'select money::text, amount::text, id::text, at::text, text from copied',
        );
        const { rows: expected } = await connection.query(
          'select m.money::numeric::text as money from unnest($1::text[]) as m (money)',
          [rows.map((row) => row.money)],
        );
        expect(found).toEqual(
          rows.map(({ amount, id, micros, text }, at) => ({
            money: expected[at].money,
            amount: String(amount),
            id: String(id),
            at: String(BigInt(micros) - 946_684_800_000_000n),
            text,
          })),
        );
      }),
    ),
    { numRuns: 100 },
  ));
