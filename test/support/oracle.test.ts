// The oracle as a whole: one shop worked out by hand from semantics.md, every section in it, and a real day of
// data. Both sides of each boundary are tested beside the oracle's modules, in test/support/oracle.

import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { evaluate, type RawRow } from './oracle/evaluate.ts';

describe('a shop worked out by hand', () => {
  const anna = {
    user_pseudo_id: 'anna',
    city: 'Austin',
    region: 'TX',
    country: 'USA',
    Age: '34',
    gender: 'F',
  };
  const result = evaluate({
    asOf: '2024-01-31 12:00:00',
    activity: [
      { ...anna, eventTimestamp: '2024-01-10T09:00:00Z', source: 'www.google.com', medium: 'cpc' },
      { ...anna, eventTimestamp: '2024-01-10 10:30:00+01:00', Age: '35', transaction_id: 'A-1' },
      { ...anna, eventTimestamp: '2024-01-10 10:00:00.000001', page_type: 'Checkout' },
      { user_pseudo_id: 'bob', eventTimestamp: '1704880800', source: '(direct)', medium: '(none)' },
      {
        user_pseudo_id: 'bob',
        eventTimestamp: '1704880920000',
        event_name: 'Add_To_Cart',
        transaction_id: 'lost',
      },
      {
        user_pseudo_id: 'bob',
        eventTimestamp: '2024-01-31 12:00:00.000001',
        source: 'facebook',
        gender: 'm',
      },
      { user_pseudo_id: 'bob', eventTimestamp: 'yesterday' },
    ],
    transactions: [
      { Transaction_ID: 'A-1', Item_revenue: '300', Date: '2024-01-10' },
      { Transaction_ID: 'A-1', Item_revenue: 'N/A', Item_purchase_quantity: '2', unit_price: '100.005' },
      { Transaction_ID: 'A-2', Item_revenue: '9.99', user_pseudo_id: 'anna', Date: '2024-01-31T12:00:00Z' },
      { Transaction_ID: 'A-3', Item_revenue: '-10.00', user_pseudo_id: 'anna' },
      { Transaction_ID: 'A-4', Item_revenue: '5', Date: '2024-02-01', user_pseudo_id: 'carl' },
      { Transaction_ID: 'A-5', Item_revenue: '1' },
      { Transaction_ID: 'A-6', Item_revenue: 'five' },
    ],
    profiles: [
      {
        user_pseudo_id: 'bob',
        birth_date: '1959-01-31',
        income_group: 'Top 10%',
        region: 'ny',
        consent: 'yes',
      },
      { user_pseudo_id: 'dora', birth_date: '1959-02-30' },
    ],
  });

  test('gives the buyer 300 + 2 x 100.005 + 9.99 - 10 = 500.00 from two orders and a return', () => {
    expect(result.users.get('anna')).toEqual({
      user_pseudo_id: 'anna',
      session_count: '2',
      avg_session_duration: '15',
      total_session_duration: '30',
      avg_events_per_session: '1.5',
      total_events: '3',
      total_transactions: '2',
      total_revenue: '500.00',
      engagement_segment: 'Repeat Purchaser',
      engagement_score: '70',
      age_group: '25-34',
      gender: 'Female',
      income_bracket: 'Unknown',
      traffic_source_category: 'Paid Traffic',
      primary_source: 'Google',
      city: 'Austin',
      state: 'TX',
      country: 'USA',
      us_region: 'South',
      customer_segment: 'High-Value Customer',
      segment_priority: '1',
      rfm: 'Promising',
    });
  });

  test('gives the visitor what the profile says, and nothing of what comes after the as-of time', () => {
    expect(result.users.get('bob')).toEqual({
      user_pseudo_id: 'bob',
      session_count: '1',
      avg_session_duration: '2',
      total_session_duration: '2',
      avg_events_per_session: '2',
      total_events: '2',
      total_transactions: '0',
      total_revenue: '0.00',
      engagement_segment: 'Cart Abandoner',
      engagement_score: '10',
      age_group: '65+',
      gender: 'Unknown',
      income_bracket: 'High Income',
      traffic_source_category: 'Direct Traffic',
      primary_source: 'Direct',
      city: 'Unknown',
      state: 'ny',
      country: 'Unknown',
      us_region: 'Northeast',
      customer_segment: 'Casual Browser',
      segment_priority: '7',
      rfm: 'No Orders',
    });
  });

  test('knows who exists, what was rejected and what belongs to nobody', () => {
    expect([...result.users.keys()]).toEqual(['anna', 'bob', 'carl']);
    expect(result.rejected).toEqual({ activity: 1, transactions: 1, profiles: 1 });
    expect(result.orders).toEqual([
      { transactionId: 'A-1', user: 'anna', revenue: '500.01', isReturn: false },
      { transactionId: 'A-2', user: 'anna', revenue: '9.99', isReturn: false },
      { transactionId: 'A-3', user: 'anna', revenue: '-10.00', isReturn: true },
      { transactionId: 'A-5', user: null, revenue: '1.00', isReturn: false },
    ]);
    expect(result).toMatchObject({ unattributedOrders: 1, unmatchedEvents: 1 });
  });

  test('sums it all up', () => {
    expect(result.insights).toMatchObject({
      topTrafficCategory: 'Paid Traffic',
      topPrimarySource: 'Google',
      topCountry: 'USA',
      topUsRegion: 'Northeast',
      totalRevenue: '500.00',
      averageRevenuePerUser: '166.67',
      topRevenueSegment: 'High-Value Customer',
      dominant: { customer_segment: 'Casual Browser', age_group: '25-34', us_region: 'Northeast' },
    });
  });
});

const realDay = new URL('../../../shared/data/ga-2017-08-01/', import.meta.url);
const isThere = existsSync(realDay);

describe(`a real day${isThere ? '' : ' (skipped: ../shared/data/ga-2017-08-01 is absent)'}`, () => {
  test.skipIf(!isThere)('has 13,233 events, 2,293 users and 43 orders worth 8,902.03', () => {
    const read = (name: string): RawRow[] =>
      Papa.parse<RawRow>(readFileSync(new URL(name, realDay), 'utf8'), { header: true, skipEmptyLines: true })
        .data;
    const input = { activity: read('activity.csv'), transactions: read('transactions.csv'), profiles: [] };
    const result = evaluate({ ...input, asOf: '2017-08-03 00:00:00' });
    expect(result.totals).toMatchObject({ events: 13_233, users: 2_293, orders: 43, revenue: '8902.03' });
    expect(result.totals.attributedRevenue).toBe('8902.03');
    expect(result).toMatchObject({
      rejected: { activity: 0, transactions: 0 },
      unattributedOrders: 0,
      unmatchedEvents: 0,
    });
  });
});
