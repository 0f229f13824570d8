// What one user buys: sets of order revenues on both sides of 500, 0 and the half cent, the ways in which lines
// add up to a revenue, and who the lines or events say the order belongs to.

import fc from 'fast-check';
import { add, type Decimal, decimal } from '../decimal.ts';
import { type Spelling, spelling } from './instants.ts';
import { list } from './list.ts';
import { emptyText } from './odd-text.ts';

export type LineCells = { quantity: string; revenue: string; price: string };

export type OrderPlan = {
  readonly revenue: string;
  readonly split: (typeof splits)[number];
  /** `event` orders have no counting line; `contested` ones a user on the line and another one's event. */
  readonly claim: 'line' | 'contested' | 'event' | 'mention' | 'shared' | 'two lines' | 'stranger' | 'nobody';
  /** Or its age: so long before the as-of time. */
  readonly date: 'none' | 'bare' | 'now' | 'later' | bigint;
  readonly hasLaterLine: boolean;
  /** Whether the user's next event mentions the order too. */
  readonly isRepeated: boolean;
  /** Whether the other user mentions it at the very same time. */
  readonly isTied: boolean;
  readonly own: Mention;
  readonly other: Mention & { readonly user: number };
  readonly empty: string;
  readonly dateSpelling: Spelling;
};

export type Mention = { readonly event: number; readonly revenue: string };

const splits = [
  'whole',
  'halves',
  'offset',
  'cents',
  'unit price',
  'negative quantity',
  'with empties',
] as const;

/** The order revenues of one user; signs and cents put the sums on both sides of 500 and 0. */
const baskets = list(
  '500.00|499.99|250 250|250.00 249.99|499.995 0.005|499.994 0.005|600 -100.00|600 0.01 -100.01',
  '600 0 -100.02|-0.01|-0.004|0|0 0.00|12.5|19.99 5|12.5 -12.5|0.005|1 2 3|499.99 0.01|5 7.125',
  '1000000000000.01 3|-0.00|00100.10 400.000|29.95|8 9 -20',
).map((basket) => basket.split(' '));

const mention = {
  event: fc.nat({ max: 40 }),
  revenue: fc.oneof(emptyText, fc.constantFrom('7', '0', '-3.5', '7.001')),
};

const claims = fc.oneof(
  { weight: 3, arbitrary: fc.constant('line' as const) },
  { weight: 3, arbitrary: fc.constant('mention' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('shared', 'contested', 'event', 'event', 'two lines', 'stranger', 'nobody'),
  },
) satisfies fc.Arbitrary<OrderPlan['claim']>;

/** Around the ages at which recency changes its score, and around those at which it does not yet. */
const ages = fc
  .record({
    days: fc.constantFrom(1n, 7n, 8n, 30n, 31n, 60n, 61n, 120n, 121n),
    nudge: fc.constantFrom(0n, -1n, 1n),
  })
  .map(({ days, nudge }) => days * 86_400_000_000n + nudge);

const dates: fc.Arbitrary<OrderPlan['date']> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('none', 'bare', 'now') },
  { weight: 2, arbitrary: ages },
  { weight: 1, arbitrary: fc.constant('later') },
);

function orderPlan(revenue: fc.Arbitrary<string>): fc.Arbitrary<OrderPlan> {
  return fc.record({
    revenue,
    split: fc.constantFrom(...splits),
    claim: claims,
    date: dates,
    hasLaterLine: fc.boolean(),
    isRepeated: fc.boolean(),
    isTied: fc.boolean(),
    own: fc.record(mention),
    other: fc.record({ ...mention, user: fc.nat({ max: 5 }) }),
    empty: emptyText,
    dateSpelling: spelling,
  });
}

const basketArbitraries = baskets.map((basket) =>
  fc.tuple(...basket.map((text) => orderPlan(fc.constant(text)))),
);

/** So many orders of one age and together of one revenue, all the user's own: both sides of every RFM cut point. */
const habits = fc
  .record({
    count: fc.integer({ min: 1, max: 6 }),
    total: fc.constantFrom(...['50', '100', '250', '500'].flatMap((cut) => [cut, `${cut}.01`, `${cut}.001`])),
    date: fc.oneof({ weight: 4, arbitrary: ages }, { weight: 1, arbitrary: fc.constantFrom('none', 'now') }),
  })
  .chain(({ count, total, date }) => {
    const revenues = [total, ...Array<string>(count - 1).fill('0')];
    const plans = fc.tuple(...revenues.map((revenue) => orderPlan(fc.constant(revenue))));
    return plans.map((orders) =>
      orders.map((plan): OrderPlan => ({ ...plan, date, claim: 'line', hasLaterLine: false })),
    );
  });

/** A user's orders: none for every second user. */
export const purchases: fc.Arbitrary<OrderPlan[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<OrderPlan[]>([]) },
  { weight: 4, arbitrary: fc.oneof(...basketArbitraries) },
  { weight: 3, arbitrary: habits },
);

/** Money cells of the lines of an order, which sum to its revenue. */
export function splitRevenue({ revenue, split, empty }: OrderPlan): LineCells[] {
  const exact = decimal(revenue);
  const line = (text: string): LineCells => ({ quantity: empty, revenue: text, price: empty });
  if (split === 'halves') return [line(write(half(exact))), line(write(half(exact)))];
  if (split === 'offset') return [line(write(add(exact, decimal('100')))), line('-100')];
  if (split === 'cents') return [line('0.01'), line(write(add(exact, decimal('-0.01'))))];
  if (split === 'unit price') return [{ quantity: '2', revenue: empty, price: write(half(exact)) }];
  if (split === 'negative quantity') {
    return [{ quantity: '-1', revenue: empty, price: write({ units: -exact.units, scale: exact.scale }) }];
  }
  if (split === 'whole') return [line(revenue)];
  const unpriced = { quantity: '3', revenue: empty, price: empty };
  const uncounted = { quantity: empty, revenue: empty, price: '9.99' };
  return [unpriced, { quantity: '3', revenue, price: '9.99' }, uncounted];
}

function half(value: Decimal): Decimal {
  return { units: value.units * 5n, scale: value.scale + 1 };
}

function write({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}
