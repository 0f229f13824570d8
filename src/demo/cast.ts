// The cast: one user for each segment that a small crowd might miss. Each role keeps inside its segment's thresholds
// with room to spare, so the segment is populated for every seed (the rules are in src/rules; the sums beside the
// roles say why). Between them the pins cover every traffic category, source, age, gender, income and US region.

import type { Role } from './roles.ts';

const BROWSER = { orders: [0], basket: 'small', cart: 0 } as const;

// High-Value: five orders of 130.00 or more. Champions.
const champion: Role = {
  visits: [7, 8],
  actions: [8, 9, 10],
  pace: 'even',
  orders: [5, 6],
  basket: 'large',
  cart: 0,
  last: [4, 15],
  span: [60, 120],
  pin: { channel: 'facebook', area: 'Northeast', age: '25-34', gender: 'Female', income: 'High Income' },
};

// Loyal Customer: 40 for orders + 15 for visits + 20 for depth >= 70, and three orders stay below 500. RFM Loyal.
const regularGuest: Role = {
  visits: [6],
  actions: [10, 11, 12],
  pace: 'even',
  orders: [3],
  basket: 'small',
  cart: 0,
  last: [5, 25],
  span: [40, 90],
  pin: { channel: 'google-ads', area: 'Midwest', age: '35-44', gender: 'Male', income: 'Above Average' },
};

// New Customer: 20 + 10 for depth + 10 or 15 for length = 40 to 45. RFM New.
const newcomer: Role = {
  visits: [1],
  actions: [6, 7],
  pace: 'even',
  orders: [1],
  basket: 'mixed',
  cart: 0,
  last: [3, 20],
  span: [0, 0],
  pin: { channel: 'instagram', area: 'West', age: '18-24', gender: 'Female', income: 'Average' },
};

// At-Risk Customer: 20 + 10 for depth + 0, since the visit stays under two minutes. RFM Lost.
const hastyBuyer: Role = {
  visits: [1],
  actions: [5, 6],
  pace: 'brisk',
  orders: [1],
  basket: 'mixed',
  cart: 0,
  last: [130, 170],
  span: [0, 0],
  pin: { channel: 'direct', area: 'South', age: '45-54', gender: 'Male', income: 'Low Income' },
};

// Regular Customer: 20 + 10 for visits + 15 for depth + 10 or 15 for length = 55 to 60. RFM Hibernating.
const settledBuyer: Role = {
  visits: [3, 4],
  actions: [8, 9],
  pace: 'even',
  orders: [1],
  basket: 'mixed',
  cart: 0,
  last: [70, 105],
  span: [20, 60],
  pin: { channel: 'newsletter', area: 'Abroad', age: '55-64', gender: 'Female', income: 'Average' },
};

// High-Potential Customer: all 60 points to be had without an order. High Engagement Viewer.
const researcher: Role = {
  ...BROWSER,
  visits: [5, 6, 7],
  actions: [11, 12, 13, 14],
  pace: 'patient',
  last: [2, 40],
  span: [15, 60],
  pin: { channel: 'other-search', area: 'Midwest', age: '35-44', gender: 'Female', income: 'High Income' },
};

// Casual Browser, Occasional Viewer, and nothing known of the person.
const passerBy: Role = {
  ...BROWSER,
  visits: [1],
  actions: [1, 2],
  pace: 'natural',
  last: [0, 179],
  span: [0, 0],
  pin: { channel: 'email', area: 'South' },
};

// Frequent Viewer: four or five visits, none of them long or deep.
const stroller: Role = {
  ...BROWSER,
  visits: [4, 5],
  actions: [3, 4, 5],
  pace: 'even',
  last: [0, 60],
  span: [20, 90],
  pin: { channel: 'referral', area: 'Northeast', age: '65+', gender: 'Male', income: 'Low Income' },
};

// Cart Abandoner.
const hesitant: Role = {
  ...BROWSER,
  visits: [1, 2],
  actions: [5, 6, 7],
  pace: 'natural',
  cart: 1000,
  last: [0, 90],
  span: [1, 20],
  pin: { channel: 'other', area: 'West', age: '25-34', gender: 'Female' },
};

// RFM Cannot Lose: five large orders, the last more than 60 days ago.
const lostChampion: Role = {
  ...champion,
  last: [70, 110],
  span: [20, 60],
  pin: { channel: 'google', area: 'Abroad', age: '45-54', gender: 'Male', income: 'High Income' },
};

// RFM At Risk: three small orders, the last more than 60 days ago.
const fadingGuest: Role = {
  visits: [4],
  actions: [6, 7, 8],
  pace: 'natural',
  orders: [3],
  basket: 'small',
  cart: 0,
  last: [70, 110],
  span: [20, 60],
  pin: { channel: 'youtube', area: 'South', age: '55-64', gender: 'Male', income: 'Average' },
};

// RFM Promising: two small orders, the last between 31 and 60 days ago.
const warmGuest: Role = {
  visits: [3],
  actions: [5, 6, 7],
  pace: 'natural',
  orders: [2],
  basket: 'small',
  cart: 0,
  last: [36, 54],
  span: [15, 60],
  pin: { channel: 'tiktok', area: 'West', age: '18-24', gender: 'Male', income: 'Above Average' },
};

export const CAST: readonly Role[] = [
  ...[champion, regularGuest, newcomer, hastyBuyer, settledBuyer, researcher],
  ...[passerBy, stroller, hesitant, lostChampion, fadingGuest, warmGuest],
];
