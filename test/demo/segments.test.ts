// Every segment of every default dimension has a user in a demo of 500, whatever the seed; and the shares are a
// shop's. Segments are the oracle's, so this holds the demo against the documented rules and not against src.

import { describe, expect, test } from 'vitest';
import { evaluate, type OracleUser } from '../support/oracle/evaluate.ts';
import { type DemoFiles, END, makeDemo } from './demo-files.ts';

const LEGAL = {
  engagement_segment: [
    ...['Repeat Purchaser', 'Single Purchaser', 'Cart Abandoner'],
    ...['High Engagement Viewer', 'Frequent Viewer', 'Occasional Viewer'],
  ],
  age_group: ['18-24', '25-34', '35-44', '45-54', '55-64', '65+', 'Unknown'],
  gender: ['Male', 'Female', 'Unknown'],
  income_bracket: ['High Income', 'Above Average', 'Average', 'Low Income', 'Unknown'],
  traffic_source_category: [
    ...['Social Media', 'Paid Traffic', 'Organic Search', 'Direct Traffic'],
    ...['Email Marketing', 'Referral Traffic', 'Other'],
  ],
  primary_source: ['Facebook', 'Google', 'Instagram', 'Direct', 'Email', 'Other'],
  us_region: ['Northeast', 'Midwest', 'South', 'West', 'Other'],
  customer_segment: [
    ...['High-Value Customer', 'Loyal Customer', 'High-Potential Customer', 'At-Risk Customer'],
    ...['New Customer', 'Casual Browser', 'Regular Customer'],
  ],
  rfm: [
    ...['Champions', 'Loyal', 'New', 'Promising', 'Cannot Lose', 'At Risk', 'Hibernating', 'Lost'],
    'No Orders',
  ],
} as const satisfies Partial<Record<keyof OracleUser, readonly string[]>>;

function judge(files: DemoFiles, asOf = END) {
  return evaluate({
    activity: files.activity.records,
    transactions: files.transactions.records,
    profiles: files.profiles.records,
    asOf: asOf.toISOString(),
  });
}

describe.each([1, 2, 3, 4, 5])('500 users of seed %i', async (seed) => {
  const files = await makeDemo(500, seed);
  const result = judge(files);

  test.each(Object.entries(LEGAL))('populate every %s', (dimension, legal) => {
    const seen = new Set([...result.users.values()].map((user) => user[dimension as keyof typeof LEGAL]));
    expect([...seen].sort()).toEqual([...legal].sort());
  });

  test('are exactly the users of the files', () => {
    expect(result.users.size).toBe(500);
  });

  test('leave the import rejects, returns, unattributed orders and unmatched events to report', () => {
    expect(result.rejected.activity).toBeGreaterThan(0);
    expect(result.totals.returns).toBeGreaterThan(0);
    expect(result.unattributedOrders).toBeGreaterThan(0);
    expect(result.unmatchedEvents).toBeGreaterThan(0);
  });
});

test('an end in the middle of a leap day populates every RFM segment too', async () => {
  const end = new Date('2024-02-29T23:59:59.999Z');
  const files = await makeDemo(500, 6, end);
  const seen = new Set([...judge(files, end).users.values()].map(({ rfm }) => rfm));
  expect([...seen].sort()).toEqual([...LEGAL.rfm].sort());
});

test('at 5,000 users the customer segments have the shares of a shop', async () => {
  const { users } = judge(await makeDemo(5000, 1));
  const share = (segment: string) =>
    [...users.values()].filter((user) => user.customer_segment === segment).length / users.size;
  expect(share('Casual Browser')).toBeGreaterThan(0.6);
  expect(share('Casual Browser')).toBeLessThan(0.9);
  for (const segment of LEGAL.customer_segment) expect(share(segment)).toBeGreaterThan(0.003);
});
