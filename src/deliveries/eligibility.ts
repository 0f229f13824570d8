// Who is to be in an audience's list at a destination: the members by its current version in the newest snapshot, but
// for those who must not be contacted as things stand now, and those who are held out.
import { audienceCondition, requireAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { checkTerms, type Explained, holdoutBelow, leftOutReason } from '../exports/service.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot } from '../snapshots/service.ts';
import { eligibilityCases } from '../suppressions/service.ts';
import { type Allowed, isHeld, NOBODY, type Pair } from './queries/delta.ts';

/** How a list is made; kept with each delivery and schedule. */
export interface DeltaOptions {
  /** Takes users without consent too. */
  readonly withoutConsent: boolean;
  /** The campaign by which users are held out; null for nobody. */
  readonly campaign: string | null;
  /** The share of users that is held out, a decimal above 0 and below 1. */
  readonly holdoutShare: string | null;
  /** Takes everybody out: the audience is deleted. */
  readonly emptied?: boolean;
}

/** What a caller gives, made definite; a holdout is of a campaign. Throws a BadInputError by field. */
export function checkDeltaOptions(given: {
  readonly withoutConsent?: boolean | null;
  readonly campaign?: string | null;
  readonly holdoutShare?: string | number | null;
}): DeltaOptions {
  const terms = { campaign: given.campaign ?? null, holdoutShare: given.holdoutShare ?? null };
  const { campaign, holdoutShare } = checkTerms({ audienceId: 0, ...terms });
  return { withoutConsent: given.withoutConsent ?? false, campaign, holdoutShare };
}

export interface WantedList {
  readonly audience: { readonly id: number; readonly name: string; readonly version: number };
  /** Who is to be in the list: the members for whom there is no reason to be left out. */
  readonly wanted: Allowed & Explained;
  /** Who may be contacted at all, in the audience or not. */
  readonly allowed: Allowed;
}

/** Throws a BadInputError where the audience is deleted, or names what the snapshot does not have. */
export async function wantedOf(
  database: Database,
  audienceId: number,
  { withoutConsent, campaign, holdoutShare }: DeltaOptions,
): Promise<WantedList> {
  const snapshot = await requireSnapshot(database);
  const { id, name, version } = await requireAudience(database, audienceId);
  const scope = await segmentCatalogue(database, snapshot);
  const condition = await audienceCondition(database, { audienceId, version }, scope);
  const allowed = allowedIn(snapshot.id, withoutConsent);
  const held = campaign !== null && holdoutShare !== null;
  const heldOut = held ? { campaign, holdoutBelow: holdoutBelow(holdoutShare) } : null;
  const reason = leftOutReason(allowed.reason, heldOut);
  return { audience: { id, name, version }, wanted: { ...allowed, condition, reason }, allowed };
}

/**
 * Whatever the audience is: nobody where the destination is to be emptied, else whom it holds, but for those who must
 * not be contacted.
 */
export async function leftOf(
  database: Database,
  pair: Pair,
  { withoutConsent, emptied = false }: DeltaOptions,
): Promise<WantedList> {
  const { id: snapshotId } = await requireSnapshot(database);
  const allowed = allowedIn(snapshotId, withoutConsent);
  return {
    audience: { id: pair.audienceId, name: '', version: 0 },
    wanted: { ...allowed, condition: emptied ? NOBODY : isHeld(pair, snapshotId) },
    allowed,
  };
}

function allowedIn(snapshotId: number, withoutConsent: boolean): Allowed {
  const { joins, reason } = eligibilityCases({ at: new Date(), withoutConsent });
  return { snapshotId, joins, reason };
}
