// Which timestamps are readable, and which instant each one names.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isDate,
  joinInstant,
  readDateOrTimestamp,
  readTimestamp,
  splitInstant,
  toIsoText,
} from '../../src/ingest/timestamps.ts';

function instantOf(text: string): string | undefined {
  const micros = readTimestamp(text);
  return micros === undefined ? undefined : toIsoText(micros);
}

describe('a readable timestamp', () => {
  test.each([
    ['2024-01-31 12:30:00', '2024-01-31T12:30:00.000000+00'],
    ['2024-01-31T12:30:00Z', '2024-01-31T12:30:00.000000+00'],
    ['2024-01-31T12:30:00.1', '2024-01-31T12:30:00.100000+00'],
    ['2024-01-31T12:30:00.000001Z', '2024-01-31T12:30:00.000001+00'],
    ['2024-01-31 12:30:00+02:00', '2024-01-31T10:30:00.000000+00'],
    ['2024-01-31 12:30:00.5-05:45', '2024-01-31T18:15:00.500000+00'],
    ['2024-02-29 00:00:00', '2024-02-29T00:00:00.000000+00'],
    ['2000-02-29 23:59:59', '2000-02-29T23:59:59.000000+00'],
    ['0001-01-01 00:00:00', '0001-01-01T00:00:00.000000+00'],
    ['9999-12-31 23:59:59.999999', '9999-12-31T23:59:59.999999+00'],
    ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999+00'],
    // 9 to 11 digits are seconds, 12 to 14 milliseconds, 15 to 17 microseconds
    ['000000000', '1970-01-01T00:00:00.000000+00'],
    ['170671740', '1975-05-30T08:49:00.000000+00'],
    ['1706717400', '2024-01-31T16:10:00.000000+00'],
    ['99999999999', '5138-11-16T09:46:39.000000+00'],
    ['100000000000', '1973-03-03T09:46:40.000000+00'],
    ['1706717400123', '2024-01-31T16:10:00.123000+00'],
    ['99999999999999', '5138-11-16T09:46:39.999000+00'],
    ['100000000000000', '1973-03-03T09:46:40.000000+00'],
    ['1706717400123456', '2024-01-31T16:10:00.123456+00'],
    ['99999999999999999', '5138-11-16T09:46:39.999999+00'],
  ])('%s is %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });
});

describe('an unreadable timestamp', () => {
  test.each([
    '',
    'yesterday',
    '2024-01-31',
    '2024-01-31 12:30',
    '2024-01-31 24:00:00',
    '2024-01-31 23:60:00',
    '2024-01-31 23:59:60',
    '2024-02-30 00:00:00',
    '2023-02-29 00:00:00',
    '1900-02-29 00:00:00',
    '2024-00-10 00:00:00',
    '2024-13-10 00:00:00',
    '2024-01-00 00:00:00',
    '0000-12-31 23:59:59',
    '0001-01-01 00:00:00+00:01',
    '9999-12-31 23:59:59-00:01',
    '2024-01-31T12:30:00.',
    '2024-01-31T12:30:00.1234567',
    '2024-01-31T12:30:00z',
    '2024-01-31t12:30:00',
    '2024-01-31T12:30:00 Z',
    '2024-01-31T12:30:00+0200',
    '2024-01-31T12:30:00+02',
    '2024-01-31T12:30:00+24:00',
    '2024-01-31T12:30:00+02:60',
    '2024-01-31  12:30:00',
    '2024/01/31 12:30:00',
    '31.01.2024 12:30:00',
    '12345678',
    '123456789012345678',
    '-1706717400',
    '1706717400.5',
    '1.7e9',
    '١٧٠٦٧١٧٤٠٠',
  ])('%j', (text) => {
    expect(readTimestamp(text)).toBeUndefined();
  });
});

describe('a date', () => {
  test.each(['2024-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(isDate(text)).toBe(true);
    expect(readDateOrTimestamp(text)).toBeDefined();
  });

  test.each(['2023-02-29', '2024-2-29', '0000-01-01', '20240229', '2024-02-29 ', ''])(
    '%j is none',
    (text) => {
      expect(isDate(text)).toBe(false);
      expect(readDateOrTimestamp(text)).toBeUndefined();
    },
  );

  test('is its midnight in UTC', () => {
    expect(toIsoText(readDateOrTimestamp('2024-01-31') ?? 0)).toBe('2024-01-31T00:00:00.000000+00');
  });
});

test('an instant in two halves is exact, from year 1 to 9999', () => {
  const edges = [
    -9_007_199_254_740_991n,
    -8_060_514_454_740_991n,
    946_684_800_000_000n,
    9_007_199_254_740_992n,
  ];
  const micros = fc.oneof(
    fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
    fc.tuple(fc.constantFrom(...edges), fc.bigInt({ min: -3n, max: 3n })).map(([edge, step]) => edge + step),
  );
  fc.assert(
    fc.property(micros, (value) => {
      const exact =
        BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
      const { high, low } = splitInstant(exact);
      expect(joinInstant(high, low)).toBe(toIsoText(value));
    }),
  );
});
