// Section 11's summary rows, one for each segment of a dimension in the rule set's order, those without users too.
// Everything is summed exactly and rounded once: shares to 4 decimals, averages and revenue to 2.

import { fixed, ratio, sum } from './decimal.ts';
import type { OracleUser, SegmentedUser } from './segment-user.ts';

export type SummaryRow = {
  readonly segment: string;
  readonly users: string;
  readonly share: string;
  readonly total_revenue: string;
  readonly average_revenue: string;
  readonly average_engagement_score: string;
  readonly transactions: string;
};

export function summarise(
  users: readonly SegmentedUser[],
  column: keyof OracleUser,
  segments: readonly string[],
): SummaryRow[] {
  return segments.map((segment) => {
    const members = users.filter((user) => user.row[column] === segment);
    const revenue = sum(members.map((user) => user.revenue));
    const scores = members.reduce((total, user) => total + user.score, 0);
    const divisor = BigInt(Math.max(members.length, 1));
    return {
      segment,
      users: String(members.length),
      share: share(members.length, users.length),
      total_revenue: fixed(revenue, 2),
      average_revenue: fixed(revenue, 2, divisor),
      average_engagement_score: ratio(BigInt(scores), divisor, 2),
      transactions: String(members.reduce((total, user) => total + user.transactions, 0)),
    };
  });
}

/** A part of a whole to 4 decimals; 0.0000 of nobody. */
export function share(part: number, whole: number): string {
  return ratio(BigInt(part), BigInt(Math.max(whole, 1)), 4);
}
