import type { Platform } from './platform.ts';

export const klaviyo: Platform = {
  key: 'klaviyo',
  name: 'Klaviyo',
  source: 'https://help.klaviyo.com/hc/en-us/articles/115005078967',
  columns: [
    { name: 'Email Address', from: 'email', rule: 'email', identifies: true },
    { name: 'Phone Number', from: 'phone', rule: 'phone_e164', identifies: true },
    { name: 'City', from: 'city', rule: 'as_it_is' },
    { name: 'State / Region', from: 'state', rule: 'as_it_is' },
    { name: 'Country', from: 'country', rule: 'as_it_is' },
    { name: 'External ID', from: 'external_id', rule: 'as_it_is' },
  ],
};
