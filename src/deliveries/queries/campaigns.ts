// Whom the deltas of a campaign have reached and held out, on record since the first one that was confirmed with them.
import { type Sql, sql } from '../../db/sql.ts';
import type { Pair } from './delta.ts';

/**
 * Records who is held out of the campaign by the delta, and whom the destination holds when it has it; in the
 * transaction that confirms it, while its rows are there and after what is held was brought up to date.
 */
export function recordCampaign(
  deliveryId: number,
  { destinationId, audienceId }: Pair,
  campaign: string,
): Sql[] {
  const record = (isHeldOut: boolean, from: Sql): Sql => sql`/* deliveries.record_campaign */
insert into campaign_deltas (user_id, campaign, delivery_id, is_held_out, since)
select r.user_id, ${campaign}::text, ${deliveryId}::integer, ${isHeldOut}::boolean, transaction_timestamp()
  from (${from}) r
  join users x on x.user_id = r.user_id
 where not exists (select 1 from campaign_deltas k where k.user_id = r.user_id and k.campaign = ${campaign}::text)
on conflict (user_id, campaign) do nothing`;
  return [
    record(
      true,
      sql`select c.user_id from delivery_changes c where c.delivery_id = ${deliveryId}::integer and c.operation = 'hold_out'`,
    ),
    record(
      false,
      sql`select a.user_id from audience_deliveries a
          where a.destination_id = ${destinationId}::integer and a.audience_id = ${audienceId}::integer`,
    ),
  ];
}
