// Sections 6, 7 and 8 by hand: demographics, traffic sources and places.

import { describe, expect, test } from 'vitest';
import { byUser, event, shop, userOf } from './example.ts';
import { usRegion } from './us-regions.ts';

describe('section 6, demographics', () => {
  test.each([
    ['17', 'Unknown'],
    ['18', '18-24'],
    ['24', '18-24'],
    ['25', '25-34'],
    ['34.0', '25-34'],
    ['35', '35-44'],
    ['44', '35-44'],
    ['45', '45-54'],
    ['54', '45-54'],
    ['55', '55-64'],
    ['64', '55-64'],
    ['65', '65+'],
    ['150', '65+'],
    ['151', 'Unknown'],
    ['018', '18-24'],
    ['0018', 'Unknown'],
    ['25.5', 'Unknown'],
    ['25.00', 'Unknown'],
    ['+25', 'Unknown'],
    [' 25-34 ', '25-34'],
    ['65+', '65+'],
    ['Above 64', '65+'],
    ['65 OR more', '65+'],
    ['>64', '65+'],
    ['> 64', 'Unknown'],
    ['\u0662\u0665', 'Unknown'],
  ])('age %j is %s', (age, group) => {
    expect(userOf({ activity: [event({ Age: age })] }).age_group).toBe(group);
    expect(userOf({ profiles: [{ ...byUser, age }] }).age_group).toBe(group);
  });

  test.each([
    ['2006-03-01', '2024-03-01', '18-24'],
    ['2006-03-01', '2024-02-29 23:59:59.999999', 'Unknown'],
    ['1988-02-29', '2023-02-28', '25-34'],
    ['1988-02-29', '2023-03-01', '35-44'],
    ['1988-02-29', '2023-02-28 23:30:00-01:00', '35-44'],
    ['1959-02-28', '2024-02-28', '65+'],
    ['1873-03-02', '2024-03-01', '65+'],
    ['1873-03-01', '2024-03-01', 'Unknown'],
    ['2030-01-01', '2024-03-01', 'Unknown'],
  ])('born on %s is at %s in %s', (birthDate, asOf, group) => {
    const profiles = [{ ...byUser, birth_date: birthDate, age: '50' }];
    expect(userOf({ profiles, activity: [event({ Age: '40' })], asOf }).age_group).toBe(group);
  });

  test.each([
    ['gender', ['MALE', 'm', ' Man'], 'Male'],
    ['gender', ['female', 'F', 'woman'], 'Female'],
    ['gender', ['diverse', 'male.', 'null'], 'Unknown'],
    ['income_group', ['Top 10%', 'high', 'High Income'], 'High Income'],
    ['income_group', ['11-20%', 'above average'], 'Above Average'],
    ['income_group', ['21-30%', '31-40%', '41-50%', '21-50%', 'average'], 'Average'],
    ['income_group', ['Below 50%', 'lower 50%', 'low', 'low income'], 'Low Income'],
    ['income_group', ['top  10%', 'H\u0130gh', '21\u201330%'], 'Unknown'],
  ])('%s %j is %s', (column, values, label) => {
    for (const value of values) {
      const row = userOf({ activity: [event({ [column]: value })] });
      expect(column === 'gender' ? row.gender : row.income_bracket).toBe(label);
    }
  });

  test('the first value in time stands, even one that maps to nothing', () => {
    const activity = [event({ gender: 'f' }, 3), event({ gender: 'robot' }, 2), event({ gender: 'N/A' }, 1)];
    expect(userOf({ activity }).gender).toBe('Unknown');
  });

  test('at the same time the text as given that sorts first stands', () => {
    const gender = (...values: string[]) =>
      userOf({ activity: values.map((value) => event({ gender: value })) }).gender;
    expect(gender('m', 'F')).toBe('Female');
    expect(gender('m', '\t\tf')).toBe('Female');
    expect(gender('f', ' M')).toBe('Male');
  });

  test('a profile goes before all events', () => {
    const activity = [event({ gender: 'm', Age: '30', income_group: 'low' })];
    const profiles = [{ ...byUser, gender: 'other', age: '70', income_group: '(not set)' }];
    const expected = { gender: 'Unknown', age_group: '65+', income_bracket: 'Low Income' };
    expect(userOf({ activity, profiles })).toMatchObject(expected);
  });
});

