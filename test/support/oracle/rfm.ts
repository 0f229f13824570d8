// Section 10: the RFM segment of one user, by the cut points of the default version.
// Recency counts whole days of 24 hours since the last transaction; who has only transactions without a time scores 1.

import { compare, type Decimal, decimal } from './decimal.ts';
import { isReturn, type Order } from './orders.ts';
import { day } from './time.ts';

export const rfmSegments = [
  'Champions',
  'Loyal',
  'New',
  'Promising',
  'Cannot Lose',
  'At Risk',
  'Hibernating',
  'Lost',
  'No Orders',
] as const;

const cutPoints = { days: [7, 30, 60, 120], transactions: [1, 2, 3, 5], revenue: [50, 100, 250, 500] };

/** Takes the user's orders that count at the as-of time, and the revenue of all of them. */
export function rfmSegment(
  orders: readonly Order[],
  revenue: Decimal,
  asOf: bigint,
): (typeof rfmSegments)[number] {
  const bought = orders.filter((order) => !isReturn(order));
  if (bought.length === 0) return 'No Orders';
  const recency = recencyScore(bought, asOf);
  const frequency = 1 + cutPoints.transactions.filter((cut) => cut < bought.length).length;
  const monetary = 1 + cutPoints.revenue.filter((cut) => compare(decimal(String(cut)), revenue) < 0).length;
  if (recency >= 4 && frequency >= 4 && monetary >= 4) return 'Champions';
  if (recency >= 3 && frequency >= 3) return 'Loyal';
  if (recency >= 4 && frequency === 1) return 'New';
  if (recency >= 3) return 'Promising';
  if (frequency >= 4 && monetary >= 4) return 'Cannot Lose';
  if (frequency >= 3) return 'At Risk';
  return recency === 2 ? 'Hibernating' : 'Lost';
}

function recencyScore(bought: readonly Order[], asOf: bigint): number {
  const times = bought.map((order) => order.at).filter((at) => at !== null);
  if (times.length === 0) return 1;
  const last = times.reduce((latest, at) => (at > latest ? at : latest));
  const days = (asOf - last) / day;
  return 5 - cutPoints.days.filter((cut) => BigInt(cut) < days).length;
}
