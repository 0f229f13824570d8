// Transactions: one row an order line, each kept as it came, with its revenue worked out exactly.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import { IdentityIndex } from '../identities.ts';
import { readDateOrTimestamp, toIsoText } from '../timestamps.ts';
import { isTooLong, TupleIndex } from '../tuple-index.ts';
import { cleanAt, isMoney, isQuantity, multiplyMoney } from '../values.ts';
import { MONEY_FORM, TIMESTAMP_FORM } from './activity.ts';
import { type Batch, type ImportSession, type Loader, tooLong, unreadable } from './loader.ts';

const REQUIRED = ['Transaction_ID'] as const;
const OPTIONAL = [
  'Date',
  'Item_purchase_quantity',
  'Item_revenue',
  'ItemName',
  'ItemBrand',
  'ItemCategory',
  'ItemID',
  'user_pseudo_id',
  'unit_price',
] as const;
type Name = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

interface Line {
  readonly transactionId: string;
  readonly lineNo: number;
  readonly user: number;
  readonly orderedAt: string | null;
  readonly quantity: string | null;
  readonly revenue: string;
  readonly item: number;
}

const INSERT = `/* ingest.order_lines.add */
insert into order_lines (transaction_id, import_id, line_no, user_id, ordered_at, quantity, revenue, item_id)
select l.transaction_id, $1, l.line_no, l.user_id, l.ordered_at, l.quantity, l.revenue, l.item_id
  from unnest($2::text[], $3::integer[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::numeric[], $8::integer[])
       as l (transaction_id, line_no, user_id, ordered_at, quantity, revenue, item_id)`;

interface OrderLines {
  readonly size: number;
  readonly lines: readonly Line[];
  readonly externalIds: readonly string[];
  readonly itemWords: readonly string[][];
}

class TransactionBatch implements Batch<OrderLines> {
  readonly #lines: Line[] = [];
  readonly #identityIndex = new IdentityIndex();
  readonly #itemIndex: TupleIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.#itemIndex = new TupleIndex([at.ItemID, at.ItemName, at.ItemBrand, at.ItemCategory]);
  }

  get size(): number {
    return this.#lines.length;
  }

  add(record: readonly string[], line: number): string | undefined {
    const at = this.#at;
    const transactionId = cleanAt(record, at.Transaction_ID);
    if (transactionId === '') return 'Transaction_ID: missing';
    if (isTooLong(transactionId)) return tooLong('Transaction_ID');
    const externalId = trimAscii(record[at.user_pseudo_id] ?? '');
    if (isTooLong(externalId)) return tooLong('user_pseudo_id');
    const numbers = readNumbers(record, at);
    if (typeof numbers === 'string') return numbers;
    const item = this.#itemIndex.numberOf(record);
    if (item < 0) return tooLong('ItemID, ItemName, ItemBrand or ItemCategory');
    const user = externalId === '' ? -1 : this.#identityIndex.numberOf(externalId);
    this.#lines.push({ transactionId, lineNo: line, user, item, ...numbers });
    return undefined;
  }

  gather(): OrderLines {
    const { externalIds } = this.#identityIndex;
    return { size: this.size, lines: this.#lines, externalIds, itemWords: this.#itemIndex.tuples };
  }
}

async function writeLines(
  session: ImportSession,
  { lines, externalIds, itemWords }: OrderLines,
): Promise<number> {
  const { connection, importId, identities, marks, dictionary } = session;
  const users = await identities.resolve(connection, externalIds);
  const items = await dictionary('items').resolve(connection, itemWords);
  const transactionIds = lines.map(({ transactionId }) => transactionId);
  await marks.writeOrders(transactionIds);
  for (const { orderedAt } of lines) if (orderedAt !== null) marks.sawInput(orderedAt);
  await connection.query(INSERT, [
    importId,
    transactionIds,
    lines.map(({ lineNo }) => lineNo),
    lines.map(({ user }) => users[user] ?? null),
    lines.map(({ orderedAt }) => orderedAt),
    lines.map(({ quantity }) => quantity),
    lines.map(({ revenue }) => revenue),
    lines.map(({ item }) => items[item]),
  ]);
  return 0;
}

type Numbers = Pick<Line, 'orderedAt' | 'quantity' | 'revenue'>;

function readNumbers(record: readonly string[], at: Columns<Name>['at']): Numbers | string {
  const date = cleanAt(record, at.Date);
  const orderedAt = date === '' ? undefined : readDateOrTimestamp(date);
  if (date !== '' && orderedAt === undefined)
    return unreadable('Date', date, `YYYY-MM-DD, or ${TIMESTAMP_FORM}`);
  const quantity = cleanAt(record, at.Item_purchase_quantity);
  if (quantity !== '' && !isQuantity(quantity))
    return unreadable('Item_purchase_quantity', quantity, 'a whole number');
  const revenue = cleanAt(record, at.Item_revenue);
  if (revenue !== '' && !isMoney(revenue)) return unreadable('Item_revenue', revenue, MONEY_FORM);
  const price = cleanAt(record, at.unit_price);
  if (price !== '' && !isMoney(price)) return unreadable('unit_price', price, MONEY_FORM);
  const total = revenue || (quantity && price ? multiplyMoney(quantity, price) : '0');
  return {
    orderedAt: orderedAt === undefined ? null : toIsoText(orderedAt),
    quantity: quantity || null,
    revenue: total,
  };
}

export const transactionsLoader: Loader<Name, OrderLines> = {
  kind: 'transactions',
  columns: { required: REQUIRED, optional: OPTIONAL },
  newBatch: (at) => new TransactionBatch(at),
  write: writeLines,
};
