// Encrypts what must not be read back: AES-256-GCM, bound to what it belongs to, so that no sealed value can be put in
// the place of another.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SEAL_KEY_BYTES = 32;

/** `value` as JSON, sealed: nonce, tag and ciphertext. */
export function seal(key: Uint8Array, belongsTo: string, value: object): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(belongsTo));
  const hidden = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), hidden]));
}

/** What was sealed; throws where it was altered, belongs to something else, or the key is another. */
export function unseal<T>(key: Uint8Array, belongsTo: string, sealed: Uint8Array): T {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce)
    .setAAD(Buffer.from(belongsTo))
    .setAuthTag(Buffer.from(tag));
  const shown = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(shown.toString('utf8')) as T;
}
