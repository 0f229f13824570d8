// Section 1 by hand: what is empty, what is readable, what is rejected, and what is the same.

import { describe, expect, test } from 'vitest';
import { exact, parseDecimal } from './decimal.ts';
import { event, line, shop, userOf } from './example.ts';
import { cell, compareBytes, trimAscii } from './text.ts';
import { parseLineDate, parseTimestamp } from './time.ts';

const august = 1_501_581_640_000_000n;

describe('timestamps', () => {
  test.each([
    ['2017-08-01 10:00:40', august],
    ['2017-08-01T10:00:40Z', august],
    ['2017-08-01 10:00:40.1', august + 100_000n],
    ['2017-08-01T10:00:40.000001', august + 1n],
    ['2017-08-01 15:30:40+05:30', august],
    ['2017-08-01T02:00:40-08:00', august],
    ['2017-08-02 09:59:40+23:59', august],
    ['1501581640', august],
    ['1501581640000', august],
    ['1501581640000000', august],
    ['100000000', 100_000_000n * 1_000_000n],
    ['99999999999', 99_999_999_999n * 1_000_000n],
    ['100000000000', 100_000_000_000n * 1000n],
    ['99999999999999', 99_999_999_999_999n * 1000n],
    ['100000000000000', 100_000_000_000_000n],
    ['99999999999999999', 99_999_999_999_999_999n],
    ['1970-01-01 00:00:00', 0n],
    ['0001-01-01 00:00:00', -62_135_596_800_000_000n],
    ['9999-12-31 23:59:59.999999', 253_402_300_799_999_999n],
    ['2000-02-29 23:59:59', 951_868_799_000_000n],
  ])('reads %s', (text, instant) => {
    expect(parseTimestamp(text)).toBe(instant);
  });

  test.each([
    '',
    '2017-08-01',
    '12345678',
    '123456789012345678',
    '-1501581640',
    '1501581640.5',
    '2017-02-30 10:00:00',
    '1900-02-29 10:00:00',
    '0000-01-01 00:00:00',
    '2017-00-01 10:00:00',
    '2017-01-00 10:00:00',
    '2017-08-01 24:00:00',
    '2017-08-01 10:60:00',
    '2017-08-01 10:00:60',
    '2017-08-01 10:00',
    '2017-08-01  10:00:00',
    '2017-08-01 10:00:00.',
    '2017-08-01 10:00:00.1234567',
    '2017-08-01 10:00:00+24:00',
    '2017-08-01 10:00:00+01:60',
    '2017-08-01 10:00:00+0100',
    '2017-08-01 10:00:00 Z',
    '2017-08-01 10:00:00\n',
    '\u0662017-08-01 10:00:00',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  test('takes a bare date as midnight on an order line only', () => {
    expect(parseLineDate('2017-08-01')).toBe(1_501_545_600_000_000n);
    expect(parseLineDate('20170801')).toBeNull();
    expect(parseLineDate('2017-02-29')).toBeNull();
  });
});

describe('cells', () => {
  test.each([
    '',
    ' ',
    '\t(NOT set)\r\n',
    'Null',
    'NaN',
    'N/A',
    'na',
    'UNKNOWN',
    'undefined',
    'Not Available in demo dataset',
  ])('%j is empty', (text) => {
    expect(cell({ city: text }, 'city')).toBe('');
  });

  test.each(['\u00a0', '\u00a0null', '(none)', '(direct)', 'none', 'un\u212anown', '(not  set)'])(
    '%j is not',
    (text) => {
      expect(cell({ source: text }, 'source')).toBe(text);
    },
  );

  test('are trimmed of ASCII white space only, and sorted by UTF-8 bytes', () => {
    expect(trimAscii(' \t\n\v\f\ra b\u00a0 ')).toBe('a b\u00a0');
    expect(['\u{10000}', '\uff5e', 'a', 'B'].toSorted(compareBytes)).toEqual([
      'B',
      'a',
      '\uff5e',
      '\u{10000}',
    ]);
  });

  test.each([
    ['12.50', '12.50'],
    ['-0.001', '-0.001'],
    ['007', '7.00'],
    ['-0', '0.00'],
  ])('money %s is read as %s', (text, value) => {
    expect(exact(parseDecimal(text)!)).toBe(value);
  });

  test.each(['', '.5', '5.', '+5', '1e3', '1,000', '--1', '- 1', '\u0661'])(
    'money %j is unreadable',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
});

describe('rows', () => {
  const time = '2024-01-01 00:00:00';

  test('are rejected whole and counted', () => {
    const { users, rejected, totals } = shop({
      activity: [
        event({ user_pseudo_id: ' \t' }),
        event({ user_pseudo_id: 'a', eventTimestamp: 'null' }),
        event({ user_pseudo_id: 'b', revenue: 'free' }),
      ],
      transactions: [
        line('n/a', '1', { user_pseudo_id: 'c' }),
        line('o', '1,5', { user_pseudo_id: 'd' }),
        line('o', '1', { user_pseudo_id: 'e', unit_price: 'x' }),
        line('o', '1', { user_pseudo_id: 'f', Item_purchase_quantity: '1.5' }),
        line('o', '1', { user_pseudo_id: 'g', Date: '2024-02-30' }),
      ],
      profiles: [
        { user_pseudo_id: '' },
        { user_pseudo_id: 'h', consent: 'maybe' },
        { user_pseudo_id: 'i', birth_date: '2001-02-29' },
      ],
    });
    expect(rejected).toEqual({ activity: 3, transactions: 5, profiles: 3 });
    expect(users.size).toBe(0);
    expect(totals.orders).toBe(0);
  });

  test('give a user by any accepted row, and an id is only trimmed', () => {
    const { users, rejected } = shop({
      activity: [{ user_pseudo_id: ' null ', eventTimestamp: time }],
      transactions: [line('o', '', { user_pseudo_id: '(not set)', Item_purchase_quantity: '-2' })],
      profiles: [
        { user_pseudo_id: 'U', consent: ' Granted' },
        { user_pseudo_id: 'u', consent: '' },
      ],
    });
    expect([...users.keys()]).toEqual(['(not set)', 'U', 'null', 'u']);
    expect(rejected).toEqual({ activity: 0, transactions: 0, profiles: 0 });
  });

  test('of one user and event id count once, the first that is accepted', () => {
    const activity = [
      event({ event_id: 'e', gender: 'f', eventTimestamp: 'soon' }),
      event({ event_id: 'e', gender: 'm' }, 1),
      event({ event_id: ' e ', gender: 'f' }, 0),
      event({ event_id: 'E' }),
      event({ event_id: 'null' }),
      event({ event_id: 'null' }),
      event({ event_id: 'e', user_pseudo_id: 'v' }),
    ];
    expect(userOf({ activity })).toMatchObject({ total_events: '4', gender: 'Male' });
    expect(shop({ activity })).toMatchObject({ totals: { events: 5 }, rejected: { activity: 1 } });
  });

  test('of a profile: the last accepted one counts, its empty cells are not given', () => {
    const profiles = [
      { user_pseudo_id: 'u', gender: 'm', income_group: 'high' },
      { user_pseudo_id: ' u', gender: 'f', income_group: 'NaN' },
      { user_pseudo_id: 'u', gender: 'm', consent: 'maybe' },
    ];
    expect(userOf({ profiles })).toMatchObject({ gender: 'Female', income_bracket: 'Unknown' });
  });
});
