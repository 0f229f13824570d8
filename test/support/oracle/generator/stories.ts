// The story of one generated user: visits, what the events say, orders, profile rows. Everything is a choice of
// fast-check's own, so a failing shop shrinks towards few users with plain cells.

import fc from 'fast-check';
import type { paletteColumns } from './columns.ts';
import { type Spelling, spelling } from './instants.ts';
import { cellOf, emptyText, oddText, spaced } from './odd-text.ts';
import { type OrderPlan, purchases } from './purchases.ts';
import { visits } from './visits.ts';
import * as words from './words.ts';

/** Palettes hold a user's few values of each column; an event picks one of each. */
const paletteWords = {
  event_name: words.eventNames,
  page_type: words.pageTypes,
  category: words.categories,
  city: words.cities,
  region: words.regions,
  country: words.countries,
  gender: words.genders,
  Age: words.ages,
  income_group: words.incomes,
  medium: words.mediums,
} as const;

export type Palettes = Readonly<Record<(typeof paletteColumns)[number], string[]>>;
export type EventDetail = {
  readonly picks: number[];
  readonly spelling: Spelling;
  readonly margin: string;
  /** A spelling of empty for the cells of ids. */
  readonly idless: string;
};
/** Cells of a profile row by column. */
type ProfileCells = Record<string, string>;

export type Story = {
  readonly visits: bigint[];
  /** Where the visits lie: so many days before the as-of time, or the last event at it or 1 microsecond after. */
  readonly place: 7 | 10 | 40 | 'ends now' | 'ends later';
  /** Added to the start, so that written times have decimals. */
  readonly fractionUs: bigint;
  /** Further events, so long after the as-of time. */
  readonly laterUs: bigint[];
  readonly palettes: Palettes;
  readonly details: EventDetail[];
  readonly cart: readonly [column: string, value: string] | null;
  readonly orders: OrderPlan[];
  readonly profiles: ProfileCells[];
  /** Events that come twice under one event id, the second time perhaps saying something else. */
  readonly repeats: ReadonlyArray<{
    readonly event: number;
    readonly isAltered: boolean;
    readonly id: string;
  }>;
};

const places = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(7, 10, 40) },
  { weight: 2, arbitrary: fc.constantFrom('ends now', 'ends later') },
) satisfies fc.Arbitrary<Story['place']>;

const palette = (cells: fc.Arbitrary<string>) => fc.array(cells, { minLength: 1, maxLength: 2, size: 'max' });

const source = fc.oneof(
  { weight: 1, arbitrary: cellOf(words.sources) },
  { weight: 5, arbitrary: cellOf(words.quietSources) },
);

const palettes: fc.Arbitrary<Palettes> = fc.record({
  ...(Object.fromEntries(
    Object.entries(paletteWords).map(([column, list]) => [column, palette(cellOf(list))]),
  ) as Record<keyof typeof paletteWords, fc.Arbitrary<string[]>>),
  source: palette(source),
});

const detail: fc.Arbitrary<EventDetail> = fc.record({
  picks: fc.array(fc.nat({ max: 1 }), { minLength: 11, maxLength: 11 }),
  spelling,
  margin: fc.constantFrom('', '', '', ' ', '\t', '\r\n'),
  idless: emptyText,
});

const cart = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(...words.cartSignals) },
  { weight: 1, arbitrary: fc.constantFrom(...words.nearCartSignals) },
);

/** A profile gives few attributes, so that events still decide most. */
const mostlyEmpty = (list: readonly string[]) => cellOf(list, { word: 3, empty: 8, odd: 1 });

const profile: fc.Arbitrary<ProfileCells> = fc.record({
  email: fc.oneof(emptyText, oddText, fc.constantFrom('a@shop.example', ' A@Shop.example ', 'no-address')),
  phone: fc.oneof(emptyText, oddText, fc.constantFrom('+41 44 668 18 00', '1', '0')),
  consent: cellOf(words.consents, { word: 3, empty: 1, odd: 0 }),
  gender: mostlyEmpty(words.genders),
  age: mostlyEmpty(words.ages),
  birth_date: fc.oneof(emptyText, spaced(fc.constantFrom(...words.birthDates))),
  income_group: mostlyEmpty(words.incomes),
  city: mostlyEmpty(words.cities),
  region: mostlyEmpty(words.regions),
  country: mostlyEmpty(words.countries),
});

export const story: fc.Arbitrary<Story> = fc.record({
  visits,
  place: places,
  fractionUs: fc.constantFrom(0n, 0n, 0n, 100_000n, 50_500n),
  laterUs: fc.oneof(
    { weight: 4, arbitrary: fc.constant<bigint[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(1n, 3_600_000_000n), { minLength: 1, maxLength: 2 }) },
  ),
  palettes,
  details: fc.array(detail, { minLength: 1, maxLength: 8, size: 'max' }),
  cart,
  orders: purchases,
  profiles: fc.oneof(
    { weight: 3, arbitrary: fc.constant<ProfileCells[]>([]) },
    { weight: 2, arbitrary: fc.array(profile, { minLength: 1, maxLength: 3, size: 'max' }) },
  ),
  repeats: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          event: fc.nat({ max: 40 }),
          isAltered: fc.boolean(),
          id: fc.constantFrom('e1', 'E1', '\u00a0', '7'),
        }),
        { minLength: 1, maxLength: 3, size: 'max' },
      ),
    },
  ),
});
