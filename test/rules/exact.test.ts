// Exact fractions: read as they are written, compared without rounding, rounded half away from zero where shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsOf, wholeRange, wholeThreshold } from '../../src/rules/comparisons.ts';
import {
  ceil,
  compareFractions,
  divide,
  floor,
  toDecimalText,
  toExactText,
  toFraction,
} from '../../src/rules/exact.ts';

describe('a fraction', () => {
  it('is read as it is written', () => {
    for (const text of ['0', '12', '-3.5', '0.1', '123456789012345678.123456789', '-0.000001'])
      expect(toExactText(toFraction(text))).toBe(text);
    expect(toExactText(toFraction(1e-7))).toBe('0.0000001');
    expect(toExactText(toFraction(1e21))).toBe('1000000000000000000000');
    expect(toExactText(toFraction('50.00'))).toBe('50');
    for (const wrong of ['', 'ten', '1.', '.5', '1e', 'NaN', '0x1'])
      expect(() => toFraction(wrong)).toThrow('no decimal');
  });

  it('is compared without rounding', () => {
    expect(compareFractions(toFraction('0.3'), toFraction(0.1 + 0.2))).toBe(-1);
    expect(compareFractions(divide(1n, 3n), toFraction('0.333333333333333333333'))).toBe(1);
    expect(compareFractions(toFraction('50.00'), toFraction(50))).toBe(0);
  });

  it('is shown rounded half away from zero', () => {
    expect([0.0000005, -0.0000005, 0.00000049].map((value) => toDecimalText(toFraction(value), 6))).toEqual([
      '0.000001',
      '-0.000001',
      '0',
    ]);
    expect(toDecimalText(divide(2n, 3n), 6)).toBe('0.666667');
    expect(toDecimalText(divide(25n, 10n), 0)).toBe('3');
    expect(toDecimalText(divide(100n, 1n), 0)).toBe('100');
  });
});

describe('a comparison of whole numbers', () => {
  it('says the same with its whole threshold, and as a range', () => {
    const numbers = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -9, max: 9, noNaN: true }));
    const comparisons = fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte');
    fc.assert(
      fc.property(comparisons, numbers, (comparison, threshold) => {
        const whole = wholeThreshold(comparison, toFraction(threshold));
        const range = wholeRange({ comparison, threshold });
        for (let n = -11; n <= 11; n++) {
          const holds = holdsOf(comparison, n - threshold);
          expect(whole !== undefined && holdsOf(comparison, n - Number(whole))).toBe(holds);
          expect(range !== undefined && range.from <= n && n < range.below).toBe(holds);
        }
        expect([Number(floor(toFraction(threshold))), Number(ceil(toFraction(threshold)))]).toEqual([
          Math.floor(threshold) + 0,
          Math.ceil(threshold) + 0,
        ]);
      }),
    );
  });
});
