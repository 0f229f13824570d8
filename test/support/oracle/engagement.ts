// Sections 4, 5 and 9: engagement segment, engagement score and customer segment of one user.
// Averages are compared by multiplying out, revenue as an exact decimal.

import { compare, type Decimal, decimal } from './decimal.ts';
import type { ActivityEvent } from './read-activity.ts';
import { averagesEvents, averagesMinutes, type Session } from './sessions.ts';
import { fold } from './text.ts';
import { minute } from './time.ts';

const cartEvents = new Set(['add_to_cart', 'view_cart', 'begin_checkout']);

export const engagementSegments = [
  'Repeat Purchaser',
  'Single Purchaser',
  'Cart Abandoner',
  'High Engagement Viewer',
  'Frequent Viewer',
  'Occasional Viewer',
] as const;

/** In the order in which the rules are tried; the second is the marketing priority. */
export const customerSegments = [
  ['High-Value Customer', 1],
  ['Loyal Customer', 2],
  ['High-Potential Customer', 3],
  ['At-Risk Customer', 4],
  ['New Customer', 5],
  ['Casual Browser', 7],
  ['Regular Customer', 6],
] as const;

type CustomerSegment = (typeof customerSegments)[number];

export function engagementSegment(
  transactions: number,
  events: readonly ActivityEvent[],
  sessions: readonly Session[],
): (typeof engagementSegments)[number] {
  if (transactions >= 2) return 'Repeat Purchaser';
  if (transactions === 1) return 'Single Purchaser';
  if (events.some(touchesCart)) return 'Cart Abandoner';
  if (isHighlyEngaged(sessions)) return 'High Engagement Viewer';
  return sessions.length >= 3 ? 'Frequent Viewer' : 'Occasional Viewer';
}

export function engagementScore(transactions: number, sessions: readonly Session[]): number {
  const forTransactions = transactions >= 2 ? 40 : transactions === 1 ? 20 : 0;
  const forMinutes = firstStep([15, 10, 5, 2], [25, 20, 15, 10], (bound) => averagesMinutes(sessions, bound));
  const forEvents = firstStep([10, 8, 5, 3], [20, 15, 10, 5], (bound) => averagesEvents(sessions, bound));
  const forSessions = firstStep([5, 3, 2], [15, 10, 5], (bound) => sessions.length >= bound);
  return forTransactions + forMinutes + forEvents + forSessions;
}

export function customerSegment(transactions: number, revenue: Decimal, score: number): CustomerSegment {
  const [highValue, loyal, highPotential, atRisk, newcomer, casual, regular] = customerSegments;
  if (compare(revenue, decimal('500')) >= 0 && transactions >= 2) return highValue;
  if (score >= 70 && transactions >= 1) return loyal;
  if (score >= 60 && transactions === 0) return highPotential;
  if (transactions >= 1 && score <= 30) return atRisk;
  if (transactions === 1 && score <= 50) return newcomer;
  return score <= 40 && transactions === 0 ? casual : regular;
}

function touchesCart(event: ActivityEvent): boolean {
  const page = fold(event.pageType);
  return page.includes('cart') || page.includes('checkout') || cartEvents.has(fold(event.name));
}

function isHighlyEngaged(sessions: readonly Session[]): boolean {
  const single = sessions.some((session) => session.duration >= 15n * minute || session.events >= 10);
  return single || averagesMinutes(sessions, 10) || averagesEvents(sessions, 8);
}

function firstStep(bounds: number[], points: number[], reaches: (bound: number) => boolean): number {
  const step = bounds.findIndex(reaches);
  return step < 0 ? 0 : points[step]!;
}
