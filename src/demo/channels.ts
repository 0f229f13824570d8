// Where visits come from: each channel with the spellings of source and medium that it is seen in.
// Every spelling of a channel means the same traffic category and the same source to the rules, so a user
// pinned to one channel has a known segment. Invented sites stand on reserved example domains.

export type ChannelKey =
  | 'facebook'
  | 'instagram'
  | 'twitter'
  | 'linkedin'
  | 'tiktok'
  | 'youtube'
  | 'google-ads'
  | 'other-ads'
  | 'google'
  | 'other-search'
  | 'direct'
  | 'email'
  | 'newsletter'
  | 'referral'
  | 'other';

export type Channel = {
  readonly key: ChannelKey;
  readonly weight: number;
  /** Cells `source,medium`, ready for a row. */
  readonly spellings: readonly string[];
};

const channel = (key: ChannelKey, weight: number, ...spellings: string[]): Channel => ({
  key,
  weight,
  spellings,
});

export const CHANNELS: readonly Channel[] = [
  channel(
    'facebook',
    9,
    'm.facebook.com,referral',
    'facebook,cpc',
    'facebook.com,referral',
    'l.facebook.com,referral',
    'lm.facebook.com,referral',
    'Facebook,paid_social',
    'fb,social',
    'fb.me,(not set)',
  ),
  channel(
    'instagram',
    6,
    'l.instagram.com,referral',
    'instagram,social',
    'Instagram,paid-social',
    'ig,story',
    'instagram.com,referral',
  ),
  channel('twitter', 2, 't.co,referral', 'twitter.com,social', 'x.com,referral', 'X,social'),
  channel('linkedin', 1, 'linkedin.com,referral', 'lnkd.in,referral', 'LinkedIn,CPC'),
  channel('tiktok', 3, 'tiktok,paid_social', 'www.tiktok.com,referral'),
  channel('youtube', 2, 'youtube.com,referral', 'm.youtube.com,referral', 'youtu.be,video'),
  channel('google-ads', 10, 'google,cpc', 'google,cpc', 'Google,CPC', 'google,Paid Search', 'google.com,ppc'),
  channel('other-ads', 2, 'bing,cpc', 'adroll,CPM', 'criteo,paid', 'bing,paid-search'),
  channel(
    'google',
    25,
    'google,organic',
    'google,organic',
    'google,organic',
    'Google,Organic',
    'www.google.com,organic',
    'google.de,organic',
    'google.co.uk,referral',
  ),
  channel('other-search', 4, 'bing,organic', 'duckduckgo,organic', 'yahoo,organic', 'ecosia.org,Organic'),
  channel('direct', 20, '(direct),(none)', '(direct),(none)', '(direct),(not set)', 'Direct,none', 'direct,'),
  channel('email', 3, 'email,email', 'Email,E-mail', 'email,newsletter'),
  channel('newsletter', 5, 'newsletter,email', 'newsletter,email', 'Newsletter,e-mail', 'spring_sale,Email'),
  channel(
    'referral',
    5,
    'blog.example.org,referral',
    'reviews.example.net,referral',
    'www.partner.example.com,Referral',
  ),
  channel('other', 3, '(not set),(not set)', ',', 'qr-code,print', '<Other>,<Other>', 'affiliates,affiliate'),
];
