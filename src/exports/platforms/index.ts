// The platforms there are.
import { BadInputError } from '../../errors.ts';
import { braze } from './braze.ts';
import { google } from './google.ts';
import { hubspot } from './hubspot.ts';
import { klaviyo } from './klaviyo.ts';
import { mailchimp } from './mailchimp.ts';
import { meta } from './meta.ts';
import type { Platform } from './platform.ts';
import { tiktok } from './tiktok.ts';

export const PLATFORMS: readonly Platform[] = [google, meta, tiktok, klaviyo, braze, mailchimp, hubspot];

/** The platform of that key; throws a BadInputError that lists the legal ones. */
export function requirePlatform(key: string): Platform {
  const found = PLATFORMS.find((platform) => platform.key === key);
  if (found) return found;
  const legal = PLATFORMS.map((platform) => platform.key).join(', ');
  throw new BadInputError(`platform: unknown platform ${JSON.stringify(key)}; expected one of ${legal}.`);
}
