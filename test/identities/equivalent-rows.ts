// What a shop's files would have to say for the database to have been from the start as it is after an erasure, a merge
// or an undone import. Written from the documentation, apart from src.
import type { Row, Shop } from '../support/histories.ts';
import { evaluate } from '../support/oracle/evaluate.ts';
import { cell, userIdCell } from '../support/oracle/text.ts';

const END_OF_TIME = '9999-12-31';

/** Without a user: their rows go, their orders go whole, and others' events no longer name these. */
export function withoutUser(shop: Shop, user: string): Shop {
  const theirs = ordersOf(shop, user);
  const isTheirs = (row: Row) => userIdCell(row) === user;
  return {
    ...shop,
    activity: shop.activity
      .filter((row) => !isTheirs(row))
      .map((row) => (theirs.has(cell(row, 'transaction_id')) ? { ...row, transaction_id: '' } : row)),
    transactions: shop.transactions.filter(
      (row) => !isTheirs(row) && !theirs.has(cell(row, 'Transaction_ID')),
    ),
    profiles: shop.profiles.filter((row) => !isTheirs(row)),
  };
}

/** As attributed at the shop's as-of time; what has no owner then, as all that is stored says. */
function ordersOf(shop: Shop, user: string): ReadonlySet<string> {
  const now = evaluate(shop).orders.filter((order) => order.user !== null);
  const decided = new Set(now.map(({ transactionId }) => transactionId));
  const later = evaluate({ ...shop, asOf: END_OF_TIME }).orders;
  const orders = [...now, ...later.filter(({ transactionId }) => !decided.has(transactionId))];
  return new Set(orders.filter((order) => order.user === user).map(({ transactionId }) => transactionId));
}

/**
 * With one user's rows under another's id. Of events of one id the first in the file counts, so the survivor's come
 * first; of profiles the last, so the survivor's come last.
 */
export function withMergedUser(shop: Shop, loser: string, survivor: string): Shop {
  const isLosers = (row: Row) => userIdCell(row) === loser;
  const renamed = (rows: readonly Row[]) =>
    rows.filter(isLosers).map((row) => ({ ...row, user_pseudo_id: survivor }));
  const others = (rows: readonly Row[]) => rows.filter((row) => !isLosers(row));
  return {
    ...shop,
    activity: [...others(shop.activity), ...renamed(shop.activity)],
    transactions: [...others(shop.transactions), ...renamed(shop.transactions)],
    profiles: [...renamed(shop.profiles), ...others(shop.profiles)],
  };
}
