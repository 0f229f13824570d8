// CSV as files really have it: what is loaded, what is rejected with which line, what is refused.
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { contentsOf, storedEvents, storedLines } from '../support/contents.ts';
import { databaseOfTest, freshDatabase } from '../support/database.ts';
import { importText } from '../support/import-text.ts';

const HEADER = 'user_pseudo_id,eventTimestamp,city';
const AT = '2024-01-10 09:00:00';

async function citiesOf(content: string | Uint8Array): Promise<string[]> {
  const database = await databaseOfTest();
  await importText(database, 'activity', content);
  return (await storedEvents(database)).map(({ user, city }) => `${user}:${city}`);
}

describe('a CSV file', () => {
  test.each([
    ['with a byte order mark', `\ufeff${HEADER}\na,${AT},Rome\n`],
    ['with CRLF', `${HEADER}\r\na,${AT},Rome\r\n`],
    ['with mixed line ends', `${HEADER}\r\na,${AT},Rome\n\r\n`],
    ['without a final newline', `${HEADER}\na,${AT},Rome`],
    ['without a final newline after a quote', `${HEADER}\na,${AT},"Rome"`],
    ['with CRLF after a quote', `${HEADER.replace('city', '"city"')}\r\na,${AT},"Rome"\r\n`],
    ['with blank lines anywhere', `\n \r\n${HEADER}\n\n\na,${AT},Rome\n  \n\r\n`],
    ['with white space around values', `${HEADER}\n a ,\t${AT} , Rome\v\n`],
    ['with everything in quotes', `"user_pseudo_id","eventTimestamp","city"\n"a","${AT}","Rome"\n`],
    ['with columns in another order, case and spelling', `CITY,Event_Timestamp,userPseudoId\nRome,${AT},a\n`],
    ['with unknown columns of one name', `x,${HEADER},x\n1,a,${AT},Rome,2\n`],
    ['in gzip', gzipSync(`${HEADER}\na,${AT},Rome\n`)],
    [
      'in gzip of several members',
      Buffer.concat([gzipSync('\n'), gzipSync(`${HEADER}\na,`), gzipSync(`${AT},Rome`)]),
    ],
  ])('%s is read', async (_how, content) => {
    expect(await citiesOf(content)).toEqual(['a:Rome']);
  });

  test('keeps commas, quotes, newlines and formulas in quoted values as they are', async () => {
    const rows = [
      'a,T,"Rome, Italy"',
      'b,T,"The ""Eternal"" City"',
      'c,T,"two\nlines"',
      'd,T,"=1+1"',
      'e,T,in"side',
    ];
    expect(await citiesOf(`${HEADER}\n${rows.join('\n').replaceAll(',T,', `,${AT},`)}\n`)).toEqual([
      'a:Rome, Italy',
      'b:The "Eternal" City',
      'c:two\nlines',
      'd:=1+1',
      'e:in"side',
    ]);
  });

  test('reads values across the pieces in which a file is read', async () => {
    const cities = Array.from({ length: 3000 }, (_, row) => `Città "${row}",\r\n${'é'.repeat(row % 90)}.`);
    const rows = cities.map((city, row) => `u${row},${AT},"${city.replaceAll('"', '""')}"\r\n`);
    expect(new Set(await citiesOf(`${HEADER}\r\n${rows.join('')}`))).toEqual(
      new Set(cities.map((city, row) => `u${row}:${city}`)),
    );
  });

  test('names unknown columns in the report', async () => {
    const database = await databaseOfTest();
    const report = await importText(
      database,
      'activity',
      `${HEADER},colour,,Shape\na,${AT},Rome,red,1,round\n`,
    );
    expect(report).toMatchObject({ loaded: 1, unknownColumns: ['colour', '', 'Shape'] });
  });

  test.each(['', '\n', '\r\n\r\n'])(
    'of only a header and %j is imported, and holds nothing',
    async (rest) => {
      const database = await databaseOfTest();
      const report = await importText(database, 'activity', `${HEADER}${rest}`);
      expect(report).toMatchObject({ rowsRead: 0, loaded: 0, rejected: 0, rejectFile: null });
      expect(report.importId).not.toBeNull();
      expect(await importText(database, 'activity', `${HEADER}${rest}`)).toMatchObject({ importId: null });
    },
  );

  test('is found under the columns that a mapping names', async () => {
    const database = await databaseOfTest();
    const mapping = { user_pseudo_id: 'Customer ID', eventTimestamp: 'time' };
    await importText(database, 'activity', `Customer ID,TIME,user_pseudo_id\na,${AT},b\n`, { mapping });
    expect((await storedEvents(database)).map(({ user }) => user)).toEqual(['a']);
  });
});

