// Whole numbers as text, put together from tables. The engine's own conversion keeps each text in a cache that
// outlives the collector's nursery; over millions of rows that costs tens of megabytes. Non-negative numbers only.

const padded = (count: number, width: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => String(number).padStart(width, '0'));

const UP_TO_999 = padded(1000, 1);
const TWO_DIGITS = padded(100, 2);
const THREE_DIGITS = padded(1000, 3);

export function digits(number: number): string {
  if (number < 1000) return UP_TO_999[number]!;
  return digits(Math.floor(number / 1000)) + THREE_DIGITS[number % 1000]!;
}

/** `number` from 0 to 99. */
export function twoDigits(number: number): string {
  return TWO_DIGITS[number]!;
}

/** `number` from 0 to 999. */
export function threeDigits(number: number): string {
  return THREE_DIGITS[number]!;
}
