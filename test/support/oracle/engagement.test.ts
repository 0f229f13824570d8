// Sections 4, 5 and 9 by hand: every threshold of the segments and of the score, reached and just missed.

import { describe, expect, test } from 'vitest';
import { byUser, event, line, minuteUs, type SessionShape, sessions, userOf } from './example.ts';

type Score = [transactions: number, shapes: SessionShape[], score: number];
type Customer = [
  transactions: number,
  revenue: string,
  shapes: SessionShape[],
  segment: string,
  priority: string,
];

const oneUs = 1 / minuteUs;
const five = (minutes: number, events: number) => Array<SessionShape>(5).fill([minutes, events]);
/** `count` orders of the user, the first worth `revenue`, the others nothing. */
const orders = (count: number, revenue = '1') =>
  Array.from({ length: count }, (_, index) => line(`o${index}`, index === 0 ? revenue : '0', byUser));

describe('section 4, engagement segment', () => {
  const segmentOf = (...shapes: readonly SessionShape[]) =>
    userOf({ activity: sessions(shapes) }).engagement_segment;

  test.each([
    [
      'average of 10 minutes',
      [
        [12, 2],
        [8, 2],
      ],
      [
        [12, 2],
        [8 - oneUs, 2],
      ],
    ],
    [
      'average of 8 events',
      [
        [0, 9],
        [0, 7],
      ],
      [
        [0, 8],
        [0, 7],
      ],
    ],
    [
      'single session of 15 minutes',
      [
        [15, 2],
        [0, 1],
      ],
      [
        [15 - oneUs, 2],
        [0, 1],
      ],
    ],
    [
      'single session of 10 events',
      [
        [0, 10],
        [0, 1],
      ],
      [
        [0, 9],
        [0, 1],
      ],
    ],
  ] as const)('%s makes a High Engagement Viewer', (_, reached, missed) => {
    expect(segmentOf(...reached)).toBe('High Engagement Viewer');
    expect(segmentOf(...missed)).toBe('Occasional Viewer');
  });

  test('three sessions make a Frequent Viewer', () => {
    expect(segmentOf([0, 1], [0, 1], [0, 1])).toBe('Frequent Viewer');
    expect(segmentOf([0, 1], [0, 1])).toBe('Occasional Viewer');
    expect(userOf({ profiles: [byUser] }).engagement_segment).toBe('Occasional Viewer');
  });

  test.each([
    [{ page_type: ' /CART/2' }, true],
    [{ page_type: 'cartoon' }, true],
    [{ page_type: 'PreCheckout' }, true],
    [{ page_type: 'chec\u212aout' }, false],
    [{ event_name: '\tAdd_To_Cart ' }, true],
    [{ event_name: 'view_cart' }, true],
    [{ event_name: 'begin_checkout' }, true],
    [{ event_name: 'add_to_cart_now' }, false],
    [{ event_name: 'checkout' }, false],
  ])('%j makes a Cart Abandoner: %s', (cells, isCart) => {
    const activity = [...sessions([[20, 10]]), event(cells)];
    const expected = isCart ? 'Cart Abandoner' : 'High Engagement Viewer';
    expect(userOf({ activity }).engagement_segment).toBe(expected);
  });

  test.each([
    [1, 'Single Purchaser'],
    [2, 'Repeat Purchaser'],
  ])('%i transactions win over a cart', (count, segment) => {
    const activity = [event({ page_type: 'cart' })];
    expect(userOf({ activity, transactions: orders(count) }).engagement_segment).toBe(segment);
  });
});

describe('section 5, engagement score', () => {
  test.each([
    [0, [[0, 1]], 0],
    [1, [[0, 1]], 20],
    [2, [[0, 1]], 40],
    [3, [[0, 1]], 40],
    [0, [[2, 2]], 10],
    [0, [[2 - oneUs, 2]], 0],
    [0, [[5, 2]], 15],
    [0, [[5 - oneUs, 2]], 10],
    [0, [[10, 2]], 20],
    [0, [[10 - oneUs, 2]], 15],
    [0, [[15, 2]], 25],
    [0, [[15 - oneUs, 2]], 20],
    [
      0,
      [
        [0, 3],
        [0, 2],
      ],
      5,
    ],
    [
      0,
      [
        [0, 3],
        [0, 3],
      ],
      10,
    ],
    [
      0,
      [
        [0, 5],
        [0, 4],
      ],
      10,
    ],
    [
      0,
      [
        [0, 5],
        [0, 5],
      ],
      15,
    ],
    [
      0,
      [
        [0, 8],
        [0, 7],
      ],
      15,
    ],
    [
      0,
      [
        [0, 8],
        [0, 8],
      ],
      20,
    ],
    [
      0,
      [
        [0, 10],
        [0, 9],
      ],
      20,
    ],
    [
      0,
      [
        [0, 10],
        [0, 10],
      ],
      25,
    ],
    [
      0,
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      10,
    ],
    [
      0,
      [
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      10,
    ],
    [
      0,
      [
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      15,
    ],
    [2, five(15, 10), 100],
  ] satisfies Score[])('%i transactions and sessions %j give %i', (count, shapes, score) => {
    expect(userOf({ activity: sessions(shapes), transactions: orders(count) }).engagement_score).toBe(
      String(score),
    );
  });
});

describe('section 9, customer segment', () => {
  test.each([
    [2, '500', [], 'High-Value Customer', '1'],
    [2, '499.999', [], 'Regular Customer', '6'],
    [1, '500', [], 'At-Risk Customer', '4'],
    [1, '1', five(15, 5), 'Loyal Customer', '2'],
    [1, '1', five(10, 5), 'Regular Customer', '6'],
    [0, '1', five(15, 10), 'High-Potential Customer', '3'],
    [0, '1', five(15, 8), 'Regular Customer', '6'],
    [1, '1', [[5, 2]], 'New Customer', '5'],
    [1, '1', [[2, 2]], 'At-Risk Customer', '4'],
    [1, '1', [[15, 3]], 'New Customer', '5'],
    [1, '1', [[15, 5]], 'Regular Customer', '6'],
    [0, '1', [[10, 10]], 'Casual Browser', '7'],
    [0, '1', [[15, 10]], 'Regular Customer', '6'],
  ] satisfies Customer[])(
    '%i transactions, %s revenue, sessions %j: %s',
    (count, revenue, shapes, segment, priority) => {
      const row = userOf({
        activity: sessions(shapes),
        transactions: orders(count, revenue),
        profiles: [byUser],
      });
      expect(row).toMatchObject({ customer_segment: segment, segment_priority: priority });
    },
  );
});
