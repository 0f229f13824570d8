// Section 1 for profile rows: the last accepted row of each user, and the count of the rejected ones.
// E-mail and phone are not read: no rule depends on them.

import { cell, fold, type RawRow, userIdCell } from './text.ts';
import { type CalendarDate, parseDate } from './time.ts';

export type Profile = {
  readonly gender: string;
  readonly age: string;
  readonly birthDate: CalendarDate | null;
  readonly income: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
};

const consents = new Set(['', 'true', 'false', 'yes', 'no', '1', '0', 'y', 'n', 'granted', 'denied']);

export function readProfiles(rows: readonly RawRow[]): { byUser: Map<string, Profile>; rejected: number } {
  const byUser = new Map<string, Profile>();
  let rejected = 0;
  for (const row of rows) {
    const profile = readProfile(row);
    if (profile === null) rejected += 1;
    else byUser.set(userIdCell(row), profile);
  }
  return { byUser, rejected };
}

function readProfile(row: RawRow): Profile | null {
  const birthText = cell(row, 'birth_date');
  const birthDate = parseDate(birthText);
  const isReadable = birthText === '' || birthDate !== null;
  if (userIdCell(row) === '' || !isReadable || !consents.has(fold(cell(row, 'consent')))) return null;
  return {
    birthDate,
    gender: cell(row, 'gender'),
    age: cell(row, 'age'),
    income: cell(row, 'income_group'),
    city: cell(row, 'city'),
    region: cell(row, 'region'),
    country: cell(row, 'country'),
  };
}
