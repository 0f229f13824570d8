// What each platform publishes as an example, by its own page; where a platform publishes no hashes (Google for
// Customer Match files), its examples of normalised text, and the hash of that.
import { createHash } from 'node:crypto';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { newConversion } from '../../src/exports/platforms/convert.ts';
import { countryCode } from '../../src/exports/platforms/countries.ts';
import { PLATFORMS, requirePlatform } from '../../src/exports/platforms/index.ts';
import { toE164 } from '../../src/exports/platforms/phone.ts';

type Given = Readonly<Record<string, string>>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The platform's row of a user with these attributes, by the platform's columns; null where they are left out. */
function rowOf(key: string, given: Given, phoneCountry: string | null = null) {
  const platform = requirePlatform(key);
  const conversion = newConversion(platform, phoneCountry);
  const row = conversion.convert(conversion.sources.map((source) => given[source] ?? null));
  const cells = row && Object.fromEntries(platform.columns.map(({ name }, at) => [name, row[at]]));
  return { cells, emptied: conversion.takeEmptied() };
}
const cellsOf = (key: string, given: Given, phoneCountry?: string) => rowOf(key, given, phoneCountry).cells;

describe('Google Customer Match', () => {
  // https://developers.google.com/data-manager/api/devguides/concepts/formatting
  it.each([
    ['cloudy.sanfrancisco+shopping@gmail.com', 'cloudysanfrancisco@gmail.com'],
    ['user.name+NYC@Example.com', 'user.name+nyc@example.com'],
    [' Cloudy.Sanfrancisco@googlemail.com ', 'cloudysanfrancisco@googlemail.com'],
  ])('hashes %j as %s', (email, normal) => {
    expect(cellsOf('google_customer_match', { email })).toEqual({ Email: sha256(normal), Phone: null });
  });

  it('hashes (800)555-0100 of the United States as +18005550100', () => {
    const phone = '(800)555-0100';
    expect(cellsOf('google_customer_match', { phone, country: 'United States' })?.Phone).toBe(
      sha256('+18005550100'),
    );
    expect(cellsOf('google_customer_match', { phone }, 'US')?.Phone).toBe(sha256('+18005550100'));
  });
});

describe('Meta Custom Audiences', () => {
  // https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters
  it('hashes as its page of parameters shows', () => {
    expect(
      cellsOf('meta_custom_audiences', {
        external_id: 'u1',
        email: 'John_Smith@gmail.com',
        phone: '(650)555-1212',
        birth_date: '1997-02-16',
        gender: 'Female',
        city: 'New York',
        state: 'California',
        country: 'United States',
      }),
    ).toEqual({
      email: '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
      phone: 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
      dob: '01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c',
      country: '79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621',
      gen: sha256('f'),
      ct: sha256('newyork'),
      st: sha256('ca'),
      extern_id: 'u1',
    });
  });

  it('keeps the points and the suffix of a Gmail address, which Google drops', () => {
    const email = 'a.b+c@gmail.com';
    expect(cellsOf('meta_custom_audiences', { email })?.email).toBe(sha256(email));
    expect(cellsOf('google_customer_match', { email })?.Email).toBe(sha256('ab@gmail.com'));
  });

  it('never hashes a phone as Google does', () => {
    const phone = '+49 1512 3456789';
    expect(cellsOf('meta_custom_audiences', { phone })?.phone).toBe(sha256('4915123456789'));
    expect(cellsOf('google_customer_match', { phone })?.Phone).toBe(sha256('+4915123456789'));
  });
});

describe('TikTok Custom Audiences', () => {
  // https://ads.tiktok.com/help/article/how-to-create-a-custom-audience-with-a-customer-file
  it('hashes as its page of formats shows', () => {
    expect(
      cellsOf('tiktok_custom_audiences', { email: 'Jane Doe@gmail.com', phone: '+37493828222' }),
    ).toEqual({
      Email_SHA256: 'd6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69',
      Phone_SHA256: '65b7e6dcf6f4310f8d7cbfbd78289a753062fb054d6664fb9aaac5df66a422d4',
    });
  });
});

