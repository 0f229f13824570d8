// Transactions: one row an order line, each kept as it came, with its revenue worked out exactly.

import { copyIn } from '../../db/copy.ts';
import type { BinaryRows } from '../../db/copy-binary.ts';
import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import type { Fields } from '../readers/fields.ts';
import { type Micros, readDateOrTimestamp, splitInstant, toIsoText } from '../timestamps.ts';
import { cleanAt, isMoney, isQuantity, multiplyMoney } from '../values.ts';
import { isTooLong, LONGEST_VALUE, type NewWords, TEXT_BYTES, WordIndex } from '../word-index.ts';
import { MONEY_FORM, TIMESTAMP_FORM } from './activity.ts';
import {
  BATCH_BYTES,
  BATCH_ROWS,
  type Gatherer,
  type ImportSession,
  type Loader,
  tooLong,
  unreadable,
} from './loader.ts';

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
  /** Numbers of the file's indexes; -1 for no user. */
  readonly user: number;
  readonly item: number;
  readonly orderedAt: Micros | undefined;
  /** '' where there is none. */
  readonly quantity: string;
  readonly revenue: string;
}

const COPY = `/* ingest.order_lines.copy */
copy order_lines (transaction_id, import_id, line_no, user_id, ordered_at, quantity, revenue, item_id)
from stdin`;

interface OrderLines {
  readonly size: number;
  readonly lines: readonly Line[];
  readonly users: NewWords;
  readonly items: NewWords;
}

class LineGatherer implements Gatherer<OrderLines> {
  #lines: Line[] = [];
  /** What the lines take in memory. */
  #lineBytes = 0;
  readonly #users: WordIndex;
  readonly #items: WordIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.#users = new WordIndex([at.user_pseudo_id], trimAscii);
    this.#items = new WordIndex([at.ItemID, at.ItemName, at.ItemBrand, at.ItemCategory]);
  }

  get size(): number {
    return this.#lines.length;
  }

  get isFull(): boolean {
    const bytes = this.#users.newBytes + this.#items.newBytes + this.#lineBytes;
    return this.size === BATCH_ROWS || bytes > BATCH_BYTES;
  }

  add(fields: Fields, line: number): string | undefined {
    const at = this.#at;
    const transactionId = cleanAt(fields, at.Transaction_ID);
    if (transactionId === '') return 'Transaction_ID: missing';
    if (isTooLong(transactionId)) return tooLong('Transaction_ID');
    const userIdLength = fields.trimmedLength(at.user_pseudo_id);
    if (userIdLength > LONGEST_VALUE) return tooLong('user_pseudo_id');
    const numbers = readNumbers(fields, at);
    if (typeof numbers === 'string') return numbers;
    const item = this.#items.numberOf(fields);
    if (item < 0) return tooLong('ItemID, ItemName, ItemBrand or ItemCategory');
    const user = userIdLength === 0 ? -1 : this.#users.numberOf(fields);
    this.#lines.push({ transactionId, lineNo: line, user, item, ...numbers });
    this.#lineBytes += TEXT_BYTES + transactionId.length;
    return undefined;
  }

  take(): OrderLines {
    const lines = this.#lines;
    this.#lines = [];
    this.#lineBytes = 0;
    return { size: lines.length, lines, users: this.#users.takeNew(), items: this.#items.takeNew() };
  }
}

async function writeLines(session: ImportSession, { lines, users, items }: OrderLines): Promise<number> {
  const { connection, importId, bulk, identities, marks, dictionary, encoder } = session;
  const userIds = await identities.resolve(connection, users);
  const itemIds = await dictionary('items').resolve(connection, items);
  await marks.writeOrders(lines.map(({ transactionId }) => transactionId));
  let latest: Micros | undefined;
  encoder.restart();
  for (const line of lines) {
    encodeLine(encoder, importId, line, userIds[line.user], itemIds[line.item] as number);
    if (line.orderedAt !== undefined && !(latest !== undefined && latest >= line.orderedAt))
      latest = line.orderedAt;
  }
  if (latest !== undefined) marks.sawInput(toIsoText(latest));
  await copyIn(connection, `${COPY} (${bulk.copyOptions('order_lines')})`, encoder.finish());
  return 0;
}

function encodeLine(
  rows: BinaryRows,
  importId: number,
  { transactionId, lineNo, orderedAt, quantity, revenue }: Line,
  userId: number | undefined,
  itemId: number,
): void {
  rows.beginRow(8);
  rows.text(transactionId);
  rows.int4(importId);
  rows.int4(lineNo);
  if (userId === undefined) rows.null();
  else rows.id(userId);
  if (orderedAt === undefined) rows.null();
  else {
    const { high, low } = splitInstant(orderedAt);
    rows.int8(high, low);
  }
  if (quantity === '') rows.null();
  else rows.bigint(BigInt(quantity));
  rows.numeric(revenue);
  rows.int4(itemId);
}

type Numbers = Pick<Line, 'orderedAt' | 'quantity' | 'revenue'>;

function readNumbers(fields: Fields, at: Columns<Name>['at']): Numbers | string {
  const date = cleanAt(fields, at.Date);
  const orderedAt = date === '' ? undefined : readDateOrTimestamp(date);
  if (date !== '' && orderedAt === undefined)
    return unreadable('Date', date, `YYYY-MM-DD, or ${TIMESTAMP_FORM}`);
  const quantity = cleanAt(fields, at.Item_purchase_quantity);
  if (quantity !== '' && !isQuantity(quantity))
    return unreadable('Item_purchase_quantity', quantity, 'a whole number');
  const revenue = cleanAt(fields, at.Item_revenue);
  if (revenue !== '' && !isMoney(revenue)) return unreadable('Item_revenue', revenue, MONEY_FORM);
  const price = cleanAt(fields, at.unit_price);
  if (price !== '' && !isMoney(price)) return unreadable('unit_price', price, MONEY_FORM);
  const total = revenue || (quantity && price ? multiplyMoney(quantity, price) : '0');
  return { orderedAt, quantity, revenue: total };
}

export const transactionsLoader: Loader<Name, OrderLines> = {
  kind: 'transactions',
  columns: { required: REQUIRED, optional: OPTIONAL },
  gatherer: (at) => new LineGatherer(at),
  write: writeLines,
};
