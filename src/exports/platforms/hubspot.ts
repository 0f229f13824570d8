import type { Platform } from './platform.ts';

export const hubspot: Platform = {
  key: 'hubspot',
  name: 'HubSpot',
  source: 'https://knowledge.hubspot.com/import-and-export/set-up-your-import-file',
  columns: [
    { name: 'Email', from: 'email', rule: 'email', identifies: true },
    { name: 'Phone Number', from: 'phone', rule: 'phone_e164' },
    { name: 'City', from: 'city', rule: 'as_it_is' },
    { name: 'State/Region', from: 'state', rule: 'as_it_is' },
    { name: 'Country/Region', from: 'country', rule: 'as_it_is' },
  ],
};
