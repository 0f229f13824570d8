// The Census Bureau's four regions over the 50 states and DC, by name and USPS code.
// Other for a missing or unlisted state, and for any country that is neither the United States nor unknown.

import { fold } from './text.ts';

export const usRegions = ['Northeast', 'Midwest', 'South', 'West', 'Other'] as const;

const statesByRegion: Readonly<Record<string, string>> = {
  Northeast: `Connecticut CT, Maine ME, Massachusetts MA, New Hampshire NH, Rhode Island RI, Vermont VT,
    New Jersey NJ, New York NY, Pennsylvania PA`,
  Midwest: `Illinois IL, Indiana IN, Michigan MI, Ohio OH, Wisconsin WI, Iowa IA, Kansas KS, Minnesota MN,
    Missouri MO, Nebraska NE, North Dakota ND, South Dakota SD`,
  South: `Delaware DE, District of Columbia DC, Florida FL, Georgia GA, Maryland MD, North Carolina NC,
    South Carolina SC, Virginia VA, West Virginia WV, Alabama AL, Kentucky KY, Mississippi MS, Tennessee TN,
    Arkansas AR, Louisiana LA, Oklahoma OK, Texas TX`,
  West: `Arizona AZ, Colorado CO, Idaho ID, Montana MT, Nevada NV, New Mexico NM, Utah UT, Wyoming WY,
    Alaska AK, California CA, Hawaii HI, Oregon OR, Washington WA`,
};

/** [name, code, region] of each of the 51. */
export const states = Object.entries(statesByRegion).flatMap(([region, list]) =>
  list.split(/,\s+/).map((entry) => [entry.slice(0, -3), entry.slice(-2), region] as const),
);

const unitedStates = new Set(['', 'united states', 'usa', 'us', 'united states of america']);

/** The region of a state in a country, both trimmed and '' where missing. */
export function usRegion(state: string, country: string): string {
  if (!unitedStates.has(fold(country))) return 'Other';
  const word = fold(state);
  const found = states.find(([name, code]) => fold(name) === word || fold(code) === word);
  return found?.[2] ?? 'Other';
}
