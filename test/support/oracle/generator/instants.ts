// Writes an instant in each of the spellings that semantics.md accepts, exactly; and gives spellings that it refuses.

import fc from 'fast-check';
import { list } from './list.ts';

/** A recipe: which spelling, and the white space around it. */
export type Spelling = { readonly form: number; readonly margin: string };

export const spelling: fc.Arbitrary<Spelling> = fc.record({
  form: fc.nat({ max: 9 }),
  margin: fc.constantFrom('', '', '', ' ', '\t'),
});

/** As-of times around the end of February of leap and common years, a new year and a day's last microsecond. */
export const asOfTexts = [
  '2024-03-01T00:00:00Z',
  '2024-02-29 12:00:00',
  '2023-02-28 23:59:59.999999',
  '2023-03-01T01:00:00+01:00',
  '2025-01-01T00:30:00-00:30',
  '1709251200',
];

export const unreadableTimes = list(
  ' |null|(not set)|yesterday|2017-08-01|20170801|12345678|123456789012345678|2017-02-30 10:00:00',
  '2023-02-29T10:00:00Z|2017-13-01 10:00:00|2017-00-10 10:00:00|0000-01-01 00:00:00',
  '2017-08-01 24:00:00|2017-08-01 25:00:00|2017-08-01 10:60:00|2017-08-01 10:00:60|2017-8-1 10:00:00',
  '2017-08-01 10:00|2017-08-01  10:00:00|2017-08-01 10:00:00.|2017-08-01 10:00:00.1234567',
  '2017-08-01 10:00:00+24:00|2017-08-01 10:00:00+01:60|2017-08-01 10:00:00+0100',
  '2017-08-01 10:00:00 UTC|2017-08-01 10:00:00 Z|1501545600.5|-1501545600|+1501545600|1.5e9|10:00:00',
  '01/08/2017 10:00:00|\u00a02017-08-01 10:00:00|2017-08-01\u00a010:00:00|\u0662017-08-01 10:00:00',
  '12017-08-01 10:00:00',
);

const offsets = [
  ['+05:30', 330],
  ['-08:00', -480],
  ['+23:59', 1439],
  ['-23:59', -1439],
  ['+00:00', 0],
] as const;

/** The instant (microseconds since 1970, not before it) in the spelling that the recipe names. */
export function spell(instant: bigint, { form, margin }: Spelling): string {
  return `${margin}${bare(instant, form)}${margin}`;
}

/** The bare UTC date of an instant, which reads as midnight. */
export function spellDate(instant: bigint): string {
  return new Date(Number(instant / 1000n)).toISOString().slice(0, 10);
}

function bare(instant: bigint, form: number): string {
  if (form === 1) return written(instant, 'T', false, 'Z');
  if (form === 2) return written(instant, 'T', true, 'Z');
  if (form === 3) return written(instant, ' ', true, '');
  if (form === 4) return shortestEpoch(instant);
  const offset = offsets[form - 5];
  if (offset === undefined) return written(instant, ' ', false, '');
  return written(instant + BigInt(offset[1]) * 60_000_000n, form % 2 === 0 ? ' ' : 'T', false, offset[0]);
}

function written(instant: bigint, separator: string, allDecimals: boolean, zone: string): string {
  const iso = new Date(Number(instant / 1_000_000n) * 1000).toISOString();
  const six = (instant % 1_000_000n).toString().padStart(6, '0');
  const decimals = allDecimals ? six : six.replace(/0+$/, '');
  const fraction = decimals === '' ? '' : `.${decimals}`;
  return `${iso.slice(0, 10)}${separator}${iso.slice(11, 19)}${fraction}${zone}`;
}

function shortestEpoch(instant: bigint): string {
  if (instant % 1_000_000n === 0n) return String(instant / 1_000_000n);
  return String(instant % 1000n === 0n ? instant / 1000n : instant);
}
