// The columns of the generated files, in header order.

import { list } from './list.ts';

export const activityColumns = list(
  'user_pseudo_id|event_name|eventDate|eventTimestamp|transaction_id|page_type|category|city|region',
  'country|source|medium|gender|Age|income_group|event_id|revenue',
);

export const transactionColumns = list(
  'Date|Transaction_ID|Item_purchase_quantity|Item_revenue|ItemName|ItemBrand|ItemCategory|ItemID',
  'user_pseudo_id|unit_price',
);

export const profileColumns = list(
  'user_pseudo_id|email|phone|consent|gender|age|birth_date|income_group|city|region|country',
);

/** What an event says about its user and itself, as chosen from the palettes. */
export const paletteColumns = [
  'event_name',
  'page_type',
  'category',
  'city',
  'region',
  'country',
  'source',
  'medium',
  'gender',
  'Age',
  'income_group',
] as const;
