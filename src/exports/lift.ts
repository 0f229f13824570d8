// What a campaign brought: conversions and revenue of the users who were exported, beside those of the users who were
// held out of it by chance.
import type { Database } from '../db/database.ts';
import { select } from '../db/execute.ts';
import { withConnection } from '../db/pool.ts';
import { BadInputError } from '../errors.ts';
import { type LiftRow, measureLift } from './queries/lift.ts';

export interface CampaignGroup {
  readonly users: number;
  /** Users with at least one order within the days. */
  readonly converted: number;
  readonly orders: number;
  /** Decimal text with two decimals, returns taken off. */
  readonly revenue: string;
  /** Share of the users who converted, 0 to 1; null of nobody. */
  readonly conversionRate: number | null;
}

export interface CampaignLift {
  readonly campaign: string;
  readonly days: number;
  readonly exported: CampaignGroup;
  readonly heldOut: CampaignGroup;
  /** By how much more of those exported converted, as a share of the rate of those held out: 0.1 is a tenth more. */
  readonly lift: number | null;
  /** When the days of the last user are over; orders can still come in before. */
  readonly completeAt: Date | null;
}

export interface LiftRequest {
  readonly campaign: string;
  /** Days after a user was exported or held out within which an order counts. */
  readonly days: number;
  readonly exportId?: number | null;
}

const MOST_DAYS = 365;
const DAY_MS = 86_400_000;

/** Measures a campaign by the orders of the last run; throws a BadInputError for days that are not legal. */
export async function campaignLift(
  { pool }: Database,
  { campaign, days, exportId = null }: LiftRequest,
): Promise<CampaignLift> {
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new BadInputError(`days: expected a whole number from 1 to ${MOST_DAYS}, got ${days}.`);
  const rows = await withConnection(pool, (connection) =>
    select<LiftRow>(connection, measureLift(campaign, exportId, days)),
  );
  const exported = toGroup(rows.find(({ is_exported }) => is_exported));
  const heldOut = toGroup(rows.find(({ is_exported }) => !is_exported));
  const lastAt = Math.max(...rows.map(({ last_at }) => last_at.getTime()));
  return {
    campaign,
    days,
    exported,
    heldOut,
    lift: liftOf(exported, heldOut),
    completeAt: rows.length === 0 ? null : new Date(lastAt + days * DAY_MS),
  };
}

function toGroup(row: LiftRow | undefined): CampaignGroup {
  if (!row) return { users: 0, converted: 0, orders: 0, revenue: '0.00', conversionRate: null };
  const [users, converted] = [Number(row.users), Number(row.converted)];
  return {
    users,
    converted,
    orders: Number(row.orders),
    revenue: row.revenue,
    conversionRate: converted / users,
  };
}

function liftOf(exported: CampaignGroup, heldOut: CampaignGroup): number | null {
  if (exported.conversionRate === null || !heldOut.conversionRate) return null;
  return exported.conversionRate / heldOut.conversionRate - 1;
}
