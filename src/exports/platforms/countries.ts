// Countries and states of the US by what people write.

/** What is written beside the English names and the codes. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'united states of america': 'US',
  usa: 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  holland: 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  uae: 'AE',
};

const STATES =
  'Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,District of Columbia DC,Florida FL,Georgia GA,Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,Kentucky KY,Louisiana LA,Maine ME,Maryland MD,Massachusetts MA,Michigan MI,Minnesota MN,Mississippi MS,Missouri MO,Montana MT,Nebraska NE,Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY,North Carolina NC,North Dakota ND,Ohio OH,Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC,South Dakota SD,Tennessee TN,Texas TX,Utah UT,Vermont VT,Virginia VA,Washington WA,West Virginia WV,Wisconsin WI,Wyoming WY';

const STATE_CODES: ReadonlyMap<string, string> = new Map(
  STATES.split(',').flatMap((entry) => {
    const code = entry.slice(-2);
    return [
      [entry.slice(0, -3).toLowerCase(), code],
      [code.toLowerCase(), code],
    ] as [string, string][];
  }),
);

let codes: Map<string, string> | undefined;

/** ISO 3166-1 alpha-2 of a country's code or English name; null for anything else. */
export function countryCode(text: string): string | null {
  codes ??= readCodes();
  return codes.get(text.trim().toLowerCase()) ?? null;
}

/** The code of a US state or of DC, by code or name; null for anything else. */
export function usStateCode(text: string): string | null {
  return STATE_CODES.get(text.trim().toLowerCase()) ?? null;
}

/** Every code that has a name. */
function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const found = new Map(Object.entries(OTHER_NAMES));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    if (name === undefined || NO_COUNTRIES.has(code)) continue;
    found.set(code.toLowerCase(), code);
    found.set(name.toLowerCase(), code);
  }
  return found;
}

/** Codes with a name that ISO 3166-1 does not assign to a country, and old ones. */
const NO_COUNTRIES = new Set(
  'AC AN BU CP CS CQ DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ'.split(
    ' ',
  ),
);
