// Sections 11 and 12 by hand: the columns of a user's row, summaries of segments and insights.

import { describe, expect, test } from 'vitest';
import { event, line, shop, userOf } from './example.ts';
import { userColumns } from './segment-user.ts';

const orderOf = (user: string, id: string, revenue: string) => line(id, revenue, { user_pseudo_id: user });

/** Three Single Purchasers who are At-Risk Customers, and one Repeat Purchaser who is a High-Value Customer. */
const result = shop({
  activity: [
    event({ user_pseudo_id: 'a', country: 'Peru', source: 'x.org' }),
    event({ user_pseudo_id: 'b', region: 'TX' }),
  ],
  transactions: [
    orderOf('a', '1', '10.005'),
    orderOf('b', '2', '0'),
    orderOf('c', '3', '0'),
    orderOf('d', '4', '500.10'),
    orderOf('d', '5', '0'),
    orderOf('c', '6', '-600'),
    line('7', '1000000'),
  ],
});

describe('section 12, a row', () => {
  test('has the columns in their order', () => {
    expect(Object.keys(userOf({ activity: [event()] }))).toEqual([...userColumns]);
  });

  test.each([
    ['0.005', '0.01'],
    ['0.0049', '0.00'],
    ['-0.005', '-0.01'],
    ['-0.0049', '0.00'],
    ['1000000000000.015', '1000000000000.02'],
    ['7', '7.00'],
  ])('shows a revenue of %s as %s', (revenue, shown) => {
    expect(userOf({ transactions: [orderOf('u', 'o', revenue)] }).total_revenue).toBe(shown);
  });
});

describe('section 11, summaries', () => {
  test('sum exactly and round once', () => {
    expect(result.summaries.engagement_segment.slice(0, 3)).toEqual([
      {
        segment: 'Repeat Purchaser',
        users: '1',
        share: '0.2500',
        total_revenue: '500.10',
        average_revenue: '500.10',
        average_engagement_score: '40.00',
        transactions: '2',
      },
      {
        segment: 'Single Purchaser',
        users: '3',
        share: '0.7500',
        total_revenue: '-590.00',
        average_revenue: '-196.67',
        average_engagement_score: '20.00',
        transactions: '3',
      },
      {
        segment: 'Cart Abandoner',
        users: '0',
        share: '0.0000',
        total_revenue: '0.00',
        average_revenue: '0.00',
        average_engagement_score: '0.00',
        transactions: '0',
      },
    ]);
  });

  test('insights name the largest, Other and Unknown only where there is nothing else', () => {
    expect(result.insights).toMatchObject({
      dominant: { engagement_segment: 'Single Purchaser', gender: null, us_region: 'Other' },
      topTrafficCategory: 'Other',
      topPrimarySource: 'Other',
      topCountry: 'Peru',
      topUsRegion: 'South',
      totalRevenue: '-89.90',
      averageRevenuePerUser: '-22.47',
      topRevenueSegment: 'High-Value Customer',
    });
    expect(result.totals).toMatchObject({
      revenue: '999910.11',
      attributedRevenue: '-89.90',
      orders: 7,
      returns: 1,
    });
  });

  test('a segment of nobody is not the one with the largest revenue', () => {
    const { insights } = shop({ transactions: [orderOf('u', 'o', '-1')] });
    expect(insights.topRevenueSegment).toBe('Casual Browser');
    expect(shop({}).insights).toMatchObject({
      topRevenueSegment: null,
      topCountry: null,
      totalRevenue: '0.00',
    });
  });

  test('every distribution sums to the number of users', () => {
    for (const counts of Object.values(result.insights.distributions)) {
      expect(counts.reduce((total, count) => total + count.users, 0)).toBe(4);
    }
  });
});
