// What may be asked of an export, checked and made definite before anything is stored.
import { createHash } from 'node:crypto';
import { BadInputError } from '../errors.ts';
import { COMPRESSIONS, type Compression } from './formats/compression.ts';
import { FORMATS, type Format } from './formats/format.ts';
import { countryCode } from './platforms/countries.ts';
import { requirePlatform } from './platforms/index.ts';

/** What the caller gives; what is missing has a default. */
export interface ExportTerms {
  readonly audienceId: number;
  /** A version of the audience; the newest without one. */
  readonly audienceVersion?: number | null;
  /** A whole snapshot; the newest without one. */
  readonly snapshotId?: number | null;
  readonly format?: string | null;
  readonly compression?: string | null;
  readonly byteOrderMark?: boolean | null;
  /** Not with a platform, which has its own. */
  readonly columns?: readonly { readonly from: string; readonly name?: string | null }[] | null;
  readonly platform?: string | null;
  /** Where national phone numbers of users without a country are from: a code or name. */
  readonly phoneCountry?: string | null;
  readonly consentRequired?: boolean | null;
  readonly campaign?: string | null;
  /** Days within which nobody is exported to the campaign again. */
  readonly frequencyDays?: number | null;
  /** Share held out of the campaign: decimal text between 0 and 1. */
  readonly holdoutShare?: string | number | null;
  readonly rowsPerPart?: number | null;
  readonly oneFile?: boolean | null;
  /** Absolute folder for the files; without it, a folder of Strata's own, from which they can be downloaded. */
  readonly directory?: string | null;
}

export interface CheckedTerms {
  readonly format: Format;
  readonly compression: Compression;
  readonly byteOrderMark: boolean;
  readonly platform: string | null;
  readonly phoneCountry: string | null;
  readonly consentRequired: boolean;
  readonly campaign: string | null;
  readonly frequencyDays: number | null;
  readonly holdoutShare: string | null;
  readonly rowsPerPart: number;
  readonly oneFile: boolean;
  readonly directory: string | null;
}

const DEFAULT_ROWS_PER_PART = 100_000;
const MOST_ROWS_PER_PART = 100_000_000;
const LONGEST_CAMPAIGN = 200;
const MOST_DAYS = 3650;

export function checkTerms(given: ExportTerms): CheckedTerms {
  const format = oneOf('format', given.format ?? 'csv', FORMATS);
  const platform = given.platform == null ? null : requirePlatform(given.platform).key;
  if (platform && given.columns)
    throw new BadInputError('columns: a platform has its own; give one of the two.');
  const campaign = given.campaign == null ? null : legalCampaign(given.campaign);
  const frequencyDays = given.frequencyDays ?? null;
  if (frequencyDays !== null) within('frequencyDays', frequencyDays, 1, MOST_DAYS);
  const holdoutShare = given.holdoutShare == null ? null : legalShare(String(given.holdoutShare));
  if (campaign === null && (frequencyDays !== null || holdoutShare !== null))
    throw new BadInputError(
      'campaign: expected a name, for a frequency cap and a holdout are those of a campaign.',
    );
  const rowsPerPart = given.rowsPerPart ?? DEFAULT_ROWS_PER_PART;
  within('rowsPerPart', rowsPerPart, 1, MOST_ROWS_PER_PART);
  return {
    format,
    compression: oneOf('compression', given.compression ?? 'none', COMPRESSIONS),
    byteOrderMark: given.byteOrderMark ?? false,
    platform,
    phoneCountry: given.phoneCountry == null ? null : legalCountry(given.phoneCountry),
    consentRequired: given.consentRequired ?? true,
    campaign,
    frequencyDays,
    holdoutShare,
    rowsPerPart,
    oneFile: given.oneFile ?? false,
    directory: given.directory ?? null,
  };
}

/** What tells one request from another, whatever was left to its default. */
export function fingerprint(given: ExportTerms, terms: CheckedTerms): Buffer {
  const { audienceId, audienceVersion = null, snapshotId = null, columns = null } = given;
  const asked = columns?.map(({ from, name }) => [from, name ?? from]) ?? null;
  return createHash('sha256')
    .update(
      JSON.stringify([audienceId, audienceVersion, snapshotId, asked, Object.entries(terms).toSorted()]),
    )
    .digest();
}

/** Whose SHA-256 with the campaign begins with less than this is held out: the share of 2^64, exactly. */
export function holdoutBelow(share: string): Buffer {
  const [, decimals = ''] = share.split('.');
  const below = ((1n << 64n) * BigInt(decimals)) / 10n ** BigInt(decimals.length);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(below);
  return bytes;
}

function oneOf<Legal extends string>(path: string, given: string, legal: readonly Legal[]): Legal {
  const found = legal.find((one) => one === given.toLowerCase());
  if (found) return found;
  throw new BadInputError(`${path}: expected one of ${legal.join(', ')}, got ${JSON.stringify(given)}.`);
}

function within(path: string, given: number, least: number, most: number): void {
  if (Number.isInteger(given) && given >= least && given <= most) return;
  throw new BadInputError(`${path}: expected a whole number from ${least} to ${most}, got ${given}.`);
}

function legalCampaign(given: string): string {
  const campaign = given.trim();
  if (campaign !== '' && campaign.length <= LONGEST_CAMPAIGN && !/\p{Cc}/u.test(campaign)) return campaign;
  throw new BadInputError(
    `campaign: expected a name of one line, ${LONGEST_CAMPAIGN} characters at most, got ${JSON.stringify(given)}.`,
  );
}

function legalShare(given: string): string {
  if (/^0?\.\d{1,6}$/.test(given) && Number(given) > 0) return `0${given.slice(given.indexOf('.'))}`;
  throw new BadInputError(
    `holdoutShare: expected a decimal between 0 and 1 with at most 6 places, such as 0.1, got ${JSON.stringify(given)}.`,
  );
}

function legalCountry(given: string): string {
  const code = countryCode(given);
  if (code) return code;
  throw new BadInputError(
    `phoneCountry: expected a country by its two-letter code or English name, got ${JSON.stringify(given)}.`,
  );
}
