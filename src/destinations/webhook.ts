// Messages to webhooks: JSON of a type and its data, signed with the destination's secret.
import type { Guard } from './outbound/guard.ts';
import { post } from './outbound/post.ts';
import { signatureHeaders } from './outbound/signature.ts';
import type { WebhookSecrets, WebhookSettings } from './settings.ts';

export interface Message {
  /** The same for every attempt. */
  readonly id: string;
  /** Such as `audience.delta`. */
  readonly type: string;
  readonly data: object;
}

/** Returns when the target has accepted it; throws a NotAcceptedError or a RefusedTargetError. */
export function postMessage(
  { settings, secrets }: { settings: WebhookSettings; secrets: WebhookSecrets },
  { id, type, data }: Message,
  guard: Guard,
): Promise<void> {
  const sentAt = new Date();
  const body = JSON.stringify({ type, timestamp: sentAt.toISOString(), data });
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Strata',
    ...signatureHeaders(secrets.signingSecret, { id, sentAt, body }),
  };
  return post({ url: new URL(settings.url), headers, body, guard });
}
