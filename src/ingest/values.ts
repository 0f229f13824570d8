// How one field is read: trimmed, recognised as empty, or parsed. White space and case are ASCII's, as
// rules have it too; JavaScript's own trim and toLowerCase reach further.
import { lowerAscii, trimAscii } from '../rules/ascii.ts';
import type { Fields } from './readers/fields.ts';

const EMPTY = new Set([
  '(not set)',
  'not set',
  'null',
  'nan',
  'n/a',
  'na',
  'unknown',
  'undefined',
  'not available in demo dataset',
]);
const LONGEST_EMPTY = 29;

/** The trimmed value, or '' where it is one of the spellings of nothing. */
export function clean(text: string): string {
  if (text === '') return '';
  const trimmed = trimAscii(text);
  if (trimmed.length > LONGEST_EMPTY || !/^[(nu]/i.test(trimmed)) return trimmed;
  return EMPTY.has(lowerAscii(trimmed)) ? '' : trimmed;
}

/** The cleaned value of a column; '' for one that the file lacks (position -1). */
export function cleanAt(fields: Fields, position: number): string {
  return clean(fields.text(position));
}

const LONGEST_MONEY = 500;

/** True for `-?digits[.digits]` of at most 500 characters; Postgres itself would refuse the import beyond 131,072 digits. */
export function isMoney(text: string): boolean {
  return text.length <= LONGEST_MONEY && /^-?\d+(\.\d+)?$/.test(text);
}

/** True for a whole number, `-?digits`, that a bigint holds. */
export function isQuantity(text: string): boolean {
  return /^-?\d{1,18}$/.test(text);
}

/** quantity x price, exactly, as a decimal text. Both must be readable. */
export function multiplyMoney(quantity: string, price: string): string {
  const [whole = '0', fraction = ''] = price.split('.');
  const product = BigInt(quantity) * BigInt(whole + fraction);
  if (fraction === '') return product.toString();
  const digits = (product < 0n ? -product : product).toString().padStart(fraction.length + 1, '0');
  const sign = product < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}`;
}

const CONSENT = new Map([
  ...['true', 'yes', 'y', '1', 'granted'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'denied'].map((word) => [word, false] as const),
]);

/** true or false for a word of consent, undefined for any other. */
export function readConsent(text: string): boolean | undefined {
  return CONSENT.get(lowerAscii(text));
}
