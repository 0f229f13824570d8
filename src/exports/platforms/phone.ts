// Phones to E.164, as libphonenumber reads them. It takes a quarter of a millisecond for each; numbers that need none of
// its care (a plus or a plain trunk prefix, a length that the country has) are read here, with its tables.
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

const PUNCTUATION = /[ ().\-/\u00a0]/g;
const LONGEST = 40;

interface Plan {
  readonly callingCode: string;
  readonly lengths: ReadonlySet<number>;
  /** What is dialled before a national number: digits that are dropped; null where it takes more than dropping. */
  readonly trunkPrefix: string | null;
}

const plans = new Map<string, Plan | null>();
let lengthsByCode: Map<string, ReadonlySet<number>> | undefined;

/** "+4915123456789"; null for what can't be a number of its country. `country` (ISO 3166) is where a national one is from. */
export function toE164(text: string, country: string | null): string | null {
  if (text.length > LONGEST) return null;
  const digits = text.replace(PUNCTUATION, '');
  return readInternational(digits) ?? readNational(digits, country) ?? readWithCare(text, country);
}

/** A plus, a calling code, and a national number that can't begin with a trunk prefix. */
function readInternational(digits: string): string | null {
  if (!/^\+[1-9]\d{6,14}$/.test(digits)) return null;
  for (const size of [1, 2, 3]) {
    const code = digits.slice(1, 1 + size);
    const lengths = internationalLengths().get(code);
    if (!lengths) continue;
    const national = digits.slice(1 + size);
    return lengths.has(national.length) && !/^[01]/.test(national) ? digits : null;
  }
  return null;
}

function readNational(digits: string, country: string | null): string | null {
  const plan = country === null ? null : planOf(country);
  if (plan?.trunkPrefix == null || !/^\d{6,15}$/.test(digits)) return null;
  const { callingCode, lengths, trunkPrefix } = plan;
  if (!digits.startsWith(trunkPrefix)) return null;
  const national = digits.slice(trunkPrefix.length);
  return lengths.has(national.length) && !lengths.has(digits.length) && !national.startsWith('0')
    ? `+${callingCode}${national}`
    : null;
}

function readWithCare(text: string, country: string | null): string | null {
  const from = country !== null && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(text, from && { defaultCountry: from, extract: false });
  return number?.isPossible() && !number.ext ? number.number : null;
}

function planOf(country: string): Plan | null {
  const known = plans.get(country);
  if (known !== undefined) return known;
  const plan = isSupportedCountry(country) ? readPlan(country) : null;
  plans.set(country, plan);
  return plan;
}

function readPlan(country: CountryCode): Plan {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan as unknown as {
    possibleLengths(): number[];
    nationalPrefix(): string | undefined;
    nationalPrefixForParsing(): string | undefined;
    nationalPrefixTransformRule(): string | undefined;
  };
  const prefix = plan.nationalPrefix();
  const isPlain = prefix === plan.nationalPrefixForParsing() && !plan.nationalPrefixTransformRule();
  return {
    callingCode: getCountryCallingCode(country),
    lengths: new Set(plan.possibleLengths()),
    trunkPrefix: prefix !== undefined && isPlain ? prefix : null,
  };
}

/** What all countries with a calling code have in common. */
function internationalLengths(): ReadonlyMap<string, ReadonlySet<number>> {
  if (lengthsByCode) return lengthsByCode;
  lengthsByCode = new Map();
  for (const country of getCountries()) {
    const { callingCode, lengths } = readPlan(country);
    const common = lengthsByCode.get(callingCode) ?? lengths;
    lengthsByCode.set(callingCode, new Set([...lengths].filter((length) => common.has(length))));
  }
  return lengthsByCode;
}
