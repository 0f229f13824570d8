// What a user of the demo does, as data: a role says how often a user comes, how long and how deep a visit is, what
// is bought, and when. Lists of numbers are drawn from evenly, so a heavy tail is a list with a few large entries.

import type { ChannelKey } from './channels.ts';
import type { Area } from './places.ts';
import type { AgeGroup, Gender, Income } from './spellings.ts';

/** The person behind a pinned role; a missing attribute is one that the data never tells. */
export type Pin = {
  readonly channel: ChannelKey;
  readonly area: Area;
  readonly age?: AgeGroup;
  readonly gender?: Gender;
  readonly income?: Income;
};

export type Pace = keyof typeof PACES;
/** small: at most 80.00 an order; large: at least 130.00; mixed: anything. */
export type Basket = 'small' | 'mixed' | 'large';

export type Role = {
  readonly visits: readonly number[];
  /** Events a visit. A visit that buys has at least five. */
  readonly actions: readonly number[];
  readonly pace: Pace;
  /** Orders; never more than visits, since a visit buys once. */
  readonly orders: readonly number[];
  readonly basket: Basket;
  /** Per mille of the visits without an order that leave something in the cart. */
  readonly cart: number;
  /** Whole days before the end of the demo on which the last visit falls. */
  readonly last: readonly [number, number];
  /** Days from the first visit to the last; more where the visits need more. */
  readonly span: readonly [number, number];
  /** A pinned user has one channel, one place, no returns and no lost lines, and buys on the last visit. */
  readonly pin?: Pin;
};

/** Seconds between the events of a visit, to which up to `JITTER_SECONDS` are added; all far below 30 minutes. */
export const PACES = {
  brisk: [6, 8, 10, 12, 15],
  even: [30, 35, 40, 45, 50, 55],
  patient: [95, 105, 115, 125, 140],
  natural: [5, 8, 12, 15, 20, 25, 30, 40, 50, 65, 85, 120, 190, 330],
  lingering: [20, 40, 60, 80, 95, 110, 130, 150, 180, 240, 420, 900],
} as const satisfies Record<string, readonly number[]>;

export const JITTER_SECONDS = 3;

/** The days that the demo covers. */
export const DAYS = 180;
