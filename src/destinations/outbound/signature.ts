// Signs messages as Standard Webhooks has it (https://www.standardwebhooks.com), for which every language has a
// verifier: HMAC-SHA-256 over id, time and body under a secret of the destination's own.
import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** `whsec_` and 32 random bytes in base64. */
export function newSigningSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface SignedMessage {
  /** The same for every attempt, so that a receiver can drop what it has had. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/** The headers by which a receiver tells that the message is Strata's, whole, and of now. */
export function signatureHeaders(
  secret: string,
  { id, sentAt, body }: SignedMessage,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
