// What a destination is made of: settings that may be shown, and secrets that may not; checked when they are given.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';
import type { Networks } from './outbound/addresses.ts';
import { readTarget } from './outbound/target.ts';

/** A URL that messages are posted to. */
export interface WebhookSettings {
  readonly url: string;
}
export interface WebhookSecrets {
  readonly signingSecret: string;
}

/** A bucket that speaks S3, and where in it. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Before every key; '' or ending in a slash. */
  readonly prefix: string;
}
export interface S3Secrets {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface NewS3 {
  readonly endpoint?: string | null;
  readonly region: string;
  readonly bucket: string;
  readonly prefix?: string | null;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const REGION = z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected a region such as eu-central-1');
const BUCKET = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'expected 3 to 63 lower-case letters, digits, dots and hyphens',
  );
const PREFIX = z
  .string()
  .regex(/^[A-Za-z0-9!_.*'()/-]{0,500}$/, 'expected up to 500 letters, digits and / - _ . ! *')
  .refine(
    (text) => !text.split('/').includes('..') && !text.startsWith('/'),
    'expected no .. and no / in front',
  );
const CREDENTIAL = z.string().regex(/^[\x21-\x7e]{1,256}$/, 'expected 1 to 256 visible ASCII characters');
const NAME = z
  .string()
  .regex(/^[^\p{C}]{1,100}$/u, 'expected 1 to 100 characters')
  .refine((text) => text.trim() === text, 'expected no space at its ends');

function check(schema: z.ZodType<string>, text: string, field: string): string {
  const { success, error } = schema.safeParse(text);
  if (success) return text;
  const shown = schema === CREDENTIAL ? '' : `, got ${JSON.stringify(text.slice(0, 100))}`;
  throw new BadInputError(`${field}: ${error.issues[0]?.message}${shown}.`);
}

export function readName(text: string): string {
  return check(NAME, text, 'name');
}

export function readWebhook(url: string, allowed: Networks): WebhookSettings {
  return { url: readTarget(url, 'webhook.url', allowed).href };
}

export function readS3(given: NewS3, allowed: Networks): { settings: S3Settings; secrets: S3Secrets } {
  const region = check(REGION, given.region, 's3.region');
  const place = given.endpoint || `https://s3.${region}.amazonaws.com`;
  const endpoint = readTarget(place, 's3.endpoint', allowed);
  if (endpoint.pathname !== '/' || endpoint.search)
    throw new BadInputError('s3.endpoint: expected no path; the bucket and the prefix are given apart.');
  const prefix = check(PREFIX, given.prefix ?? '', 's3.prefix');
  return {
    settings: {
      endpoint: endpoint.origin,
      region,
      bucket: check(BUCKET, given.bucket, 's3.bucket'),
      prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    },
    secrets: {
      accessKeyId: check(CREDENTIAL, given.accessKeyId, 's3.accessKeyId'),
      secretAccessKey: check(CREDENTIAL, given.secretAccessKey, 's3.secretAccessKey'),
    },
  };
}
