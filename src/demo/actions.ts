// What happens in a visit: the events in order, each with its name and page. Browsing alone never touches a cart or
// a checkout; a visit that buys holds exactly one `purchase`.

import { type Random, weighted } from './random.ts';

export type Action = {
  /** The cells of the event's name and page, with the commas around them: fewer pieces make a row cheaper. */
  readonly nameCell: string;
  readonly pageCell: string;
  /** Whether the event is about a category of goods. */
  readonly onGoods: boolean;
  /** Whether the event carries the visit's transaction id. */
  readonly ofOrder: boolean;
};

export type Ending = 'browse' | 'cart' | 'order';

const action = (name: string, page: string, onGoods = false, ofOrder = false): Action => ({
  nameCell: `,${name},`,
  pageCell: `,${page},`,
  onGoods,
  ofOrder,
});

const LANDINGS: readonly Action[] = [
  action('session_start', 'home'),
  action('session_start', 'product_listing', true),
  action('session_start', 'product_detail', true),
  action('page_view', 'home'),
  action('page_view', 'product_listing', true),
  action('page_view', 'blog'),
];

const BROWSING = weighted([
  { weight: 6, ...action('page_view', 'home') },
  { weight: 20, ...action('page_view', 'product_listing', true) },
  { weight: 9, ...action('view_item_list', 'product_listing', true) },
  { weight: 30, ...action('view_item', 'product_detail', true) },
  { weight: 8, ...action('scroll', 'product_detail', true) },
  { weight: 6, ...action('select_item', 'product_listing', true) },
  { weight: 7, ...action('view_search_results', 'search') },
  { weight: 5, ...action('user_engagement', 'product_detail', true) },
  { weight: 3, ...action('page_view', 'blog') },
  { weight: 2, ...action('page_view', 'help') },
  { weight: 2, ...action('page_view', 'account') },
  { weight: 2, ...action('view_promotion', 'home') },
]);

const FILL_CART: readonly Action[] = [
  ...new Array<Action>(8).fill(action('add_to_cart', 'product_detail', true)),
  action('Add_To_Cart', 'product_detail', true),
  action('page_view', 'Shopping Cart'),
];
const VIEW_CART = action('view_cart', 'cart');
const BEGIN_CHECKOUT = action('begin_checkout', 'checkout');
const PAY = action('add_payment_info', 'checkout');
const PURCHASE = action('purchase', 'order_confirmation', false, true);
const CONFIRMATION = action('page_view', 'order_confirmation', false, true);

/** Opens the visit after an order that is sent back. */
export const REFUND = action('refund', 'account', false, true);
/** An order takes four events and one before them; a longer visit has room to reload the confirmation. */
const SHORTEST_ORDER = 5;

/** `wanted` events that end as told; more only where the ending takes more. */
export function planVisit(random: Random, wanted: number, ending: Ending): Action[] {
  const count = ending === 'order' ? Math.max(wanted, SHORTEST_ORDER) : wanted;
  const end = closing(random, count, ending);
  const plan: Action[] = [];
  const before = count - end.length;
  if (before > 0) plan.push(random.pick(LANDINGS));
  while (plan.length < before) plan.push(random.pick(BROWSING));
  plan.push(...end);
  return plan;
}

function closing(random: Random, count: number, ending: Ending): readonly Action[] {
  if (ending === 'browse') return [];
  const fill = random.pick(FILL_CART);
  if (ending === 'order') {
    const end = [fill, BEGIN_CHECKOUT, PAY, PURCHASE];
    // The confirmation page names the order again, as reloaded pages do.
    if (count > SHORTEST_ORDER && random.chance(400)) end.push(CONFIRMATION);
    return end;
  }
  const depth = random.below(4);
  if (depth < 2 || count < 4) return [fill];
  return depth === 2 ? [fill, VIEW_CART] : [fill, VIEW_CART, BEGIN_CHECKOUT];
}
