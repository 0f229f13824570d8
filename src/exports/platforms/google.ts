// Country and Zip are unhashed, but count only with names, which Strata does not have.
import type { Platform } from './platform.ts';

export const google: Platform = {
  key: 'google_customer_match',
  name: 'Google Customer Match',
  // The file: https://support.google.com/google-ads/answer/7659867
  source: 'https://developers.google.com/data-manager/api/devguides/concepts/formatting',
  columns: [
    { name: 'Email', from: 'email', rule: 'email_google', hashed: true, identifies: true },
    { name: 'Phone', from: 'phone', rule: 'phone_e164', hashed: true, identifies: true },
  ],
};