describe('a row', () => {
  const LONG = 'x'.repeat(501);
  const FULL = `${HEADER},event_id,transaction_id,revenue,source`;

  test.each([
    ['without a user', ` ,${AT},,,,,`, 'user_pseudo_id: missing'],
    ['with a user of 501 bytes', `${LONG},${AT},,,,,`, 'user_pseudo_id: longer than 500 bytes'],
    ['with a word of 501 bytes', `a,${AT},${LONG},,,,`, 'city, region or country: longer than 500 bytes'],
    ['with another such word', `a,${AT},,,,,${LONG}`, 'source or medium: longer than 500 bytes'],
    ['with an event id of 501 bytes', `a,${AT},,${LONG},,,`, 'event_id: longer than 500 bytes'],
    ['with an order id of 501 bytes', `a,${AT},,,${LONG},,`, 'transaction_id: longer than 500 bytes'],
    [
      'with revenue that is none',
      `a,${AT},,,,"1,50",`,
      'revenue: expected digits, perhaps a minus and decimals, got "1,50"',
    ],
    [
      'with revenue of 501 digits',
      `a,${AT},,,,${'9'.repeat(501)},`,
      `revenue: expected digits, perhaps a minus and decimals, got "${'9'.repeat(80)}…"`,
    ],
    ['with too few fields', `a,${AT}`, 'expected 7 fields, as in the header, got 2'],
    ['with too many fields', `a,${AT},,,,,,`, 'expected 7 fields, as in the header, got 8'],
    ['without a time', 'a,,,,,,', expect.stringMatching(/^eventTimestamp: expected YYYY-MM-DD, .* got ""$/)],
    [
      'with a time that is none',
      'a,31.1.2024,,,,,',
      expect.stringMatching(/^eventTimestamp: .* got "31\.1\.2024"$/),
    ],
    ['with a stray quote', `a,"${AT}"x,,,,,`, 'a quote stands inside a field without being doubled'],
  ])('%s is rejected, and the others are loaded', async (_how, row, reason) => {
    const database = await databaseOfTest();
    const report = await importText(database, 'activity', `${FULL}\nb,${AT},,,,,\n${row}\nc,${AT},"",,,,\n`);
    expect(report.rejects.map(({ line, reason: why }) => [line, why])).toEqual([['3', reason]]);
    expect(report).toMatchObject({ rowsRead: 3, loaded: 2, rejected: 1 });
    expect((await storedEvents(database)).map(({ user }) => user)).toEqual(['b', 'c']);
    expect((await contentsOf(database)).users?.rows).toBe(2);
  });

  test('of an order line is rejected for each value that is unreadable', async () => {
    const database = await databaseOfTest();
    const header =
      'Transaction_ID,Date,Item_purchase_quantity,Item_revenue,unit_price,ItemName,user_pseudo_id';
    const rows = [
      'T1,2024-01-31,2,,1.50,Mug,a',
      'n/a,,,,,,',
      'T2,31.1.2024,,,,,',
      'T3,,1.5,,,,',
      'T4,,,5 EUR,,,',
      'T5,,,5,x,,',
      `T6,,,5,,${LONG},`,
      `T7,,,5,,,${LONG}`,
      `${LONG},,,5,,,`,
      'T8,2024-01-31T10:00:00+01:00,(not set),N/A,,,',
      `T9,,${'9'.repeat(18)},,0.1,,`,
      `T10,,${'9'.repeat(19)},,0.1,,`,
    ];
    const report = await importText(database, 'transactions', [header, ...rows].join('\n'));
    expect(report).toMatchObject({ loaded: 3, rejected: 9, unattributedOrders: 2 });
    expect(report.rejects.map(({ line, reason }) => `${line} ${reason.split(':')[0]}`)).toEqual([
      '3 Transaction_ID',
      '4 Date',
      '5 Item_purchase_quantity',
      '6 Item_revenue',
      '7 unit_price',
      '8 ItemID, ItemName, ItemBrand or ItemCategory',
      '9 user_pseudo_id',
      '10 Transaction_ID',
      '13 Item_purchase_quantity',
    ]);
    expect(await storedLines(database)).toMatchObject([
      { transaction_id: 'T1', line_no: 2, revenue: '3.00', at: '2024-01-31 00:00:00.000000', user: 'a' },
      { transaction_id: 'T8', line_no: 11, revenue: '0', at: '2024-01-31 09:00:00.000000', quantity: null },
      { transaction_id: 'T9', line_no: 12, revenue: '99999999999999999.9' },
    ]);
  });

  test('of a profile is rejected for each value that is unreadable', async () => {
    const database = await databaseOfTest();
    const rows = [
      'a,1990-02-28,yes,x@y.z',
      ',,,',
      'b,1990-02-30,,',
      'c,,perhaps,',
      `d,,,${LONG}`,
      'e,n/a,NA,',
    ];
    const report = await importText(
      database,
      'profiles',
      `user_pseudo_id,birth_date,consent,email\n${rows.join('\n')}\n`,
    );
    expect(report.rejects.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 user_pseudo_id: missing',
      '4 birth_date: expected YYYY-MM-DD, got "1990-02-30"',
      '5 consent: expected true, false, yes, no, 1, 0, granted or denied, got "perhaps"',
      '6 email: longer than 500 bytes',
    ]);
    expect(report).toMatchObject({ loaded: 2, rejected: 4 });
  });
});

