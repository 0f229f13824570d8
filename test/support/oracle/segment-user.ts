// Section 12's row of one user, every cell as the file must show it, with the exact revenue beside it for summaries.

import { add, average, type Decimal, fixed, zero } from './decimal.ts';
import { demographics } from './demographics.ts';
import { customerSegment, engagementScore, engagementSegment } from './engagement.ts';
import { isReturn, type Order } from './orders.ts';
import { placeOf } from './places.ts';
import type { ActivityEvent } from './read-activity.ts';
import type { Profile } from './read-profiles.ts';
import { rfmSegment } from './rfm.ts';
import { cutSessions, totalDuration, totalEvents } from './sessions.ts';
import { minute } from './time.ts';
import { trafficSource } from './traffic.ts';
import { usRegion } from './us-regions.ts';

export const userColumns = [
  'user_pseudo_id',
  'session_count',
  'avg_session_duration',
  'total_session_duration',
  'avg_events_per_session',
  'total_events',
  'total_transactions',
  'total_revenue',
  'engagement_segment',
  'engagement_score',
  'age_group',
  'gender',
  'income_bracket',
  'traffic_source_category',
  'primary_source',
  'city',
  'state',
  'country',
  'us_region',
  'customer_segment',
  'segment_priority',
  'rfm',
] as const;

export type OracleUser = Readonly<Record<(typeof userColumns)[number], string>>;

/** What one user has that counts at the as-of time. */
export type UserInputs = {
  readonly id: string;
  readonly events: readonly ActivityEvent[];
  readonly orders: readonly Order[];
  readonly profile: Profile | undefined;
  readonly asOf: bigint;
};

export type SegmentedUser = {
  readonly row: OracleUser;
  readonly revenue: Decimal;
  readonly transactions: number;
  readonly score: number;
};

export function segmentUser(inputs: UserInputs): SegmentedUser {
  const { id, events, orders, profile, asOf } = inputs;
  const sessions = cutSessions(events.map((event) => event.at));
  const transactions = orders.filter((order) => !isReturn(order)).length;
  const revenue = orders.reduce((total, order) => add(total, order.revenue), zero);
  const score = engagementScore(transactions, sessions);
  const [segment, priority] = customerSegment(transactions, revenue, score);
  const { age, gender, income } = demographics(events, profile, asOf);
  const row: OracleUser = {
    user_pseudo_id: id,
    ...sessionCells(sessions),
    total_transactions: String(transactions),
    total_revenue: fixed(revenue, 2),
    engagement_segment: engagementSegment(transactions, events, sessions),
    engagement_score: String(score),
    age_group: age,
    gender,
    income_bracket: income,
    ...sourceCells(events),
    ...placeCells(events, profile),
    customer_segment: segment,
    segment_priority: String(priority),
    rfm: rfmSegment(orders, revenue, asOf),
  };
  return { row, revenue, transactions, score };
}

function sessionCells(sessions: ReturnType<typeof cutSessions>) {
  const [count, duration, events] = [sessions.length, totalDuration(sessions), totalEvents(sessions)];
  return {
    session_count: String(count),
    avg_session_duration: average(duration, minute * BigInt(count)),
    total_session_duration: average(duration, minute),
    avg_events_per_session: average(BigInt(events), BigInt(count)),
    total_events: String(events),
  };
}

function sourceCells(events: readonly ActivityEvent[]) {
  const { category, primary } = trafficSource(events);
  return { traffic_source_category: category, primary_source: primary };
}

function placeCells(events: readonly ActivityEvent[], profile: Profile | undefined) {
  const { city, region, country } = placeOf(events, profile);
  return {
    city: city || 'Unknown',
    state: region || 'Unknown',
    country: country || 'Unknown',
    us_region: usRegion(region, country),
  };
}
