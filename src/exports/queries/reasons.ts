// For what reason a member is left out of an export: one at most, the first that holds. That they must not be contacted
// comes before all, the holdout last: who is held out would have been exported.
import { join, type Sql, sql } from '../../db/sql.ts';

/** What an export to a campaign heeds. */
export interface CampaignTerms {
  readonly exportId: number;
  readonly campaign: string;
  /** Who was exported to the campaign after this (ISO text) is left out; null for no cap. */
  readonly exportedAfter: string | null;
  /** Who hashes below it is held out; null for nobody. */
  readonly holdoutBelow: Uint8Array | null;
}

/** A text over a row `u` of user_states, null where they are exported; `contact` is why they must not be contacted. */
export function leftOutReason(contact: Sql, terms: CampaignTerms | null): Sql {
  const arms = [];
  if (terms?.exportedAfter)
    arms.push(sql`when ${wasExported(terms, terms.exportedAfter)} then 'frequency_cap'`);
  if (terms?.holdoutBelow)
    arms.push(sql`when ${isHeldOut(terms.campaign, terms.holdoutBelow)} then 'holdout'`);
  return arms.length === 0 ? contact : sql`coalesce(${contact}, case ${join(arms, ' ')} end)`;
}

function wasExported({ campaign, exportId }: CampaignTerms, after: string): Sql {
  return sql`exists (
    select 1 from campaign_exports c
     where c.user_id = u.user_id and c.campaign = ${campaign}::text and c.export_id <> ${exportId}::integer
       and c.exported_at > ${after}::timestamptz)`;
}

/** By the SHA-256 of user and campaign, which anybody can compute again; its bytes are compared as a number would be. */
function isHeldOut(campaign: string, below: Uint8Array): Sql {
  return sql`sha256(convert_to(u.user_id || ':' || ${campaign}::text, 'UTF8')) < ${below}::bytea`;
}
