// Exact fractions: measures and thresholds are compared as they were written, and rounded only where they are shown.

/** `numerator / denominator`; the denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,4}))?$/i;

/** The fraction that a decimal text, a finite number (as it is written) or a whole number means. */
export function toFraction(value: string | number | bigint): Fraction {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  const [, sign, whole = '', decimals = '', exponent = '0'] = DECIMAL.exec(String(value)) ?? [];
  if (sign === undefined) throw new Error(`"${value}" is no decimal number.`);
  const digits = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n);
  const places = decimals.length - Number(exponent);
  return places >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(places) }
    : { numerator: digits * 10n ** BigInt(-places), denominator: 1n };
}

export function divide(numerator: bigint, denominator: bigint): Fraction {
  return { numerator, denominator };
}

export function multiply({ numerator, denominator }: Fraction, by: number): Fraction {
  return { numerator: numerator * BigInt(by), denominator };
}

/** Below 0, 0 or above 0, as `a` is below, equal to or above `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest whole number that is not above the fraction. */
export function floor({ numerator, denominator }: Fraction): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** The smallest whole number that is not below the fraction. */
export function ceil({ numerator, denominator }: Fraction): bigint {
  return -floor({ numerator: -numerator, denominator });
}

export function isWhole({ numerator, denominator }: Fraction): boolean {
  return numerator % denominator === 0n;
}

/** Decimal text of at most `places` decimals, rounded half away from zero, without trailing zeros. */
export function toDecimalText({ numerator, denominator }: Fraction, places: number): string {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size * 10n ** BigInt(places) + denominator) / (2n * denominator);
  const digits = String(rounded).padStart(places + 1, '0');
  const decimals = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  const text = places > 0 && decimals !== '' ? `${whole}.${decimals}` : places > 0 ? whole : digits;
  return numerator < 0n && rounded !== 0n ? `-${text}` : text;
}

/** All decimals of a fraction whose denominator is a power of ten, as those of decimal texts are. */
export function toExactText(fraction: Fraction): string {
  return toDecimalText(fraction, String(fraction.denominator).length - 1);
}
