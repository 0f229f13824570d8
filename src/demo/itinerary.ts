// When a user comes and how each visit ends: at most one visit a day, and as many orders as the role asks for while
// there are visits to place them in. What happens inside a visit is told elsewhere.

import type { Ending } from './actions.ts';
import { type Person, untold } from './person.ts';
import type { Random } from './random.ts';
import { DAYS, type Role } from './roles.ts';

export type Visit = {
  readonly daysAgo: number;
  readonly ending: Ending;
  /** Cells `gender,Age,income_group` of the visit's events. */
  readonly told: string;
};

/** The first visit first. */
export function planVisits(random: Random, role: Role, person: Person): Visit[] {
  const count = random.pick(role.visits);
  const days = visitDays(random, role, count);
  const buying = new Set(buyingVisits(random, role, count));
  const shy = count > 1 && !person.pinned && random.chance(200);
  return days.map((daysAgo, index) => {
    const ending = buying.has(index) ? 'order' : random.chance(role.cart) ? 'cart' : 'browse';
    return { daysAgo, ending, told: shy && index === 0 ? untold(random) : person.told };
  });
}

/** Whole days before the end, the first visit first; no day twice. */
function visitDays(random: Random, role: Role, count: number): number[] {
  if (count === 0) return [];
  const span = Math.max(random.between(role.span), count - 1);
  const last = Math.min(random.between(role.last), DAYS - 1 - span);
  return [...random.spread(last + 1, last + span + 1, count - 1).reverse(), last];
}

function buyingVisits(random: Random, role: Role, count: number): number[] {
  const orders = random.pick(role.orders);
  if (orders === 0 || role.pin === undefined) return random.spread(0, count, orders);
  return [...random.spread(0, count - 1, orders - 1), count - 1];
}
