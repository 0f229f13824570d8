// The row of a user in the profiles file. It never contradicts what events say of the user: it repeats a true
// attribute or leaves it out, and gives an age or a birth date, not both.

import { inventEmail, inventPhone } from './contacts.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

export const PROFILE_HEADER =
  'user_pseudo_id,email,phone,consent,birth_date,gender,age,income_group,city,region,country';

const CONSENT = [
  ...['true', 'true', 'true', 'true', 'true', 'true', 'yes', 'Yes', '1', 'TRUE'],
  ...['false', 'false', 'false', 'no', '0', '', '', ''],
];
const DAY_MS = 86_400_000;

/** One row, or two of a person who has changed their mind about consent: the later one counts. */
export function profileRows(random: Random, person: Person, user: number, endMs: number): string[] {
  const email = random.chance(920) ? inventEmail(random, user) : '';
  const phone = random.chance(450) ? inventPhone(random) : '';
  const consent = random.pick(CONSENT);
  const attributes = attributeCells(random, person, endMs);
  const row = (given: string) => `${person.id},${email},${phone},${given},${attributes}`;
  return random.chance(5) ? [row('true'), row('false')] : [row(consent)];
}

/** Cells `birth_date,gender,age,income_group,city,region,country`. */
function attributeCells(random: Random, person: Person, endMs: number): string {
  const { traits } = person;
  const birthDate =
    traits.years !== undefined && random.chance(450) ? birthDateOf(random, traits.years, endMs) : '';
  const age = birthDate === '' && random.chance(500) ? traits.ageCell : '';
  const gender = random.chance(600) ? traits.genderCell : '';
  const income = random.chance(400) ? traits.incomeCell : '';
  const place = person.home !== undefined && random.chance(500) ? person.home : ',,';
  return `${birthDate},${gender},${age},${income},${place}`;
}

/** `YYYY-MM-DD`. Well away from the birthday, so that the age holds for days around the end of the demo. */
function birthDateOf(random: Random, years: number, endMs: number): string {
  const end = new Date(endMs);
  const birthdayMs = Date.UTC(end.getUTCFullYear() - years, end.getUTCMonth(), end.getUTCDate());
  return new Date(birthdayMs - random.between([10, 350]) * DAY_MS).toISOString().slice(0, 10);
}
