// How people are described in the data: each true attribute with the spellings that mean it to the rules, and the
// words that mean nothing. A true value never changes for a user; only its spelling is drawn. Only data.

export type AgeGroup = '18-24' | '25-34' | '35-44' | '45-54' | '55-64' | '65+';
export type Gender = 'Male' | 'Female';
export type Income = 'High Income' | 'Above Average' | 'Average' | 'Low Income';

export const AGES: Readonly<
  Record<AgeGroup, { years: readonly [number, number]; labels: readonly string[] }>
> = {
  '18-24': { years: [18, 24], labels: ['18-24'] },
  '25-34': { years: [25, 34], labels: ['25-34'] },
  '35-44': { years: [35, 44], labels: ['35-44', ' 35-44'] },
  '45-54': { years: [45, 54], labels: ['45-54'] },
  '55-64': { years: [55, 64], labels: ['55-64'] },
  '65+': { years: [65, 88], labels: ['65+', 'above 64', '65 or more', '>64', 'Above 64'] },
};

export const GENDERS: Readonly<Record<Gender, readonly string[]>> = {
  Male: ['male', 'male', 'Male', 'M', 'm', 'MALE', 'Man', ' male '],
  Female: ['female', 'female', 'Female', 'F', 'f', 'FEMALE', 'woman', 'female '],
};

export const INCOMES: Readonly<Record<Income, readonly string[]>> = {
  'High Income': ['Top 10%', 'top 10%', 'High', 'high income'],
  'Above Average': ['11-20%', '11-20%', 'Above Average', 'above average'],
  Average: ['21-30%', '31-40%', '41-50%', '21-50%', 'Average'],
  'Low Income': ['Below 50%', 'below 50%', 'Lower 50%', 'LOW', 'low income'],
};

/** The first four are empty to the rules; the rest are values that no rule knows. */
export const UNKNOWN_AGES = ['(not set)', '', 'unknown', 'N/A', '17', 'prefer not to say', '0'] as const;
export const UNKNOWN_GENDERS = ['(not set)', '', 'unknown', 'null', 'other', 'x'] as const;
export const UNKNOWN_INCOMES = ['(not set)', '', 'Unknown', 'n/a', '51-60%'] as const;

/** A place that was not recorded: city, region and country. */
export const UNKNOWN_PLACES = [
  '(not set),(not set),(not set)',
  ',,',
  'not available in demo dataset,not available in demo dataset,(not set)',
] as const;

export const UNITED_STATES: readonly string[] = [
  ...new Array<string>(6).fill('United States'),
  ...['USA', 'US', 'united states', 'United States of America'],
];
