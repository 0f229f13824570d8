// The words that generated cells are made of: for each column those on both sides of what the rules list.

import { list } from './list.ts';

export const eventNames = ['page_view', 'view_item', 'session_start', 'purchase', 'scroll'];
export const pageTypes = ['home', 'product_listing', 'product_detail', 'account', 'blog, "long"\nread'];
export const categories = ['Apparel', 'Caf\u00e9 & Bar', '', 'a,b', '"quoted"', 'two\r\nlines'];
export const cities = [
  'Paris',
  'Springfield',
  'Z\u00fcrich',
  'Zu\u0308rich',
  '\u0130zmir',
  'O"Fallon, MO',
  '\u{1F3D9}',
];

export const regions = [
  'California',
  'new york',
  'NY',
  'tx',
  'Ohio',
  'IL',
  'Georgia',
  'GA',
  'District of Columbia',
  'DC',
  'Washington DC',
  'Puerto Rico',
  'West Virginia',
  'New  York',
  '\u00cele-de-France',
  '\u212aansas',
];

export const countries = [
  'United States',
  'USA',
  'US',
  'United States of America',
  'Georgia',
  'France',
  'U.S.',
  'United\u00a0States',
  '\uff35\uff33',
];

export const sources = [
  'www.facebook.com',
  'm.facebook.com',
  'lm.facebook.com',
  'lm.l.facebook.com',
  'www.m.facebook.com',
  'facebook',
  'fb.me',
  'l.instagram.com',
  'ig',
  't.co',
  'x',
  'lnkd.in',
  'tiktok.com',
  'youtu.be',
];

export const quietSources = [
  'google',
  'google.de',
  'google.co.uk',
  'www.google.com',
  'images.google.de',
  'google.com.au.x',
  'google.c0m',
  'google.',
  'google.u\u212a',
  'google.\u0440\u0444',
  '(direct)',
  'direct',
  'www.(direct)',
  '(none)',
  'email',
  'e-mail',
  'newsletter',
  'partner.example',
  'faceboo\u212a',
  't\u0130ktok',
  'facebook.com.evil.example',
  'netflix.com',
];

export const mediums = [
  'Paid Search',
  'paid_search',
  'paid-social',
  '(cpc)',
  'cpm',
  'ppc',
  'paid',
  'paid video',
  'organic',
  '(none)',
  'none',
  'email',
  'e-mail',
  'referral',
  'affiliate',
  '(not  set)',
  'organ\u0130c',
];

export const genders = ['male', 'm', 'man', 'female', 'f', 'woman', 'diverse', 'male.', 'fem ale', '\uff4d'];

export const ages = list(
  '17|18|24|25|34|35|44|45|54|55|64|65|65.0|17.0|18.0|150|151|above 64|65 or more|>64|> 64|18-24',
  ' 25-34 |35-44|45-54|55-64|65+|007|018|0018|25.5|25.00|25.|-20|+25|18 - 24|18\u201324|old',
  '\u0662\u0665|\uff12\uff15',
);

export const incomes = list(
  'top 10%|high|high income|11-20%|above average|21-30%|31-40%|41-50%|21-50%|average|below 50%',
  'lower 50%|low|low income|middle|top  10%|top 10 %|21\u201330%|H\u0130gh',
);

export const consents = ['true', 'false', 'yes', 'no', '1', '0', 'y', 'n', 'granted', 'denied'];

/** Birthdays on, before and after the generated as-of dates, at 18, 35, 55, 65 and 150 years. */
export const birthDates = list(
  '2006-02-28|2006-03-01|2006-03-02|2005-02-28|2005-03-01|2007-01-01|2006-12-31|1988-02-29|1968-02-29',
  '1989-03-01|1959-02-28|1959-03-01|1960-01-01|1995-07-14|1873-02-28|1873-03-01|1872-02-28|1874-01-01',
  '2031-01-01|0001-01-01',
);

/** What makes a cart abandoner, as [column, value], and what only looks like it. */
export const cartSignals = [
  ['page_type', '/Cart'],
  ['page_type', 'CHECKOUT/step-2'],
  ['page_type', 'cartoon'],
  ['event_name', 'add_to_cart'],
  ['event_name', ' View_Cart '],
  ['event_name', '\tBEGIN_CHECKOUT'],
] as const;

export const nearCartSignals = [
  ['page_type', 'chec\u212aout'],
  ['page_type', 'c art'],
  ['event_name', 'add_to_cart_now'],
  ['event_name', 'checkout'],
  ['event_name', 'v\u0130ew_cart'],
  ['event_name', 'begin_checkout\u00a0'],
  ['category', 'cart'],
] as const;
