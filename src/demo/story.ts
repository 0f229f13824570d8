// The story of one user, from the first visit to the last, written as rows of the three files. It is told from the
// user's own random stream, so it does not depend on how many others there are; only transaction ids do.

import { planVisit, REFUND } from './actions.ts';
import type { Calendar, StampStyle } from './calendar.ts';
import type { Countdown } from './countdown.ts';
import type { CsvFile } from './csv-file.ts';
import { planVisits, type Visit } from './itinerary.ts';
import { arrival, inventPerson, type Person, whereabouts } from './person.ts';
import { CATEGORIES } from './products.ts';
import { profileRows } from './profile.ts';
import type { Random } from './random.ts';
import { JITTER_SECONDS, PACES, type Role } from './roles.ts';
import type { Sale, Till } from './till.ts';

export const ACTIVITY_HEADER =
  'user_pseudo_id,event_name,eventDate,eventTimestamp,transaction_id,page_type,category,city,region,country,source,medium,gender,Age,income_group';

export type Shop = {
  readonly seed: number;
  readonly random: Random;
  readonly calendar: Calendar;
  readonly till: Till;
  readonly activity: CsvFile;
  readonly profiles: CsvFile;
  /** Strikes at orders whose lines are lost, and at orders beside which one without a user is written. */
  readonly linesLost: Countdown;
  readonly strayOrder: Countdown;
};

type Visitor = { readonly person: Person; readonly role: Role; readonly style: StampStyle };

const STYLES: readonly StampStyle[] = [
  ...new Array<StampStyle>(14).fill('millis'),
  ...(['plain', 'plain', 'iso', 'iso', 'offset', 'seconds', 'milliseconds', 'microseconds'] as const),
];
// Per mille of the users that have a profile, and of the orders before another visit that are sent back.
const PROFILE_SHARE = 600;
const RETURN_SHARE = 120;

export function tellUser(shop: Shop, user: number, role: Role): void {
  const { random } = shop;
  random.reseed(shop.seed, user);
  const person = inventPerson(random, shop.seed, user, role);
  const visits = planVisits(random, role, person);
  let sale: Sale | undefined;
  const visitor: Visitor = { person, role, style: random.pick(STYLES) };
  for (const visit of visits) sale = tellVisit(shop, visitor, visit, sale);
  if (visits.length > 0 && !random.chance(PROFILE_SHARE)) return;
  for (const row of profileRows(random, person, user, shop.calendar.endMs)) shop.profiles.add(row);
}

/** Writes a visit; `bought` is the order of the visit before, which may be sent back. Returns this visit's order. */
function tellVisit(shop: Shop, visitor: Visitor, visit: Visit, bought: Sale | undefined): Sale | undefined {
  const { random, calendar, till } = shop;
  const { person, role, style } = visitor;
  const plan = planVisit(random, random.pick(role.actions), visit.ending);
  const returned = bought !== undefined && !person.pinned && random.chance(RETURN_SHARE);
  if (returned) plan.unshift(REFUND);
  const offsets = paceVisit(random, plan.length, PACES[role.pace]);
  const startSec = calendar.beginVisit(random, visit.daysAgo, offsets.at(-1)!);
  const date = calendar.date(startSec);
  const refundId = returned ? till.takeBack(bought, date) : '';
  const order = visit.ending === 'order' ? sellOrLose(shop, visitor, date) : undefined;
  const id = random.chance(person.pinned ? 0 : 4) ? `${person.id} ` : person.id;
  const origin = `,${whereabouts(random, person)},${arrival(random, person)},${visit.told}`;
  const interest = random.pick(CATEGORIES);
  plan.forEach((action, index) => {
    const sec = startSec + offsets[index]!;
    const stamp = calendar.stamp(sec, random.below(1_000_000), style);
    const transaction = action === REFUND ? refundId : action.ofOrder ? order!.id : '';
    const category = action.onGoods ? (random.chance(700) ? interest : random.pick(CATEGORIES)) : '';
    const when = `${action.nameCell}${calendar.date(sec)},${stamp},`;
    shop.activity.add(id + when + transaction + action.pageCell + category + origin);
  });
  return order?.sale;
}

/** Seconds from the first event to each event. */
function paceVisit(random: Random, count: number, pauses: readonly number[]): number[] {
  const offsets = [0];
  while (offsets.length < count) {
    offsets.push(offsets.at(-1)! + random.pick(pauses) + random.below(JITTER_SECONDS + 1));
  }
  return offsets;
}

/** The order of a visit; now and then its lines are lost, and its id matches nothing. */
function sellOrLose(shop: Shop, { person, role }: Visitor, date: string): { id: string; sale?: Sale } {
  const { random, till } = shop;
  if (!person.pinned && shop.linesLost.strikes()) return { id: till.issueId() };
  if (!person.pinned && shop.strayOrder.strikes()) till.sellToNobody(date);
  const sale = till.sell(random, role.basket, date);
  return { id: sale.id, sale };
}
