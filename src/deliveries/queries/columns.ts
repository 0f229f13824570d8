// The columns of a delta's rows: those of the destination's platform, or Strata's own. What a user is matched by is kept
// for as long as the destination holds them, and a removal says it again; the rest is told by additions alone. What
// there is none of is kept as an empty text: Prisma reads no array with a null in it.
import { raw, type Sql } from '../../db/sql.ts';
import type { Platform, PlatformColumn } from '../../exports/service.ts';

export interface DeltaColumn {
  /** As files call it. */
  readonly name: string;
  /** As messages call it. */
  readonly field: string;
  /** SQL of its value in a row `c` of delivery_changes. */
  readonly value: string;
}

const OWN: readonly DeltaColumn[] = [
  { name: 'external_id', field: 'externalId', value: 'c.external_id' },
  { name: 'email_sha256', field: 'emailSha256', value: `nullif(c.identifiers[1], '')` },
  { name: 'phone_sha256', field: 'phoneSha256', value: `nullif(c.identifiers[2], '')` },
];

/** The SHA-256 of the address, trimmed and in small letters. */
const EMAIL_SHA256 = `encode(sha256(convert_to(lower(nullif(trim(u.email), '')), 'UTF8')), 'hex')`;
/** The SHA-256 of the number as + and digits; only of one that is given with its country. */
const PHONE_SHA256 = `encode(sha256(convert_to('+' || nullif(regexp_replace(case when trim(u.phone) like '+%' then u.phone end, '[^0-9]', '', 'g'), ''), 'UTF8')), 'hex')`;

/** Identifiers in Strata's own format, of a row `u` of user_states; in the order of its columns. */
export const OWN_IDENTIFIERS: Sql = raw(
  `array[coalesce(${EMAIL_SHA256}, ''), coalesce(${PHONE_SHA256}, '')]`,
);

/** The columns of a delta to a destination of that platform; without one, Strata's own. */
export function columnsOf(platform: Platform | null): readonly DeltaColumn[] {
  if (!platform) return OWN;
  const { identifiers, attributes } = placesIn(platform);
  return platform.columns.map((column, at) => {
    const kept = column.identifies
      ? `c.identifiers[${identifiers.indexOf(at) + 1}]`
      : `c.attributes[${attributes.indexOf(at) + 1}]`;
    return { name: column.name, field: column.name, value: `nullif(${kept}, '')` };
  });
}

/** Where among a platform's columns those are that a user is matched by, and where the others. */
export function placesIn({ columns }: Platform): { identifiers: number[]; attributes: number[] } {
  const placesOf = (wanted: (column: PlatformColumn) => boolean): number[] =>
    columns.flatMap((column, at) => (wanted(column) ? [at] : []));
  return {
    identifiers: placesOf(({ identifies = false }) => identifies),
    attributes: placesOf(({ identifies = false }) => !identifies),
  };
}

/** The values of the columns, each under the name that `called` takes. */
export function valuesOf(columns: readonly DeltaColumn[], called: 'name' | 'field'): Sql {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return raw(columns.map((column) => `${column.value} as ${quoted(column[called])}`).join(', '));
}
