// Section 10 by hand: each cut point reached and just passed, every segment, and whose time is the last order's.

import { describe, expect, test } from 'vitest';
import { at, byUser, event, line, minuteUs, userOf } from './example.ts';

const dayUs = 1440 * minuteUs;
/** A year after the start of the examples. */
const asOfUs = 365 * dayUs;

type Bought = { ageUs?: number; transactions?: number; revenue?: string };

/** Transactions of one age, the first worth the revenue, the others nothing. */
function bought({ ageUs = 0, transactions = 1, revenue = '1' }: Bought) {
  return Array.from({ length: transactions }, (_, index) =>
    line(`o${index}`, index === 0 ? revenue : '0', { ...byUser, Date: at(asOfUs - ageUs) }),
  );
}

const rfmOf = (of: Bought) => userOf({ transactions: bought(of), asOf: at(asOfUs) }).rfm;
const days = (count: number) => count * dayUs;

describe('section 10, recency', () => {
  test.each([
    ['exactly 7 days', days(7), days(8) - 1, 'New'],
    ['8 days', days(8), days(31) - 1, 'New'],
    ['31 days', days(31), days(61) - 1, 'Promising'],
    ['61 days', days(61), days(121) - 1, 'Hibernating'],
    ['121 days', days(121), days(364), 'Lost'],
  ])('of %s lasts until the next whole day past a cut point', (_, first, last, segment) => {
    expect([rfmOf({ ageUs: first }), rfmOf({ ageUs: last })]).toEqual([segment, segment]);
  });

  test('scores 4 and 5 part nobody, for every rule asks for at least 4 or at least 3', () => {
    for (const ageUs of [0, days(7), days(8) - 1, days(8), days(30), days(31) - 1])
      expect(rfmOf({ ageUs, transactions: 4, revenue: '250.01' })).toBe('Champions');
  });

  test('counts 24 hours a day, from the order and not from midnight', () => {
    const early = bought({ ageUs: days(31) - 1 });
    for (const offset of [0, dayUs / 2, dayUs - 1])
      expect(
        userOf({
          transactions: early.map((row) => ({ ...row, Date: at(offset) })),
          asOf: at(offset + days(31) - 1),
        }).rfm,
      ).toBe('New');
  });

  test('is that of the last transaction, whichever comes first in the file', () => {
    const [old, recent] = [days(200), days(3)].map((ageUs, index) =>
      line(`${index}`, '1', { ...byUser, Date: at(asOfUs - ageUs) }),
    );
    for (const transactions of [
      [old!, recent!],
      [recent!, old!],
    ])
      expect(userOf({ transactions, asOf: at(asOfUs) }).rfm).toBe('Promising');
    expect(userOf({ transactions: [old!], asOf: at(asOfUs) }).rfm).toBe('Lost');
  });

  test('takes no notice of returns, of orders without a time, or of what comes after the as-of time', () => {
    const old = line('a', '5', { ...byUser, Date: at(asOfUs - days(61)) });
    const others = [
      line('b', '-1', { ...byUser, Date: at(asOfUs) }),
      line('c', '7', { ...byUser, Date: at(asOfUs + 1) }),
      line('d', '0', byUser),
    ];
    for (const other of others)
      expect(userOf({ transactions: [old, other], asOf: at(asOfUs) }).rfm).toBe('Hibernating');
  });

  test('is 1 where no transaction has a time', () => {
    expect(userOf({ transactions: [line('a', '5', byUser)], asOf: at(asOfUs) }).rfm).toBe('Lost');
    const recentReturn = line('b', '-1', { ...byUser, Date: at(asOfUs) });
    expect(userOf({ transactions: [line('a', '5', byUser), recentReturn], asOf: at(asOfUs) }).rfm).toBe(
      'Lost',
    );
  });

  test('of an order is its earliest line’s, else its earliest event’s', () => {
    const dated = (ageUs: number) => line('a', '1', { ...byUser, Date: at(asOfUs - ageUs) });
    const mention = (ageUs: number) => event({ transaction_id: 'a' }, asOfUs - ageUs);
    const rfm = (input: Parameters<typeof userOf>[0]) => userOf({ asOf: at(asOfUs), ...input }).rfm;
    expect(rfm({ transactions: [dated(0), dated(days(61)), line('a', '1')] })).toBe('Hibernating');
    expect(rfm({ transactions: [dated(days(61))], activity: [mention(0)] })).toBe('Hibernating');
    expect(rfm({ transactions: [line('a', '1')], activity: [mention(0), mention(days(61))] })).toBe(
      'Hibernating',
    );
    const priced = event({ transaction_id: 'a', revenue: '1' }, asOfUs);
    expect(rfm({ activity: [priced, mention(days(61))] })).toBe('Hibernating');
  });
});

describe('section 10, frequency and money', () => {
  test.each([
    [1, 'New'],
    [2, 'Promising'],
    [3, 'Loyal'],
    [4, 'Champions'],
    [5, 'Champions'],
    [6, 'Champions'],
  ])('%i transactions worth 251 today make %s', (transactions, segment) => {
    expect(rfmOf({ transactions, revenue: '251' })).toBe(segment);
  });

  test.each([
    ['250.00', 'Loyal', 'At Risk'],
    ['250.001', 'Champions', 'Cannot Lose'],
    ['500.01', 'Champions', 'Cannot Lose'],
  ])('4 transactions of %s make %s, or long ago %s', (revenue, today, longAgo) => {
    expect(rfmOf({ transactions: 4, revenue })).toBe(today);
    for (const ageUs of [days(61), days(121)])
      expect(rfmOf({ ageUs, transactions: 4, revenue })).toBe(longAgo);
  });

  test('the revenue is the total one, with returns', () => {
    const back = line('r', '-0.01', byUser);
    const transactions = [...bought({ transactions: 4, revenue: '250.01' }), back];
    expect(userOf({ transactions, asOf: at(asOfUs) }).rfm).toBe('Loyal');
  });
});

describe('section 10, the segments of those who come seldom', () => {
  test.each([
    [{ ageUs: days(31) }, 'Promising'],
    [{ ageUs: days(31), transactions: 3 }, 'Loyal'],
    [{ ageUs: days(31), transactions: 4, revenue: '251' }, 'Loyal'],
    [{ ageUs: days(61), transactions: 2, revenue: '900' }, 'Hibernating'],
    [{ ageUs: days(61), transactions: 3, revenue: '900' }, 'At Risk'],
    [{ ageUs: days(121), transactions: 3 }, 'At Risk'],
    [{ ageUs: days(121), transactions: 2, revenue: '900' }, 'Lost'],
  ])('%o make %s', (of, segment) => {
    expect(rfmOf(of)).toBe(segment);
  });

  test('nobody without a transaction is in any of them', () => {
    expect(userOf({ activity: [event()] }).rfm).toBe('No Orders');
    expect(userOf({ transactions: [line('a', '-1', { ...byUser, Date: at(0) })] }).rfm).toBe('No Orders');
    expect(userOf({ transactions: [line('a', '0', byUser)] }).rfm).toBe('Lost');
  });
});
