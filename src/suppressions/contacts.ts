// Addresses and phone numbers as suppressions know them: by SHA-256, so that whoever gives one need not give it plain,
// and nobody reads one here. An address is trimmed and in lower case, as Google, Meta and the others hash it; a number is
// in E.164. A number given plain is suppressed as it is written without its country too, for profiles may have it so.
import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { BadInputError } from '../errors.ts';
import { foldAscii } from '../rules/ascii.ts';

const SHA256 = /^[0-9a-f]{64}$/i;
const LONGEST_ADDRESS = 320;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of an address, or the one that is given, in hex. Throws a BadInputError for anything else. */
export function emailHash(given: string, path: string): string {
  const address = foldAscii(given);
  if (SHA256.test(address)) return address;
  if (/^[^\s@\0]+@[^\s@\0]+$/.test(address) && address.length <= LONGEST_ADDRESS) return sha256(address);
  throw new BadInputError(
    `${path}: expected an e-mail address such as ann@example.com, or its SHA-256 as 64 hexadecimal digits.`,
  );
}

/** The hashes of a number in each way of writing it that profiles may have, or the one that is given, in hex. */
export function phoneHashes(given: string, path: string): string[] {
  const text = foldAscii(given);
  if (SHA256.test(text)) return [text];
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'));
  if (!number?.isPossible())
    throw new BadInputError(
      `${path}: expected a phone number with its country, such as +34 600 123 456, or the SHA-256 of its E.164 form as 64 hexadecimal digits.`,
    );
  const national = number.formatNational().replace(/\D/g, '');
  return [...new Set([number.number, number.nationalNumber, national])].map(sha256);
}