describe('section 7, traffic source', () => {
  test.each([
    ['www.facebook.com', '', 'Social Media', 'Facebook'],
    ['M.Facebook.com ', '', 'Social Media', 'Facebook'],
    ['lm.facebook.com', '', 'Social Media', 'Facebook'],
    ['lm.l.facebook.com', '', 'Other', 'Other'],
    ['www.m.facebook.com', '', 'Other', 'Other'],
    ['fb.me', '', 'Social Media', 'Facebook'],
    ['ig', 'cpc', 'Social Media', 'Instagram'],
    ['m.x', '', 'Social Media', 'Other'],
    ['youtu.be', '', 'Social Media', 'Other'],
    ['faceboo\u212a', '', 'Other', 'Other'],
    ['google', '', 'Organic Search', 'Google'],
    ['google.de', '', 'Organic Search', 'Google'],
    ['www.google.co.uk', 'Paid Search', 'Paid Traffic', 'Google'],
    ['images.google.de', '', 'Other', 'Other'],
    ['google.com.au.x', '', 'Other', 'Other'],
    ['google.c0m', '', 'Other', 'Other'],
    ['google.u\u212a', '', 'Other', 'Other'],
    ['google.', '', 'Other', 'Other'],
    ['(direct)', '(none)', 'Direct Traffic', 'Direct'],
    ['(none)', '', 'Other', 'Other'],
    ['(not set)', '(none)', 'Direct Traffic', 'Other'],
    ['', 'organic', 'Organic Search', 'Other'],
    ['', 'paid_search', 'Paid Traffic', 'Other'],
    ['', '(Paid - Social)', 'Paid Traffic', 'Other'],
    ['', 'paid video', 'Other', 'Other'],
    ['email', '', 'Email Marketing', 'Email'],
    ['e-mail', '', 'Other', 'Other'],
    ['', 'E-Mail', 'Email Marketing', 'Other'],
    ['partner.example', 'referral', 'Referral Traffic', 'Other'],
    ['', 'N/A', 'Other', 'Other'],
  ])('source %j and medium %j: %s, %s', (source, medium, category, primary) => {
    const row = userOf({ activity: [event({ source, medium }), event({}, 1)] });
    expect(row).toMatchObject({ traffic_source_category: category, primary_source: primary });
  });

  test('all events count together, in the order of the lists', () => {
    const activity = [
      event({ source: 'email', medium: 'cpc' }),
      event({ source: 'google.de' }),
      event({ source: 'ig' }, 9),
    ];
    const expected = { traffic_source_category: 'Social Media', primary_source: 'Google' };
    expect(userOf({ activity })).toMatchObject(expected);
    expect(userOf({ profiles: [byUser] })).toMatchObject({
      traffic_source_category: 'Other',
      primary_source: 'Other',
    });
  });
});

describe('section 8, geography', () => {
  const placeOf = (input: Parameters<typeof userOf>[0]) => {
    const { city, state, country, us_region } = userOf(input);
    return [city, state, country, us_region];
  };

  test('the three come from the event that knows most, the earliest of them', () => {
    const known = { city: ' Austin ', region: 'tx', country: 'USA' };
    const activity = [
      event({ city: 'Rome', country: 'Italy' }),
      event(known, 1),
      event({ ...known, city: 'Waco' }, 2),
    ];
    expect(placeOf({ activity })).toEqual(['Austin', 'tx', 'USA', 'South']);
    expect(placeOf({ activity: activity.slice(0, 1) })).toEqual(['Rome', 'Unknown', 'Italy', 'Other']);
    expect(placeOf({ activity: [event({ city: 'N/A' })] })).toEqual([
      'Unknown',
      'Unknown',
      'Unknown',
      'Other',
    ]);
  });

  test('at the same time country, region and city decide, a missing one first', () => {
    const byCountry = [
      event({ city: 'A', region: 'Z', country: 'C' }),
      event({ city: 'Z', region: 'Z', country: 'B' }),
    ];
    expect(placeOf({ activity: byCountry }).slice(0, 3)).toEqual(['Z', 'Z', 'B']);
    const byMissing = [
      event({ city: 'A', country: 'A' }),
      event({ region: 'B', country: 'A' }),
      event({ city: 'Z', region: 'Z' }),
    ];
    expect(placeOf({ activity: byMissing }).slice(0, 3)).toEqual(['Z', 'Z', 'Unknown']);
    expect(placeOf({ activity: byMissing.slice(0, 2) }).slice(0, 3)).toEqual(['A', 'Unknown', 'A']);
  });

  test('a profile with any of the three replaces all three', () => {
    const activity = [event({ city: 'Austin', region: 'TX', country: 'US' })];
    const profile = { ...byUser, city: 'unknown', region: ' ny', country: 'null' };
    expect(placeOf({ activity, profiles: [profile] })).toEqual(['Unknown', 'ny', 'Unknown', 'Northeast']);
    expect(placeOf({ activity, profiles: [{ ...profile, region: '' }] })).toEqual([
      'Austin',
      'TX',
      'US',
      'South',
    ]);
  });

  test.each([
    ['Georgia', 'united states', 'South'],
    ['Georgia', 'Georgia', 'Other'],
    ['GA', '', 'South'],
    ['dc', 'US', 'South'],
    ['District of Columbia', 'USA', 'South'],
    ['Washington', 'United States of America', 'West'],
    ['Ohio', 'US', 'Midwest'],
    ['Maine', '', 'Northeast'],
    ['Puerto Rico', 'US', 'Other'],
    ['', 'US', 'Other'],
    ['CA', 'Canada', 'Other'],
    ['TX', 'United\u00a0States', 'Other'],
    ['\u212aansas', 'US', 'Other'],
  ])('state %j of country %j: %s', (state, country, region) => {
    expect(usRegion(state, country)).toBe(region);
  });

  test('an unknown place is never unknown as a region', () => {
    expect(shop({ profiles: [byUser] }).insights.distributions.us_region.at(-1)).toMatchObject({
      value: 'Other',
      users: 1,
    });
  });
});
