// The rules by which values are normalised, each as some platform publishes it (see the `source` of those that use it).
// A rule answers null for what it can't make usable.
import { countryCode, usStateCode } from './countries.ts';
import { toE164 } from './phone.ts';

/** What a rule may look at beside the value. */
export interface Circumstances {
  /** ISO 3166-1 alpha-2 of where national phones are from; null where that is not known. */
  readonly phoneCountry: string | null;
}

/** Quoted names and comments are legal in addresses, but no platform takes them. */
const ADDRESS = /^[^\s@"<>()[\]:;,\\]+@[^\s@"<>()[\]:;,\\]+\.[^\s@"<>()[\]:;,.\\]+$/u;
const WHITE_SPACE = /\s+/gu;
const GMAIL = new Set(['gmail.com', 'googlemail.com']);
const MALE = new Set(['m', 'male', 'man']);
const FEMALE = new Set(['f', 'female', 'woman']);

export const RULES = {
  as_it_is: (text: string) => text,
  email: (text: string) => address(text.trim()),
  email_without_spaces: (text: string) => address(text.replace(WHITE_SPACE, '')),
  email_google: googleAddress,
  email_ascii_local: (text: string) => {
    const email = address(text.trim());
    return email !== null && /^[\x21-\x7e]+@/.test(email) ? email : null;
  },
  phone_e164: (text: string, { phoneCountry }: Circumstances) => toE164(text, phoneCountry),
  phone_digits: (text: string, { phoneCountry }: Circumstances) =>
    toE164(text, phoneCountry)?.slice(1) ?? null,
  gender_initial: initial,
  gender_initial_upper: (text: string) => initial(text)?.toUpperCase() ?? null,
  date_digits: (text: string) => text.replaceAll('-', ''),
  month_and_day: (text: string) => `${text.slice(5, 7)}/${text.slice(8, 10)}`,
  letters,
  us_state_or_letters: (text: string) => usStateCode(text)?.toLowerCase() ?? letters(text),
  country_lower: (text: string) => countryCode(text)?.toLowerCase() ?? null,
  country_upper: countryCode,
} satisfies Record<string, (text: string, circumstances: Circumstances) => string | null>;
export type Rule = keyof typeof RULES;

function address(text: string): string | null {
  const email = text.toLowerCase();
  return ADDRESS.test(email) ? email : null;
}

/** White space is dropped wherever it is. Of Gmail's, the points before the @ and what follows a plus are dropped; of others, nothing is. */
function googleAddress(text: string): string | null {
  const email = address(text.replace(WHITE_SPACE, ''));
  if (email === null) return null;
  const [local = '', domain = ''] = email.split('@');
  if (!GMAIL.has(domain)) return email;
  const name = local.replace(/\+.*$/, '').replaceAll('.', '');
  return name === '' ? null : `${name}@${domain}`;
}

function initial(text: string): string | null {
  const word = text.trim().toLowerCase();
  if (FEMALE.has(word)) return 'f';
  return MALE.has(word) ? 'm' : null;
}

/** Lower case, nothing but letters and digits of whatever alphabet. */
function letters(text: string): string | null {
  return text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '') || null;
}
