// The crowd: the roles that most users play, and how many out of every block of 500 play each (twelve more are the
// cast's). It makes the shop look like one; it promises no segment, which is the cast's part.

import { DAYS, type Role } from './roles.ts';

const EVER = [0, DAYS - 1] as const;
const NO_ORDER = { orders: [0], basket: 'mixed' } as const;
const BUYER = { basket: 'mixed', pace: 'natural', last: EVER } as const;

const bouncer: Role = {
  ...NO_ORDER,
  visits: [1],
  actions: [1, 1, 2, 2, 3],
  pace: 'natural',
  cart: 0,
  last: EVER,
  span: [0, 0],
};
const looker: Role = {
  ...NO_ORDER,
  visits: [1],
  actions: [2, 3, 3, 4, 4, 5, 6, 8],
  pace: 'natural',
  cart: 40,
  last: EVER,
  span: [0, 0],
};
const returner: Role = {
  ...NO_ORDER,
  visits: [2, 2, 2, 3, 3, 4],
  actions: [1, 2, 3, 4, 5, 7],
  pace: 'natural',
  cart: 30,
  last: [0, 150],
  span: [1, 70],
};
const reader: Role = {
  ...NO_ORDER,
  visits: [1, 1, 2, 3],
  actions: [6, 8, 9, 10, 12, 15],
  pace: 'lingering',
  cart: 60,
  last: EVER,
  span: [1, 60],
};
const frequenter: Role = {
  ...NO_ORDER,
  visits: [4, 4, 5, 6, 8],
  actions: [1, 2, 3, 4, 5, 6],
  pace: 'natural',
  cart: 15,
  last: [0, 90],
  span: [20, 120],
};
const cartLeaver: Role = {
  ...NO_ORDER,
  visits: [1, 1, 1, 2, 3],
  actions: [3, 4, 5, 6, 7, 9, 12],
  pace: 'natural',
  cart: 850,
  last: EVER,
  span: [1, 40],
};
const comparer: Role = {
  ...NO_ORDER,
  visits: [5, 5, 6, 7, 9, 14],
  actions: [9, 11, 12, 13, 15, 18],
  pace: 'lingering',
  cart: 150,
  last: [0, 60],
  span: [15, 100],
};
const hastyBuyer: Role = {
  ...BUYER,
  visits: [1, 1, 1, 2],
  actions: [5, 5, 6, 7],
  pace: 'brisk',
  orders: [1],
  cart: 0,
  span: [1, 30],
};
const plainBuyer: Role = {
  ...BUYER,
  visits: [1, 1, 2, 2, 3, 5],
  actions: [5, 6, 7, 9, 12],
  orders: [1],
  cart: 150,
  span: [1, 50],
};
const repeatBuyer: Role = {
  ...BUYER,
  visits: [2, 3, 3, 4, 5, 8],
  actions: [5, 6, 7, 8, 10, 12],
  orders: [2, 2, 2, 3, 4],
  cart: 150,
  last: [0, 150],
  span: [15, 120],
};
const fan: Role = {
  ...BUYER,
  visits: [8, 9, 10, 12, 15, 20, 28, 45],
  actions: [5, 6, 7, 8, 10, 13],
  orders: [3, 4, 5, 6, 8, 12],
  cart: 200,
  last: [0, 90],
  span: [60, 170],
};
const resident: Role = {
  ...NO_ORDER,
  visits: [18, 22, 28, 36, 50, 75],
  actions: [2, 4, 5, 7, 9, 14],
  pace: 'natural',
  cart: 40,
  last: [0, 20],
  span: [90, 170],
};
/** Known from the newsletter's list alone: a profile and no event. */
const subscriber: Role = {
  ...NO_ORDER,
  visits: [0],
  actions: [1],
  pace: 'natural',
  cart: 0,
  last: EVER,
  span: [0, 0],
};

const SHARES: readonly (readonly [Role, number])[] = [
  [bouncer, 137],
  [looker, 121],
  [returner, 84],
  [reader, 20],
  [frequenter, 18],
  [cartLeaver, 34],
  [comparer, 3],
  [hastyBuyer, 17],
  [plainBuyer, 27],
  [repeatBuyer, 17],
  [fan, 5],
  [resident, 2],
  [subscriber, 3],
];

/** As many entries as users out of a block, in no order of their own. */
export const CROWD: readonly Role[] = SHARES.flatMap(([role, share]) => new Array<Role>(share).fill(role));
