// One generated shop, the same on every run, imported and recomputed; beside it what the oracle makes of it.
import fc from 'fast-check';
import type { Database } from '../../src/db/database.ts';
import { type Shop, shopArbitrary } from './histories.ts';
import { add, type Decimal, decimal, zero } from './oracle/decimal.ts';
import { evaluate, type OracleResult, type OracleUser } from './oracle/evaluate.ts';
import { importRows, recompute } from './shop.ts';

/** The oracle's column of each dimension. */
export const COLUMN_OF = {
  customer: 'customer_segment',
  engagement: 'engagement_segment',
  age: 'age_group',
  gender: 'gender',
  income: 'income_bracket',
  traffic_source: 'traffic_source_category',
  primary_source: 'primary_source',
  us_region: 'us_region',
  rfm: 'rfm',
} as const satisfies Record<string, keyof OracleUser>;
export type DimensionKey = keyof typeof COLUMN_OF;

export function sampleShop(users: number, seed: number): Shop {
  return fc.sample(shopArbitrary({ users }), { seed, numRuns: 1 })[0] as Shop;
}

export async function importShop(database: Database, shop: Shop): Promise<void> {
  await importRows(database, 'activity', shop.activity);
  await importRows(database, 'transactions', shop.transactions);
  await importRows(database, 'profiles', shop.profiles);
}

/** Imports and recomputes the shop; returns the oracle's answer. */
export async function publishShop(database: Database, shop: Shop): Promise<OracleResult> {
  await importShop(database, shop);
  await recompute(database, shop.asOf);
  return evaluate(shop);
}

/** Each user's revenue, to the last decimal. */
export function exactRevenues(oracle: OracleResult): ReadonlyMap<string, Decimal> {
  const revenues = new Map([...oracle.users.keys()].map((id) => [id, zero]));
  for (const { user, revenue } of oracle.orders) {
    if (user !== null) revenues.set(user, add(revenues.get(user) as Decimal, decimal(revenue)));
  }
  return revenues;
}
