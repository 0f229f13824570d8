// The age, gender and income of a person, as cells ready for a row. The truth comes from the pin, or is drawn and
// often unknown; an unknown one is spelled by words that mean nothing to the rules. The truth itself is not kept.

import { type Random, weighted } from './random.ts';
import type { Pin } from './roles.ts';
import type { AgeGroup, Gender, Income } from './spellings.ts';
import * as spellings from './spellings.ts';

export type Traits = {
  /** Whole years at the end of the demo, where the age is known. */
  readonly years: number | undefined;
  readonly ageCell: string;
  readonly genderCell: string;
  readonly incomeCell: string;
};

type Draw<T> = { readonly value: T | undefined; readonly weight: number };

const AGES = weighted<Draw<AgeGroup>>([
  { value: undefined, weight: 26 },
  { value: '18-24', weight: 12 },
  { value: '25-34', weight: 22 },
  { value: '35-44', weight: 16 },
  { value: '45-54', weight: 11 },
  { value: '55-64', weight: 8 },
  { value: '65+', weight: 5 },
]);

const GENDERS = weighted<Draw<Gender>>([
  { value: undefined, weight: 24 },
  { value: 'Female', weight: 40 },
  { value: 'Male', weight: 36 },
]);

const INCOMES = weighted<Draw<Income>>([
  { value: undefined, weight: 33 },
  { value: 'High Income', weight: 10 },
  { value: 'Above Average', weight: 17 },
  { value: 'Average', weight: 26 },
  { value: 'Low Income', weight: 14 },
]);

export function inventTraits(random: Random, pin: Pin | undefined): Traits {
  const age = pin ? pin.age : random.pick(AGES).value;
  const gender = pin ? pin.gender : random.pick(GENDERS).value;
  const income = pin ? pin.income : random.pick(INCOMES).value;
  const years = age && random.between(spellings.AGES[age].years);
  return {
    years,
    ageCell: spellAge(random, age, years),
    genderCell: random.pick(gender ? spellings.GENDERS[gender] : spellings.UNKNOWN_GENDERS),
    incomeCell: random.pick(income ? spellings.INCOMES[income] : spellings.UNKNOWN_INCOMES),
  };
}

function spellAge(random: Random, age: AgeGroup | undefined, years: number | undefined): string {
  if (age === undefined) return random.pick(spellings.UNKNOWN_AGES);
  const draw = random.below(100);
  if (draw < 55) return random.pick(spellings.AGES[age].labels);
  return draw < 95 ? String(years) : `${years}.0`;
}
