// Who may be contacted, as it is now and not as a snapshot has it: consent and suppressions are read by the statement
// that this becomes a part of. The joins are ordered by user_id and each user has one row at most in each, so that a
// list keeps its rows. Addresses are hashed, and ids looked for among those that nobody had, only where there are any:
// whether there are is asked once a statement, or before it.
import { empty, join, raw, type Sql, sql } from '../../db/sql.ts';

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
  readonly among?: Among;
  /** Only these are looked at; all where it is not known what there is. */
  readonly present?: Present;
}

export interface Eligibility {
  /** What follows `from user_states u`: joins that take and add no row of `u`. */
  readonly joins: Sql;
  /** A LeftOutReason as text; null for who may be contacted. */
  readonly reason: Sql;
  /** Whether they may be contacted: the same as there being no reason, in a form by which Postgres can join. */
  readonly eligible: Sql;
}

/** How an address is compared: SHA-256 of it, trimmed and in lower case. */
const EMAIL_HASH = raw(`sha256(convert_to(lower(btrim(u.email, e' \\t\\n\\r\\f\\v')), 'UTF8'))`);
/** SHA-256 of the digits, but for a "(0)", behind a plus where the number is written with its country (+ or 00). */
const PHONE_HASH = raw(
  `sha256(convert_to(regexp_replace(regexp_replace(u.phone, '\\(0\\)|[^0-9+]', '', 'g'), '^00', '+'), 'UTF8'))`,
);

interface Among {
  readonly afterUserId: string;
  readonly upToUserId: string;
}

/** Which suppressions there are at all that could leave out one of the users asked about. */
export interface Present {
  readonly users: boolean;
  readonly awaited: boolean;
  readonly emails: boolean;
  readonly phones: boolean;
}

const ANY: Present = { users: true, awaited: true, emails: true, phones: true };

function nearTo(alias: string, among: Among | undefined): Sql {
  if (!among) return empty;
  return sql` and ${raw(alias)}.user_id > ${among.afterUserId}::bigint and ${raw(alias)}.user_id <= ${among.upToUserId}::bigint`;
}

function isValid(alias: string, at: Date): Sql {
  const expiresAt = raw(`${alias}.expires_at`);
  return sql`(${expiresAt} is null or ${expiresAt} > ${at.toISOString()}::timestamptz)`;
}

/** Suppressions that have not expired, to be gone on with by ` and …`. */
function validFrom(table: string, alias: string, at: Date): Sql {
  return sql`select 1 from ${raw(`${table} ${alias}`)} where ${isValid(alias, at)}`;
}

function contactsFrom(kind: 'email' | 'phone', at: Date): Sql {
  return sql`${validFrom('contact_suppressions', 'c', at)} and c.kind = ${raw(`'${kind}'`)}`;
}

/** One row, a Present: asked in the transaction of the statement that it is for, it is true of that as well. */
export function presentSuppressions(at: Date, among: Among): Sql {
  return sql`/* suppressions.present */
select exists (${validFrom('user_suppressions', 's', at)}${nearTo('s', among)}) as users,
       exists (${validFrom('awaited_suppressions', 'a', at)}) as awaited,
       exists (${contactsFrom('email', at)}) as emails, exists (${contactsFrom('phone', at)}) as phones`;
}

interface Case {
  readonly is: Sql;
  /** A text. */
  readonly reason: Sql;
}

/** The user of the row `u` of user_states of any snapshot. */
export function eligibilityCases({ withoutConsent = false, ...options }: EligibilityOptions): Eligibility {
  const { at, among, present = ANY } = options;
  const consents = withoutConsent
    ? empty
    : sql`left join consents k on k.user_id = u.user_id${nearTo('k', among)}`;
  const suppressions = present.users
    ? sql`
  left join user_suppressions s on s.user_id = u.user_id${nearTo('s', among)} and ${isValid('s', at)}`
    : empty;
  const cases = [presenceCase(withoutConsent, among), ...suppressionCases(at, present)];
  const arms = cases.map(
    ({ is, reason }) => sql`
         when ${is} then ${reason}`,
  );
  return {
    joins: sql`${consents}${suppressions}`,
    reason: sql`case${join(arms, '')} end`,
    eligible: join(
      cases.map(({ is }) => sql`not (${is})`),
      ' and ',
    ),
  };
}

/** Whoever has consent is a user, so that only the others have to be looked for. */
function presenceCase(withoutConsent: boolean, among: Among | undefined): Case {
  const exists = sql`exists (select 1 from users x where x.user_id = u.user_id${nearTo('x', among)})`;
  if (withoutConsent) return { is: sql`not ${exists}`, reason: sql`'gone'` };
  return { is: sql`k.user_id is null`, reason: sql`case when ${exists} then 'no_consent' else 'gone' end` };
}

function suppressionCases(at: Date, present: Present): Case[] {
  const ofUser: Sql[] = [];
  if (present.users) ofUser.push(sql`s.user_id is not null`);
  const awaited = validFrom('awaited_suppressions', 'a', at);
  if (present.awaited)
    ofUser.push(sql`(select exists (${awaited})) and exists (${awaited} and a.external_id = u.external_id)`);
  const cases: Case[] = [];
  if (ofUser.length > 0) cases.push({ is: join(ofUser, ' or '), reason: sql`'suppressed_user'` });
  const addContacts = (kind: 'email' | 'phone', hash: Sql): void => {
    const any = contactsFrom(kind, at);
    const is = sql`
           (select exists (${any})) and exists (${any} and c.hash = ${hash})`;
    cases.push({ is, reason: raw(`'suppressed_${kind}'`) });
  };
  if (present.emails) addContacts('email', EMAIL_HASH);
  if (present.phones) addContacts('phone', PHONE_HASH);
  return cases;
}
