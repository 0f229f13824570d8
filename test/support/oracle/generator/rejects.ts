// Rows that must be rejected whole: each would change much if any of it were taken in.
// Their users and orders appear nowhere else, or are the shop's own.

import fc from 'fast-check';
import { activityColumns, profileColumns, transactionColumns } from './columns.ts';
import { orderIds, userIds } from './ids.ts';
import { unreadableTimes } from './instants.ts';
import { list } from './list.ts';
import { cased, emptyText, spaced } from './odd-text.ts';
import { complete, type Row } from './rows.ts';

const blank = spaced(fc.constant(''));
const unreadableMoney = fc.constantFrom(
  ...list('12,50|1e3|.5|5.|+5|--5|1 000|$5|5-|free|Infinity|-|0x10|\u0661|5\u00a0'),
);
const unreadableQuantity = fc.constantFrom(...list('1.5|+2|two|1e2|0x2|1 2|-|\uff12|1_000'));
const unreadableDate = fc.constantFrom(
  ...unreadableTimes.filter((text) => ![' ', 'null', '(not set)', '2017-08-01'].includes(text)),
  ...list('2017-02-29|2017-04-31|0000-01-01|2017-8-1|01.08.2017|2017-08-01T'),
);
const unreadableBirth = fc.constantFrom(
  '1990-02-29',
  '01/02/1990',
  '1990',
  '1990-1-1',
  '1990-01-01T00:00:00',
  '0000-01-01',
);
const unreadableConsent = fc.constantFrom('maybe', 'yes!', '2', 'ok', 'opt-in', '\u00a0', 'den\u0130ed');

const ghost = fc.constantFrom('ghost', ...userIds.slice(0, 4));
const someOrder = fc.constantFrom('ghost-order', ...orderIds.slice(0, 3));

const loudEvent = {
  ...{
    event_name: 'add_to_cart',
    source: 'facebook',
    medium: 'cpc',
    gender: 'm',
    Age: '30',
    income_group: 'high',
  },
  ...{
    city: 'Austin',
    region: 'TX',
    country: 'US',
    eventTimestamp: '2020-01-01 00:00:00',
    transaction_id: 'ghost-order',
  },
};

const goodLine = { Item_purchase_quantity: '1', Item_revenue: '1000', unit_price: '1000' };
const goodProfile = { age: '40', gender: 'f', country: 'USA', region: 'CA', consent: 'yes' };

/** A row that is good but for the given cells. */
function spoil(
  columns: readonly string[],
  good: Row,
  bad: Record<string, fc.Arbitrary<string>>,
): fc.Arbitrary<Row> {
  return fc.record(bad).map((cells) => complete(columns, { ...good, ...cells }));
}

const spoilEvent = (bad: Record<string, fc.Arbitrary<string>>) =>
  spoil(activityColumns, loudEvent, { user_pseudo_id: ghost, ...bad });

const spoilLine = (bad: Record<string, fc.Arbitrary<string>>) =>
  spoil(transactionColumns, goodLine, { Transaction_ID: someOrder, user_pseudo_id: ghost, ...bad });

const spoilProfile = (bad: Record<string, fc.Arbitrary<string>>) =>
  spoil(profileColumns, goodProfile, { user_pseudo_id: ghost, ...bad });

export const rejectedActivity = fc.oneof(
  spoilEvent({ user_pseudo_id: blank }),
  spoilEvent({ eventTimestamp: spaced(fc.constantFrom(...unreadableTimes)) }),
  spoilEvent({ eventTimestamp: emptyText }),
  spoilEvent({ revenue: spaced(unreadableMoney) }),
);

export const rejectedTransactions = fc.oneof(
  spoilLine({ Transaction_ID: emptyText }),
  spoilLine({ Date: spaced(unreadableDate) }),
  spoilLine({ Item_revenue: spaced(unreadableMoney) }),
  spoilLine({ unit_price: spaced(unreadableMoney) }),
  spoilLine({ Item_purchase_quantity: spaced(unreadableQuantity) }),
);

export const rejectedProfiles = fc.oneof(
  spoilProfile({ user_pseudo_id: blank }),
  spoilProfile({ birth_date: spaced(unreadableBirth) }),
  spoilProfile({ consent: spaced(cased(unreadableConsent)) }),
);
