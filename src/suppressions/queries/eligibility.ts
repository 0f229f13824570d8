// Who may be contacted, as it is now and not as a snapshot has it: consent and suppressions are read by the statement
// that this becomes a part of. The joins are ordered by user_id and each user has one row at most in each, so that a
// list keeps its rows. Addresses are hashed, and ids looked for among those that nobody had, only where there are any:
// whether there are is asked once a statement.
import { empty, raw, type Sql, sql } from '../../db/sql.ts';

/** Why a user is left out, the first that applies. */
export const LEFT_OUT_REASONS = [
  'gone',
  'no_consent',
  'suppressed_user',
  'suppressed_email',
  'suppressed_phone',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface EligibilityOptions {
  /** Suppressions that have expired by then do not count. */
  readonly at: Date;
  /** Takes users without consent too. */
  readonly withoutConsent?: boolean;
  /** The users that are asked about are among these; what is joined is read no further. */
  readonly among?: { readonly afterUserId: string; readonly upToUserId: string };
}

export interface Eligibility {
  /** What follows `from user_states u`: joins that take and add no row of `u`. */
  readonly joins: Sql;
  /** A LeftOutReason as text; null for who may be contacted. */
  readonly reason: Sql;
}

/** How an address is compared: SHA-256 of it, trimmed and in lower case. */
const EMAIL_HASH = raw(`sha256(convert_to(lower(btrim(u.email, e' \\t\\n\\r\\f\\v')), 'UTF8'))`);
/** SHA-256 of the digits, but for a "(0)", behind a plus where the number is written with its country (+ or 00). */
const PHONE_HASH = raw(
  `sha256(convert_to(regexp_replace(regexp_replace(u.phone, '\\(0\\)|[^0-9+]', '', 'g'), '^00', '+'), 'UTF8'))`,
);

/** The user of the row `u` of user_states of any snapshot. */
export function eligibilityCases({ at, withoutConsent = false, among }: EligibilityOptions): Eligibility {
  const near = (alias: string) =>
    among
      ? sql` and ${raw(alias)}.user_id > ${among.afterUserId}::bigint and ${raw(alias)}.user_id <= ${among.upToUserId}::bigint`
      : empty;
  const now = sql`${at.toISOString()}::timestamptz`;
  const valid = (alias: string) =>
    sql`(${raw(alias)}.expires_at is null or ${raw(alias)}.expires_at > ${now})`;
  const exists = sql`exists (select 1 from users x where x.user_id = u.user_id${near('x')})`;
  const consents = withoutConsent ? empty : sql`left join consents k on k.user_id = u.user_id${near('k')}`;
  // Whoever has consent is a user, so that only the others have to be looked for.
  const presence = withoutConsent
    ? sql`when not ${exists} then 'gone'`
    : sql`when k.user_id is null then case when ${exists} then 'no_consent' else 'gone' end`;
  const awaited = sql`select 1 from awaited_suppressions a where ${valid('a')}`;
  const isAwaited = sql`(select exists (${awaited})) and exists (${awaited} and a.external_id = u.external_id)`;
  const hasContact = (kind: 'email' | 'phone', hash: Sql) => sql`
           (select exists (select 1 from contact_suppressions c where c.kind = ${raw(`'${kind}'`)} and ${valid('c')}))
             and exists (select 1 from contact_suppressions c
                          where c.hash = ${hash} and c.kind = ${raw(`'${kind}'`)} and ${valid('c')})`;
  return {
    joins: sql`${consents}
  left join user_suppressions s on s.user_id = u.user_id${near('s')} and ${valid('s')}`,
    reason: sql`case ${presence}
         when s.user_id is not null or ${isAwaited} then 'suppressed_user'
         when ${hasContact('email', EMAIL_HASH)} then 'suppressed_email'
         when ${hasContact('phone', PHONE_HASH)} then 'suppressed_phone' end`,
  };
}
