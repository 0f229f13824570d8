// Suppressions added and taken back, all of a call or nothing. They count for whatever is written after their commit.
import { auditStatement } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { execute } from '../db/execute.ts';
import { takeLock } from '../db/locks.ts';
import { type Connection, withTransaction } from '../db/pool.ts';
import { BadInputError } from '../errors.ts';
import { readExternalIds } from '../ingest/external-ids.ts';
import { Tombstones } from '../ingest/tombstones.ts';
import { emailHash, phoneHashes } from './contacts.ts';
import {
  deleteExpired,
  settleAwaited,
  suppressAwaited,
  suppressContacts,
  suppressKnown,
  type Terms,
  unknownAmong,
  unsuppressContacts,
  unsuppressIds,
} from './queries/suppressions.ts';

/** Whom: by external id, by address and by phone number; of the latter two the SHA-256 will do. */
export interface Contacts {
  readonly externalIds?: readonly string[] | null;
  readonly emails?: readonly string[] | null;
  readonly phones?: readonly string[] | null;
}

export interface SuppressionTerms {
  /** What people should know of it, such as "unsubscribed". */
  readonly reason: string;
  /** Until then; without it for good. */
  readonly expiresAt?: Date | null;
}

export interface Suppressed {
  readonly users: number;
  /** Ids that nobody has yet. */
  readonly awaited: number;
  /** Ids of erased users, of which nothing is kept. */
  readonly erased: number;
  readonly emails: number;
  readonly phones: number;
}

export type Unsuppressed = Omit<Suppressed, 'erased'>;

/** Ids, addresses and numbers in one call; files of any length are read by `strata suppressions`. */
export const MOST_CONTACTS = 10_000;
export const LONGEST_REASON = 200;

/** Suppresses them. Throws a BadInputError whose message begins with the field that is wrong. */
export async function suppressUsers(
  database: Database,
  contacts: Contacts,
  terms: SuppressionTerms,
  by: string,
): Promise<Suppressed> {
  return suppressBatches(database, [requireBounded(contacts)], terms, by);
}

/** The same of as many as come, a batch at a time, in one transaction. */
export function suppressBatches(
  database: Database,
  batches: Iterable<Contacts> | AsyncIterable<Contacts>,
  { reason, expiresAt = null }: SuppressionTerms,
  by: string,
): Promise<Suppressed> {
  const at = new Date();
  const terms: Terms = { reason: legalReason(reason), by, at, expiresAt: legalExpiry(expiresAt, at) };
  const total = { users: 0, awaited: 0, erased: 0, emails: 0, phones: 0 };
  return changing(database, by, 'suppressions.add', total, batches, async (connection, batch) => {
    const hashes = hashed(batch);
    const ids = readExternalIds(batch.externalIds ?? [], 'externalIds');
    const unknown = await unknownAmong(connection, ids);
    const erased = await (await Tombstones.open(connection))?.among(unknown);
    total.erased += erased?.size ?? 0;
    const kept = unknown.filter((id) => !erased?.has(id));
    total.users += await suppressKnown(connection, ids, terms);
    total.awaited += await suppressAwaited(connection, kept, terms);
    total.emails += await suppressContacts(connection, 'email', hashes.email, terms);
    await suppressContacts(connection, 'phone', hashes.phone, terms);
    total.phones += hashes.phones;
  });
}

/** Takes suppressions back; what was not suppressed is none the worse. */
export async function unsuppressUsers(
  database: Database,
  contacts: Contacts,
  by: string,
): Promise<Unsuppressed> {
  return unsuppressBatches(database, [requireBounded(contacts)], by);
}

/** The same of as many as come, a batch at a time, in one transaction. */
export function unsuppressBatches(
  database: Database,
  batches: Iterable<Contacts> | AsyncIterable<Contacts>,
  by: string,
): Promise<Unsuppressed> {
  const total = { users: 0, awaited: 0, emails: 0, phones: 0 };
  return changing(database, by, 'suppressions.remove', total, batches, async (connection, batch) => {
    const hashes = hashed(batch);
    const found = await unsuppressIds(connection, readExternalIds(batch.externalIds ?? [], 'externalIds'));
    total.users += found.users;
    total.awaited += found.awaited;
    total.emails += await unsuppressContacts(connection, 'email', hashes.email);
    total.phones += (await unsuppressContacts(connection, 'phone', hashes.phone)) > 0 ? hashes.phones : 0;
  });
}

/** Those that have ended are listed for so long. */
const EXPIRED_KEPT_MS = 30 * 24 * 3_600_000;

/** Gives ids that somebody has by now to that user, and forgets what ended thirty days ago. */
export function pruneSuppressions(
  { pool }: Database,
  now: Date,
): Promise<{ settled: number; forgotten: number }> {
  return withTransaction(pool, async (connection) => {
    await takeLock(connection, 'audiences', 'transaction');
    return {
      settled: await settleAwaited(connection),
      forgotten: await deleteExpired(connection, new Date(now.getTime() - EXPIRED_KEPT_MS)),
    };
  });
}

/** One transaction over all batches, with one entry of the audit log: how many, never who. */
function changing<Total extends Record<string, number>>(
  { pool }: Database,
  by: string,
  action: string,
  total: Total,
  batches: Iterable<Contacts> | AsyncIterable<Contacts>,
  change: (connection: Connection, batch: Contacts) => Promise<void>,
): Promise<Total> {
  return withTransaction(pool, async (connection) => {
    await takeLock(connection, 'audiences', 'transaction');
    for await (const batch of batches) await change(connection, batch);
    await execute(connection, auditStatement(by, action, total));
    return total;
  });
}

function hashed({ emails, phones }: Contacts): { email: string[]; phone: string[]; phones: number } {
  return {
    email: (emails ?? []).map((email, at) => emailHash(email, `emails[${at}]`)),
    phone: (phones ?? []).flatMap((phone, at) => phoneHashes(phone, `phones[${at}]`)),
    phones: phones?.length ?? 0,
  };
}

function requireBounded(contacts: Contacts): Contacts {
  const given = [contacts.externalIds, contacts.emails, contacts.phones].reduce(
    (sum, list) => sum + (list?.length ?? 0),
    0,
  );
  if (given === 0) throw new BadInputError('externalIds: expected ids, emails or phones, got none.');
  if (given <= MOST_CONTACTS) return contacts;
  throw new BadInputError(
    `externalIds: expected ${MOST_CONTACTS} ids, emails and phones at most in one call, got ${given}. Call again with the rest, or give strata suppressions a file.`,
  );
}

function legalReason(given: string): string {
  const reason = given.trim();
  if (reason !== '' && reason.length <= LONGEST_REASON && !/\p{Cc}/u.test(reason)) return reason;
  throw new BadInputError(
    `reason: expected 1 to ${LONGEST_REASON} characters in one line, such as "unsubscribed", got ${reason.length}.`,
  );
}

function legalExpiry(expiresAt: Date | null, now: Date): Date | null {
  if (expiresAt === null || expiresAt > now) return expiresAt;
  throw new BadInputError('expiresAt: expected an instant to come, or none.');
}
