// Sells and takes back: writes the lines of orders and counts them. Every order has an id of its own; its lines carry
// whole cents written with two decimals, the total of the line. It does not know who buys; events say that.

import { csvCell } from './csv-cell.ts';
import type { CsvFile } from './csv-file.ts';
import { digits, twoDigits } from './digits.ts';
import { PRODUCTS, type Product, type Tier } from './products.ts';
import { Random, weighted } from './random.ts';
import type { Basket } from './roles.ts';

export const LINE_HEADER =
  'Date,Transaction_ID,Item_purchase_quantity,Item_revenue,ItemName,ItemBrand,ItemCategory,ItemID';

type Item = Product & { readonly cells: string; readonly weight: number };
type Line = { readonly item: Item; readonly quantity: number };

/** An order as a later return needs it. */
export type Sale = { readonly id: string; readonly firstLine: Line };

const TIER_WEIGHTS: Readonly<Record<Tier, number>> = { small: 12, medium: 5, large: 1 };
const ITEMS: readonly Item[] = PRODUCTS.map((product) => ({
  ...product,
  cells: [product.name, product.brand, product.category, product.id].map(csvCell).join(','),
  weight: TIER_WEIGHTS[product.tier],
}));
const SMALL = ITEMS.filter((item) => item.tier === 'small');
const LARGE = ITEMS.filter((item) => item.tier === 'large');
const ANY = weighted(ITEMS);

const LINES = [1, 1, 1, 2, 2, 3, 4, 5];
const QUANTITIES = [1, 1, 1, 1, 1, 2, 2, 3];
const FIRST_ID = 1_000_000;
// Keeps the stream of unattributed orders apart from every other.
const STRAY_STREAM = 0x7000_0000;

export class Till {
  orders = 0;
  #issued = 0;
  readonly #file: CsvFile;
  readonly #strays: Random;

  constructor(file: CsvFile, seed: number) {
    this.#file = file;
    this.#strays = new Random(seed, STRAY_STREAM);
  }

  /** An id that no order line will ever carry, unless the caller sells under it. */
  issueId(): string {
    return `T${digits(FIRST_ID + this.#issued++)}`;
  }

  sell(random: Random, basket: Basket, date: string): Sale {
    const id = this.issueId();
    const lines = fillBasket(random, basket);
    for (const { item, quantity } of lines) this.#write(date, id, item, quantity);
    this.orders++;
    return { id, firstLine: lines[0]! };
  }

  /** An order that no event and no line gives to a user. */
  sellToNobody(date: string): void {
    this.sell(this.#strays, 'mixed', date);
  }

  /** Takes the first line of a sale back, as an order of its own with a negative line, and returns its id. */
  takeBack(sale: Sale, date: string): string {
    const id = this.issueId();
    this.#write(date, id, sale.firstLine.item, -sale.firstLine.quantity);
    this.orders++;
    return id;
  }

  #write(date: string, id: string, item: Item, quantity: number): void {
    this.#file.add(`${date},${id},${quantity},${money(item.priceCents * quantity)},${item.cells}`);
  }
}

function fillBasket(random: Random, basket: Basket): Line[] {
  if (basket === 'small') return lines(random, SMALL, random.between([1, 2]), [1]);
  if (basket === 'mixed') return lines(random, ANY, random.pick(LINES), QUANTITIES);
  return [...lines(random, LARGE, 1, [1]), ...lines(random, ANY, random.below(4), QUANTITIES)];
}

function lines(random: Random, from: readonly Item[], count: number, quantities: readonly number[]): Line[] {
  return Array.from({ length: count }, () => ({
    item: random.pick(from),
    quantity: random.pick(quantities),
  }));
}

function money(cents: number): string {
  const size = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${digits(Math.floor(size / 100))}.${twoDigits(size % 100)}`;
}
