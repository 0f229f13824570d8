import type { Platform } from './platform.ts';

export const braze: Platform = {
  key: 'braze',
  name: 'Braze',
  source: 'https://www.braze.com/docs/user_guide/data/activation/attributes/standard_attributes/',
  columns: [
    { name: 'external_id', from: 'external_id', rule: 'as_it_is', identifies: true },
    { name: 'email', from: 'email', rule: 'email' },
    { name: 'phone', from: 'phone', rule: 'phone_e164' },
    { name: 'gender', from: 'gender', rule: 'gender_initial_upper' },
    { name: 'dob', from: 'birth_date', rule: 'as_it_is' },
    { name: 'home_city', from: 'city', rule: 'as_it_is' },
    { name: 'country', from: 'country', rule: 'country_upper' },
  ],
};
