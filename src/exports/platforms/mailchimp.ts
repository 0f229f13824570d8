// International characters are taken behind the @ only.
import type { Platform } from './platform.ts';

export const mailchimp: Platform = {
  key: 'mailchimp',
  name: 'Mailchimp',
  source: 'https://mailchimp.com/help/format-guidelines-for-your-import-file/',
  columns: [
    { name: 'Email Address', from: 'email', rule: 'email_ascii_local', identifies: true },
    { name: 'Phone Number', from: 'phone', rule: 'phone_e164' },
    { name: 'Birthday', from: 'birth_date', rule: 'month_and_day' },
  ],
};
