// Rows of our columns into rows of a platform's. A value that its rule can't make usable is left empty and counted;
// a row in which nothing is left that identifies its user is left out.
import { hash } from 'node:crypto';
import { countryCode } from './countries.ts';
import type { Platform, PlatformColumn } from './platform.ts';
import { RULES } from './rules.ts';

export interface Conversion {
  /** Our columns, in the order in which `convert` takes their values; the country for phones is among them. */
  readonly sources: readonly PlatformColumn['from'][];
  /** The platform's row; null where nothing identifies the user. */
  convert(values: readonly (string | null)[]): (string | null)[] | null;
  /** How many values were left empty since the last time: "unusable_phone" and the like. */
  takeEmptied(): Record<string, number>;
}

/** `phoneCountry` is where national phones of users without a country are from. */
export function newConversion({ columns }: Platform, phoneCountry: string | null): Conversion {
  const sources = [...new Set([...columns.map(({ from }) => from), 'country' as const])];
  const places = columns.map(({ from }) => sources.indexOf(from));
  const countryPlace = sources.indexOf('country');
  let emptied = new Map<string, number>();

  const converted = (
    { from, rule, hashed }: PlatformColumn,
    text: string | null,
    country: string | null,
  ): string | null => {
    if (text === null) return null;
    const value = RULES[rule](text, { phoneCountry: country });
    if (value === null) emptied.set(`unusable_${from}`, (emptied.get(`unusable_${from}`) ?? 0) + 1);
    return value !== null && hashed ? hash('sha256', value, 'hex') : value;
  };

  return {
    sources,
    convert(values) {
      const written = values[countryPlace];
      const country = (typeof written === 'string' ? countryCode(written) : null) ?? phoneCountry;
      const row = columns.map((column, at) =>
        converted(column, values[places[at] as number] ?? null, country),
      );
      return columns.some(({ identifies }, at) => identifies && row[at] !== null) ? row : null;
    },
    takeEmptied() {
      const taken = Object.fromEntries(emptied);
      emptied = new Map();
      return taken;
    },
  };
}
