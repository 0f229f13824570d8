// Section 2 by hand: what an order is worth, whose it is, and when it is a return or does not exist yet.

import { describe, expect, test } from 'vitest';
import { at, byUser, event, line, shop, userOf } from './example.ts';

describe('section 2, orders', () => {
  const revenues = (input: Parameters<typeof shop>[0]) => shop(input).orders.map((order) => order.revenue);

  test('an order is the sum of its lines, however often events mention it', () => {
    const activity = [event({ transaction_id: ' o ' }), event({ transaction_id: 'o', revenue: '99' })];
    const transactions = [line('o', '10.005'), line('o', '10.005'), line('o', ''), line('o', 'N/A')];
    expect(shop({ activity, transactions }).orders).toEqual([
      { transactionId: 'o', user: 'u', revenue: '20.01', isReturn: false },
    ]);
  });

  test.each([
    [
      'the line total, not multiplied',
      { Item_revenue: '7', Item_purchase_quantity: '3', unit_price: '5' },
      '7.00',
    ],
    ['quantity by unit price without one', { Item_purchase_quantity: '3', unit_price: '0.335' }, '1.005'],
    ['0 without a quantity', { unit_price: '5' }, '0.00'],
    ['0 without a unit price', { Item_purchase_quantity: '5' }, '0.00'],
  ])('a line counts %s', (_, cells, revenue) => {
    expect(revenues({ transactions: [{ Transaction_ID: 'o', ...cells }] })).toEqual([revenue]);
  });

  test('belongs to the first of the users on its lines, before any event', () => {
    const transactions = [
      line('o', '1', { user_pseudo_id: '\u{10000}' }),
      line('o', '1', { user_pseudo_id: '\uffe6' }),
    ];
    const result = shop({ activity: [event({ transaction_id: 'o' })], transactions });
    expect(result.orders[0]?.user).toBe('\uffe6');
    expect([...result.users.keys()]).toEqual(['u', '\uffe6', '\u{10000}']);
  });

  test.each([
    ['the earliest event', 1, 'b'],
    ['the smaller id at the same time', 0, 'a'],
  ])('without a user on its lines belongs to %s', (_, delayUs, user) => {
    const activity = [
      event({ user_pseudo_id: 'a', transaction_id: 'o' }, delayUs),
      event({ user_pseudo_id: 'b', transaction_id: 'o' }, 0),
    ];
    expect(shop({ activity, transactions: [line('o', '1')] }).orders[0]?.user).toBe(user);
  });

  test('that nobody owns is counted as unattributed', () => {
    expect(shop({ transactions: [line('o', '1'), line('p', '-1')] })).toMatchObject({
      unattributedOrders: 2,
      totals: { orders: 2, returns: 1, transactions: 0, revenue: '0.00' },
    });
  });

  test('known from events only, is worth the earliest revenue and belongs to the earliest event', () => {
    const activity = [
      event({ user_pseudo_id: 'c', transaction_id: 'o', revenue: '9' }, 2),
      event({ user_pseudo_id: 'b', transaction_id: 'o', revenue: '8' }, 1),
      event({ user_pseudo_id: 'b', transaction_id: 'o', revenue: '7.5' }, 1),
      event({ user_pseudo_id: 'a', transaction_id: 'o', revenue: '(not set)' }, 0),
      event({ transaction_id: 'p' }),
      event({ transaction_id: 'null', revenue: '5' }),
    ];
    const result = shop({ activity });
    expect(result.orders).toEqual([{ transactionId: 'o', user: 'a', revenue: '7.50', isReturn: false }]);
    expect(result.unmatchedEvents).toBe(1);
  });

  test.each([
    ['-0.01', '0', '-0.01', true],
    ['-0.001', '0', '0.00', true],
    ['0', '1', '0.00', false],
    ['-0.00', '1', '0.00', false],
  ])('of %s is %s transactions', (revenue, transactions, total, isReturn) => {
    const input = { transactions: [line('o', revenue, byUser)] };
    expect(userOf(input)).toMatchObject({ total_transactions: transactions, total_revenue: total });
    expect(shop(input).orders[0]?.isReturn).toBe(isReturn);
  });

  test('what is dated after the as-of time does not count yet, what is dated at it does', () => {
    const activity = [
      event({ user_pseudo_id: 'a', transaction_id: 'o' }, 101),
      event({ transaction_id: 'o' }, 100),
      event({ user_pseudo_id: 'late', Age: '30', transaction_id: 'q', revenue: '1' }, 101),
    ];
    const later = { Date: at(101), user_pseudo_id: 'later' };
    const transactions = [line('o', '1', { Date: at(100) }), line('o', '2', later), line('p', '1', later)];
    const result = shop({ activity, transactions, asOf: at(100) });
    expect(result.orders).toEqual([{ transactionId: 'o', user: 'u', revenue: '1.00', isReturn: false }]);
    expect([...result.users.keys()]).toEqual(['a', 'late', 'later', 'u']);
    expect(result.users.get('late')).toMatchObject({ total_events: '0', age_group: 'Unknown' });
    expect(result.totals.events).toBe(1);
  });

  test('whose lines are all later is still made by an event that carries revenue', () => {
    const transactions = [line('o', '5', { Date: at(1) }), line('p', '5', { Date: at(1) })];
    const activity = [event({ transaction_id: 'o', revenue: '3' }), event({ transaction_id: 'p' })];
    expect(shop({ activity, transactions, asOf: at(0) })).toMatchObject({
      orders: [{ transactionId: 'o', revenue: '3.00' }],
      unmatchedEvents: 1,
    });
  });
});
