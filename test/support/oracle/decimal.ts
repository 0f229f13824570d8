// Exact decimals as an integer and a scale: nothing is rounded until it is written out.
// Rounding is half away from zero; a rounded zero never carries a minus sign.

export type Decimal = { readonly units: bigint; readonly scale: number };

export const zero: Decimal = { units: 0n, scale: 0 };

/** Reads `-?digits[.digits]`; null where the text is anything else. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2]}${fraction}`);
  return { units: match[1] === '-' ? -digits : digits, scale: fraction.length };
}

/** A literal of the rules; throws on a typing mistake. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`not a decimal: ${text}`);
  return parsed;
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: unitsAt(left, scale) + unitsAt(right, scale), scale };
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

export function compare(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = unitsAt(left, scale) - unitsAt(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The exact value with at least two decimals and no further trailing zeros: `500.00`, `0.005`. */
export function exact(value: Decimal): string {
  const text = ratio(value.units, 10n ** BigInt(value.scale), Math.max(value.scale, 2));
  return text.replace(/(\.\d\d\d*?)0+$/, '$1');
}

/** Rounded to exactly `places` decimals; `divisor` gives an average. */
export function fixed(value: Decimal, places: number, divisor = 1n): string {
  return ratio(value.units, 10n ** BigInt(value.scale) * divisor, places);
}

/** numerator / denominator with exactly `places` decimals, the denominator above 0. */
export function ratio(numerator: bigint, denominator: bigint, places: number): string {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size * 10n ** BigInt(places) + denominator) / (2n * denominator);
  const digits = rounded.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = numerator < 0n && rounded > 0n ? '-' : '';
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-places)}`;
}

/** numerator / denominator with at most six decimals; 0 over 0 sessions. */
export function average(numerator: bigint, denominator: bigint): string {
  if (denominator === 0n) return '0';
  return ratio(numerator, denominator, 6).replace(/\.?0+$/, '');
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}
