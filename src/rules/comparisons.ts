// The five comparisons of numbers: their symbols, in SQL and in plain text, and what they mean of whole numbers.
import { ceil, type Fraction, floor, isWhole } from './exact.ts';

export const SYMBOLS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
export type Comparison = keyof typeof SYMBOLS;
export const COMPARISONS = Object.keys(SYMBOLS) as Comparison[];

export interface Threshold {
  readonly comparison: Comparison;
  readonly threshold: number;
}

/** The same of a threshold that may be decimal text, so that no amount is rounded on its way. */
export interface ExactThreshold {
  readonly comparison: Comparison;
  readonly threshold: number | string;
}

/** The comparisons among the properties of a test or a step, in a fixed order. */
export function thresholdsOf(test: { readonly [name in Comparison]?: number | undefined }): Threshold[] {
  return COMPARISONS.flatMap((comparison) => {
    const threshold = test[comparison];
    return threshold === undefined ? [] : [{ comparison, threshold }];
  });
}

/** Whether it holds of two things of which `order` says how they stand: below 0, 0 or above 0. */
export function holdsOf(comparison: Comparison, order: number): boolean {
  if (comparison === 'eq') return order === 0;
  if (comparison === 'gt') return order > 0;
  if (comparison === 'gte') return order >= 0;
  return comparison === 'lt' ? order < 0 : order <= 0;
}

/** The whole threshold by which whole numbers compare the same; undefined where none can be equal. */
export function wholeThreshold(comparison: Comparison, threshold: Fraction): bigint | undefined {
  if (comparison === 'eq') return isWhole(threshold) ? floor(threshold) : undefined;
  return comparison === 'gte' || comparison === 'lt' ? ceil(threshold) : floor(threshold);
}

/** The whole numbers `from <= n < below` of which it holds; undefined where there are none. */
export function wholeRange({
  comparison,
  threshold,
}: Threshold): { from: number; below: number } | undefined {
  const [low, high] = [Math.floor(threshold), Math.ceil(threshold)];
  if (comparison === 'gte') return { from: high, below: Infinity };
  if (comparison === 'gt') return { from: low + 1, below: Infinity };
  if (comparison === 'lt') return { from: -Infinity, below: high };
  if (comparison === 'lte') return { from: -Infinity, below: low + 1 };
  return low === high ? { from: low, below: low + 1 } : undefined;
}
