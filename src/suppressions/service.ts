// Suppressions and consent: who must not be contacted, and why.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { countSuppressions, listSuppressions, type SuppressionKind } from './queries/listed.ts';

export {
  type Contacts,
  MOST_CONTACTS,
  pruneSuppressions,
  type Suppressed,
  type SuppressionTerms,
  suppressBatches,
  suppressUsers,
  type Unsuppressed,
  unsuppressBatches,
  unsuppressUsers,
} from './change.ts';
export {
  type Eligibility,
  type EligibilityOptions,
  eligibilityCases,
  LEFT_OUT_REASONS,
  type LeftOutReason,
  type Present,
  presentSuppressions,
} from './queries/eligibility.ts';
export { SUPPRESSION_KINDS, type SuppressionKind } from './queries/listed.ts';

export interface Suppression {
  /** Of its kind and what it is of: `after` in a list. */
  readonly id: string;
  readonly kind: SuppressionKind;
  /** Of a user, or of an id that nobody has yet. */
  readonly externalId: string | null;
  /** Of an address or a phone number, in hex. */
  readonly sha256: string | null;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Suppressions of a kind, those that have expired too; `after` is the id of the one before. */
export async function suppressions(
  { pool }: Database,
  { kind, first, after = null }: { kind: SuppressionKind; first: number; after?: string | null },
): Promise<Suppression[]> {
  const rows = await listSuppressions(pool, kind, {
    first,
    after: after === null ? null : readId(kind, after),
  });
  return rows.map((row) => ({
    id: `${kind}:${row.key}`,
    kind,
    externalId: row.external_id,
    sha256: row.sha256,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}

const KEYS: Readonly<Record<SuppressionKind, RegExp>> = {
  user: /^\d{1,18}$/,
  awaited: /^[^\0]+$/s,
  email: /^[0-9a-f]{64}$/,
  phone: /^[0-9a-f]{64}$/,
};

function readId(kind: SuppressionKind, id: string): string {
  const key = id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : '';
  if (KEYS[kind].test(key)) return key;
  throw new BadInputError(`after: expected the id of a suppression of the kind ${kind.toUpperCase()}.`);
}

/** How many of each kind count now. */
export function suppressionCounts({ pool }: Database): Promise<Record<SuppressionKind, number>> {
  return countSuppressions(pool, new Date());
}
