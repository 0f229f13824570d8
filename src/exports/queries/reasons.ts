// For what reason a member is left out of an export: one at most, the first that holds. That they must not be contacted
// comes before all, the holdout last: who is held out would have been exported.
import { empty, join, raw, type Sql, sql } from '../../db/sql.ts';
import type { Range } from './members.ts';

/** What an export to a campaign heeds. */
export interface CampaignTerms {
  readonly exportId: number;
  readonly campaign: string;
  /** Who was exported to the campaign after this (ISO text) is left out; null for no cap. */
  readonly exportedAfter: string | null;
  /** Who hashes below it is held out; null for nobody. */
  readonly holdoutBelow: Uint8Array | null;
}

/** What follows `from user_states u` for a reason, and the reason: a text, null for who is exported. */
export interface LeftOut {
  /** They take and add no row. */
  readonly joins: Sql;
  readonly reason: Sql;
  /** Whether there is no reason. */
  readonly eligible: Sql;
}

/** Why users of the range are left out; `contact` is why they must not be contacted. */
export function whyLeftOut(contact: LeftOut, terms: CampaignTerms | null, range: Range): LeftOut {
  const capped = terms?.exportedAfter ? recentlyExported(terms, terms.exportedAfter, range) : empty;
  const cases: { readonly is: Sql; readonly reason: 'frequency_cap' | 'holdout' }[] = [];
  if (terms?.exportedAfter) cases.push({ is: sql`f.user_id is not null`, reason: 'frequency_cap' });
  if (terms?.holdoutBelow)
    cases.push({ is: isHeldOut(terms.campaign, terms.holdoutBelow), reason: 'holdout' });
  if (cases.length === 0) return contact;
  const arms = cases.map(({ is, reason }) => sql`when ${is} then ${raw(`'${reason}'`)}`);
  return {
    joins: sql`${contact.joins}${capped}`,
    reason: sql`coalesce(${contact.reason}, case ${join(arms, ' ')} end)`,
    eligible: join([contact.eligible, ...cases.map(({ is }) => sql`not (${is})`)], ' and '),
  };
}

/** The reason where nobody is capped, as in lists that a destination holds; `contact` as above. */
export function leftOutReason(
  contact: Sql,
  terms: Pick<CampaignTerms, 'campaign' | 'holdoutBelow'> | null,
): Sql {
  if (!terms?.holdoutBelow) return contact;
  return sql`coalesce(${contact}, case when ${isHeldOut(terms.campaign, terms.holdoutBelow)} then 'holdout' end)`;
}

/** A join, not a look-up for each user: those would go through what the part itself records. */
function recentlyExported({ campaign, exportId }: CampaignTerms, after: string, range: Range): Sql {
  return sql`
  left join (
    select distinct c.user_id from campaign_exports c
     where c.user_id > ${range.afterUserId}::bigint and c.user_id <= ${range.upToUserId}::bigint
       and c.campaign = ${campaign}::text and c.export_id <> ${exportId}::integer
       and c.exported_at > ${after}::timestamptz) f on f.user_id = u.user_id`;
}

/** By the SHA-256 of user and campaign, which anybody can compute again; its bytes are compared as a number would be. */
function isHeldOut(campaign: string, below: Uint8Array): Sql {
  return sql`sha256(convert_to(u.user_id || ':' || ${campaign}::text, 'UTF8')) < ${below}::bytea`;
}
