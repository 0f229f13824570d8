// Turns the stories into the rows of the three files. Every row has every column of its file, in header order.

import { activityColumns, paletteColumns, profileColumns, transactionColumns } from './columns.ts';
import { orderIds, userIds } from './ids.ts';
import { spell, spellDate } from './instants.ts';
import { type OrderPlan, splitRevenue } from './purchases.ts';
import type { Story } from './stories.ts';

export type Row = Record<string, string>;
export type Rows = { readonly activity: Row[]; readonly transactions: Row[]; readonly profiles: Row[] };

const dayUs = 86_400_000_000n;

/** A row with every column, the missing ones blank. */
export function complete(columns: readonly string[], cells: Row): Row {
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? '']));
}

/** The id at a place of a pool, different for every place. */
export function pick(pool: readonly string[], place: number): string {
  const suffix = place < pool.length ? '' : `-${Math.floor(place / pool.length)}`;
  return `${pool[place % pool.length]}${suffix}`;
}

export function buildRows(stories: readonly Story[], firstId: number, asOf: bigint): Rows {
  const buyers = stories.map((story, at): Buyer => {
    const id = pick(userIds, firstId + at);
    return { id, rows: eventRows(story, id, asOf) };
  });
  const transactions = stories.flatMap((story, user) =>
    story.orders.flatMap((plan, at) => {
      const orderId = pick(orderIds, firstId + user * 6 + at);
      const [own, other] = [buyers[user]!, buyers[plan.other.user % buyers.length]!];
      mentionOrder(plan, orderId, own, other);
      return orderLines(plan, orderId, own.id, other.id, asOf);
    }),
  );
  return {
    activity: stories.flatMap((story, user) => withRepeats(buyers[user]!.rows, story)),
    transactions,
    profiles: stories.flatMap((story, user) =>
      story.profiles.map((profile) =>
        complete(profileColumns, { ...profile, user_pseudo_id: buyers[user]!.id }),
      ),
    ),
  };
}

function eventRows(story: Story, id: string, asOf: bigint): Row[] {
  const { visits, place, fractionUs, laterUs, details, palettes, cart } = story;
  const length = visits.at(-1) ?? 0n;
  const lateness = place === 'ends later' ? 1n : 0n;
  const start =
    typeof place === 'number' ? asOf - BigInt(place) * dayUs + fractionUs : asOf + lateness - length;
  const times = [...visits.map((offset) => start + offset), ...laterUs.map((later) => asOf + later)];
  return times.map((time, at) => {
    const { picks, margin, idless, spelling } = details[at % details.length]!;
    const said = paletteColumns.map((column, index) => {
      const values = palettes[column];
      return [column, values[picks[index]! % values.length]!];
    });
    return complete(activityColumns, {
      ...Object.fromEntries(said),
      ...(cart !== null && at === 0 ? { [cart[0]]: cart[1] } : {}),
      user_pseudo_id: `${margin}${id}${margin}`,
      eventTimestamp: spell(time, spelling),
      eventDate: at % 2 === 0 ? '1999-01-01' : 'no date',
      transaction_id: idless,
      event_id: idless,
      revenue: at % 3 === 0 ? idless : '',
    });
  });
}

/** The copy comes after its original in the story, in the file perhaps before it. */
function withRepeats(rows: Row[], story: Story): Row[] {
  const copies = story.repeats.flatMap(({ event, isAltered, id }) => {
    const original = rows[event % rows.length];
    if (original === undefined) return [];
    original.event_id = id;
    const altered = { Age: '18', gender: 'f', source: 'fb', page_type: 'cart', country: 'USA', region: 'TX' };
    return [{ ...original, ...(isAltered ? altered : {}) }];
  });
  return [...rows, ...copies];
}

type Buyer = { readonly id: string; readonly rows: Row[] };

function mentionOrder(plan: OrderPlan, orderId: string, own: Buyer, other: Buyer): void {
  const mention = ({ rows }: Buyer, at: number, revenue: string) => {
    const row = rows[at % rows.length];
    if (row !== undefined) Object.assign(row, { transaction_id: ` ${orderId}`, revenue });
    return row;
  };
  if (['shared', 'contested', 'event'].includes(plan.claim))
    mention(other, plan.other.event, plan.other.revenue);
  if (!['shared', 'mention', 'event'].includes(plan.claim)) return;
  if (plan.isRepeated) mention(own, plan.own.event + 1, plan.own.revenue);
  const row = mention(own, plan.own.event, plan.claim === 'event' ? plan.revenue : plan.own.revenue);
  if (row === undefined || !plan.isTied || plan.claim === 'mention') return;
  other.rows.push({ ...row, user_pseudo_id: other.id, revenue: plan.other.revenue });
}

function orderLines(plan: OrderPlan, orderId: string, owner: string, other: string, asOf: bigint): Row[] {
  const users = lineUsers(plan.claim, owner, other);
  const lines = plan.claim === 'event' ? [] : splitRevenue(plan);
  const rows = lines.map((line, at) =>
    complete(transactionColumns, {
      Date: lineDate(plan, asOf),
      Transaction_ID: `\t${orderId} `,
      Item_purchase_quantity: line.quantity,
      Item_revenue: line.revenue,
      ItemName: at % 2 === 0 ? 'Mug, "large"' : 'two\nlines',
      ItemBrand: plan.empty,
      ItemID: '0017',
      user_pseudo_id: users[at % users.length]!,
      unit_price: line.price,
    }),
  );
  if (!plan.hasLaterLine) return rows;
  const later = { Transaction_ID: orderId, Item_revenue: '77', user_pseudo_id: ' ' };
  return [...rows, complete(transactionColumns, { ...later, Date: spell(asOf + 1n, plan.dateSpelling) })];
}

function lineUsers(claim: OrderPlan['claim'], owner: string, other: string): string[] {
  if (claim === 'line' || claim === 'contested') return [owner];
  if (claim === 'two lines') return [owner, other];
  return claim === 'stranger' ? ['line-only'] : ['', ' \t'];
}

function lineDate({ date, dateSpelling, empty }: OrderPlan, asOf: bigint): string {
  if (date === 'none') return empty;
  if (date === 'bare') return ` ${spellDate(asOf)}`;
  const ageUs = date === 'now' ? 0n : date === 'later' ? -1n : date;
  return spell(asOf - ageUs, dateSpelling);
}
