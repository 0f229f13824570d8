// Days and instants as filters give them, checked, so that the database never refuses one.
import { BadInputError } from '../errors.ts';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const INSTANT =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):?[0-5]\d)?$/;

function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined || year === '0000') return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.toISOString().slice(0, 10) === text;
}

export function readDay(text: string, path: string): string {
  if (isDay(text)) return text;
  throw new BadInputError(`${path}: expected a day such as 2026-06-30, got ${JSON.stringify(text)}.`);
}

/** With an offset: an instant that is given without one is UTC, and a day is its first instant. */
export function readInstant(text: string, path: string): string {
  if (isDay(text)) return `${text}T00:00:00Z`;
  const [, day, , , offset] = INSTANT.exec(text) ?? [];
  if (day !== undefined && isDay(day)) return offset === undefined ? `${text}Z` : text;
  throw new BadInputError(
    `${path}: expected a day such as 2026-06-30, or an instant such as 2026-06-30T18:00:00Z, got ${JSON.stringify(text)}.`,
  );
}
