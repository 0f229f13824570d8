// The page takes phones with and without the plus; the hash that it publishes, and the older list of formats
// (https://ads.tiktok.com/help/article/list-of-supported-ids-and-formats-for-a-customer-file), are without.
import type { Platform } from './platform.ts';

export const tiktok: Platform = {
  key: 'tiktok_custom_audiences',
  name: 'TikTok Custom Audiences',
  source: 'https://ads.tiktok.com/help/article/how-to-create-a-custom-audience-with-a-customer-file',
  columns: [
    { name: 'Email_SHA256', from: 'email', rule: 'email_without_spaces', hashed: true, identifies: true },
    { name: 'Phone_SHA256', from: 'phone', rule: 'phone_digits', hashed: true, identifies: true },
  ],
};
