import type { Platform } from './platform.ts';

export const meta: Platform = {
  key: 'meta_custom_audiences',
  name: 'Meta Custom Audiences',
  source:
    'https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters',
  columns: [
    { name: 'email', from: 'email', rule: 'email', hashed: true, identifies: true },
    { name: 'phone', from: 'phone', rule: 'phone_digits', hashed: true, identifies: true },
    { name: 'gen', from: 'gender', rule: 'gender_initial', hashed: true },
    { name: 'dob', from: 'birth_date', rule: 'date_digits', hashed: true },
    { name: 'ct', from: 'city', rule: 'letters', hashed: true },
    { name: 'st', from: 'state', rule: 'us_state_or_letters', hashed: true },
    { name: 'country', from: 'country', rule: 'country_lower', hashed: true },
    { name: 'extern_id', from: 'external_id', rule: 'as_it_is' },
  ],
};
