// Section 6: age group, gender and income of one user.
// The value is chosen first (profile, else the first in time) and only then mapped, so a strange word can win.

import type { ActivityEvent } from './read-activity.ts';
import type { Profile } from './read-profiles.ts';
import { compareBytes, fold } from './text.ts';
import { ageOn, dateOf } from './time.ts';

export const ageGroups = ['18-24', '25-34', '35-44', '45-54', '55-64', '65+', 'Unknown'] as const;
export const genders = ['Male', 'Female', 'Unknown'] as const;
export const incomes = ['High Income', 'Above Average', 'Average', 'Low Income', 'Unknown'] as const;

const genderWords: Record<(typeof genders)[number], readonly string[]> = {
  Male: ['male', 'm', 'man'],
  Female: ['female', 'f', 'woman'],
  Unknown: [],
};

const incomeWords: Record<(typeof incomes)[number], readonly string[]> = {
  'High Income': ['top 10%', 'high', 'high income'],
  'Above Average': ['11-20%', 'above average'],
  Average: ['21-30%', '31-40%', '41-50%', '21-50%', 'average'],
  'Low Income': ['below 50%', 'lower 50%', 'low', 'low income'],
  Unknown: [],
};

export type Demographics = { age: string; gender: string; income: string };

export function demographics(
  events: readonly ActivityEvent[],
  profile: Profile | undefined,
  asOf: bigint,
): Demographics {
  return {
    age: profile?.birthDate
      ? groupOfYears(ageOn(profile.birthDate, dateOf(asOf)))
      : ageGroup(profile?.age || firstValue(events, (event) => event.age)),
    gender: match(genders, genderWords, profile?.gender || firstValue(events, (event) => event.gender)),
    income: match(incomes, incomeWords, profile?.income || firstValue(events, (event) => event.income)),
  };
}

function firstValue(events: readonly ActivityEvent[], pick: (event: ActivityEvent) => string): string {
  const stated = events.filter((event) => pick(event) !== '');
  const byTime = (left: ActivityEvent, right: ActivityEvent) =>
    left.at < right.at ? -1 : left.at > right.at ? 1 : compareBytes(pick(left), pick(right));
  const first = stated.toSorted(byTime)[0];
  return first === undefined ? '' : pick(first);
}

function ageGroup(text: string): string {
  const word = fold(text);
  const label = ageGroups.find((group) => fold(group) === word);
  if (label !== undefined) return label;
  if (['above 64', '65 or more', '>64'].includes(word)) return '65+';
  const years = /^([0-9]{1,3})(?:\.0)?$/.exec(word);
  return years === null ? 'Unknown' : groupOfYears(Number(years[1]));
}

function groupOfYears(years: number): string {
  if (years < 18 || years > 150) return 'Unknown';
  const index = [24, 34, 44, 54, 64].findIndex((last) => years <= last);
  return index < 0 ? '65+' : ageGroups[index]!;
}

function match<Label extends string>(
  labels: readonly Label[],
  words: Record<Label, readonly string[]>,
  text: string,
): string {
  return labels.find((label) => words[label].includes(fold(text))) ?? 'Unknown';
}