describe('platforms that take plain values', () => {
  const given = {
    external_id: 'u1',
    email: ' Ann@Example.com',
    phone: '0170 1234567',
    country: 'Germany',
    city: 'Köln',
    state: 'NRW',
    gender: 'f',
    birth_date: '1997-02-16',
  };
  it.each([
    ['klaviyo', { 'Email Address': 'ann@example.com', 'Phone Number': '+491701234567', City: 'Köln' }],
    [
      'braze',
      {
        external_id: 'u1',
        phone: '+491701234567',
        gender: 'F',
        dob: '1997-02-16',
        country: 'DE',
        home_city: 'Köln',
      },
    ],
    ['mailchimp', { 'Email Address': 'ann@example.com', 'Phone Number': '+491701234567', Birthday: '02/16' }],
    ['hubspot', { Email: 'ann@example.com', 'Phone Number': '+491701234567', 'Country/Region': 'Germany' }],
  ])('%s has its own columns', (key, cells) => {
    expect(cellsOf(key, given)).toMatchObject(cells);
  });

  it('Mailchimp refuses what its page refuses: letters beyond ASCII before the @', () => {
    expect(cellsOf('mailchimp', { email: 'josé@example.com' })).toBeNull();
    expect(cellsOf('mailchimp', { email: 'jose@exämple.com' })).toMatchObject({
      'Email Address': 'jose@exämple.com',
    });
  });
});

describe('every platform', () => {
  it('names where its rules are published, and at least one column that identifies', () => {
    expect(PLATFORMS.map(({ key }) => key)).toHaveLength(7);
    for (const { source, columns } of PLATFORMS) {
      expect(source).toMatch(/^https:\/\//);
      expect(columns.some(({ identifies }) => identifies)).toBe(true);
    }
  });

  it('leaves out who has no usable identifier, and only them', () => {
    const unusable = rowOf('google_customer_match', { email: 'nobody', phone: '12' }, 'US');
    expect(unusable).toEqual({ cells: null, emptied: { unusable_email: 1, unusable_phone: 1 } });
    const half = rowOf('google_customer_match', { email: 'a@b.example', phone: '12' }, 'US');
    expect(half).toEqual({
      cells: { Email: sha256('a@b.example'), Phone: null },
      emptied: { unusable_phone: 1 },
    });
  });

  it('is told from an unknown one by its legal names', () => {
    expect(() => requirePlatform('google')).toThrow(
      'platform: unknown platform "google"; expected one of google_customer_match, meta_custom_audiences',
    );
  });
});

describe('phones', () => {
  it('are read as libphonenumber reads them, in every country and every way of writing', () => {
    const wrong: string[] = [];
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples);
      if (!example) continue;
      const national = example.formatNational();
      const texts = [example.number, example.formatInternational(), national, national.replace(/\D/g, '')];
      for (const text of [...texts, `${example.number}1`, example.number.slice(0, -1), national.slice(1)]) {
        const read = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
        const expected = read?.isPossible() && !read.ext ? read.number : null;
        if (toE164(text, country) !== expected)
          wrong.push(`${country} ${text}: ${toE164(text, country)}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(['', '12', 'call me', '+', '+999123456789', '0'.repeat(41), '+1 650 555 1212 ext. 3'])(
    'refuses %j',
    (text) => expect(toE164(text, 'US')).toBeNull(),
  );

  it('need a country where they are national', () => {
    expect(toE164('0170 1234567', null)).toBeNull();
    expect(toE164('0170 1234567', 'DE')).toBe('+491701234567');
  });
});

describe('countries', () => {
  it.each([
    ['United States', 'US'],
    ['USA', 'US'],
    ['de', 'DE'],
    [' united kingdom ', 'GB'],
    ['UK', 'GB'],
    ['Atlantis', null],
    ['Unknown', null],
  ])('%j is %j', (text, code) => expect(countryCode(text)).toBe(code));
});