describe('values of 500 bytes', () => {
  test('are kept whole in every column at once', async () => {
    const database = await databaseOfTest();
    // Words that do not compress, since an index row has a limit after compression.
    const word = (seed: number) => {
      let state = seed;
      const letters = Array.from({ length: 500 }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return String.fromCharCode(33 + (state % 90));
      });
      return letters.join('').replaceAll('"', 'q').replaceAll(',', 'c');
    };
    const names =
      'event_name,page_type,category,city,region,country,source,medium,gender,Age,income_group,event_id,transaction_id';
    const values = Array.from({ length: 14 }, (_, at) => word(at + 1));
    const report = await importText(
      database,
      'activity',
      `eventTimestamp,user_pseudo_id,${names}\n${AT},${values.map((value) => `"${value}"`).join(',')}\n`,
    );
    expect(report).toMatchObject({ loaded: 1, rejected: 0 });
    const [event] = await storedEvents(database);
    expect(event).toMatchObject({
      user: values[0],
      city: values[4],
      income_group: values[11],
      event_id: values[12],
    });
    const items = values
      .slice(0, 5)
      .map((value) => `"${value}"`)
      .join(',');
    const lines = `Transaction_ID,ItemID,ItemName,ItemBrand,ItemCategory\n${items}\n`;
    expect(await importText(database, 'transactions', lines)).toMatchObject({ loaded: 1, rejected: 0 });
  });
});

describe('a file is refused, and nothing changes', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await importText(database, 'activity', `${HEADER}\na,${AT},Rome\nb,,\n`);
  });

  const row = (city: string) => `${HEADER}\nz,${AT},Oslo\nz,${AT},${city}\n`;
  test.each([
    [
      'of no header that is known',
      'a,b\n1,2\n',
      'activity.csv: the column user_pseudo_id and the column eventTimestamp are missing. Columns found: "a", "b". A column of another name is given by --map OURS=THEIRS.',
    ],
    ['with a column twice', `${HEADER},City\n`, 'activity.csv: the columns "city" and "City" are both city.'],
    ['of white space', ' \n\t\r\n', 'activity.csv: the file holds no text.'],
    ['of a byte order mark', '\ufeff', 'activity.csv: the file holds no text.'],
    [
      'with a quote that never closes',
      row('"Bergen'),
      'activity.csv, line 3: a quoted field opens here and never closes.',
    ],
    [
      'with a record beyond the limit',
      row(`"${'x\n'.repeat(800_000)}"`),
      'activity.csv, line 3: a record of more than 1048576 characters. Is a quote never closed?',
    ],
    [
      'with a broken header',
      `"user_pseudo_id"x,eventTimestamp\n${HEADER}\na,${AT},Rome\n`,
      "activity.csv, line 1: the header can't be read: a quote stands inside a field without being doubled.",
    ],
    [
      'with a zero byte',
      row('Ber\0gen'),
      'activity.csv, line 3: a zero byte. This is a binary file; expected CSV, NDJSON or Parquet (text may be gzipped).',
    ],
    [
      'of UTF-16',
      Buffer.from(`\ufeff${HEADER}`, 'utf16le'),
      'activity.csv, line 1: this is UTF-16. Save the file as UTF-8.',
    ],
    [
      'with Latin-1',
      Buffer.from(row('Malmö'), 'latin1'),
      'activity.csv, line 3: not valid UTF-8. Save the file as UTF-8.',
    ],
    [
      'with Latin-1 far down',
      Buffer.concat([
        Buffer.from(`${HEADER}\n${`é,${AT},\n`.repeat(20_000)}`),
        Buffer.from(`é,${AT},\n`, 'latin1'),
      ]),
      'activity.csv, line 20002: not valid UTF-8. Save the file as UTF-8.',
    ],
    [
      'that ends within a character',
      Buffer.from(row('é')).subarray(0, -2),
      'activity.csv, line 3: not valid UTF-8. Save the file as UTF-8.',
    ],
    [
      'that is one JSON list',
      `[\n{"user_pseudo_id":"a","eventTimestamp":"${AT}"}]`,
      'activity.csv: this is one JSON list; expected NDJSON, which is one object a line with nothing around them.',
    ],
    [
      'of gzip that is cut off',
      gzipSync(row('Bergen')).subarray(0, -9),
      'activity.csv: the gzip data is cut off or damaged (unexpected end of file).',
    ],
    [
      'of gzip that is cut off at once',
      gzipSync('x').subarray(0, 3),
      'activity.csv: the gzip data is cut off or damaged (unexpected end of file).',
    ],
    [
      'of gzip with a wrong checksum',
      damaged(gzipSync(row('Bergen'))),
      'activity.csv: the gzip data is cut off or damaged (incorrect data check).',
    ],
  ])('%s', async (_what, content, message) => {
    const before = await contentsOf(database);
    await expect(importText(database, 'activity', content)).rejects.toThrow(
      expect.objectContaining({ name: 'UnreadableFileError', message }),
    );
    expect(await contentsOf(database)).toEqual(before);
  });
});

function damaged(gzipped: Buffer): Buffer {
  gzipped[gzipped.length - 8] = (gzipped[gzipped.length - 8] as number) ^ 0xff;
  return gzipped;
}
