// Destinations: whereto files and messages go. Their secrets are stored sealed and come out for a sending alone.
import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { checkTerms } from '../exports/service.ts';
import type { Networks } from './outbound/addresses.ts';
import { newSigningSecret } from './outbound/signature.ts';
import { forgetHeld, secretOf } from './queries.ts';
import type { putObjects as putObjectsNow } from './s3.ts';
import { SEAL_KEY_BYTES, seal, unseal } from './sealed.ts';
import {
  type NewS3,
  readName,
  readS3,
  readWebhook,
  type S3Secrets,
  type S3Settings,
  type WebhookSecrets,
  type WebhookSettings,
} from './settings.ts';

export { type Networks, refusalOf } from './outbound/addresses.ts';
export { type Guard, RefusedTargetError } from './outbound/guard.ts';
export { NotAcceptedError } from './outbound/post.ts';
export type { OutgoingFile, S3Target } from './s3.ts';
export { type Message, postMessage } from './webhook.ts';

/** The client of S3 is loaded when something is sent: it is more than most commands are. */
export const putObjects: typeof putObjectsNow = async (...given) =>
  (await import('./s3.ts')).putObjects(...given);

export type DestinationKind = 'webhook' | 's3';

export interface Destination {
  readonly id: number;
  readonly name: string;
  readonly kind: DestinationKind;
  readonly webhook: WebhookSettings | null;
  readonly s3: S3Settings | null;
  readonly platform: string | null;
  readonly phoneCountry: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A destination with what it takes to reach it. */
export type OpenDestination = {
  readonly id: number;
  readonly name: string;
  readonly memberKey: Uint8Array;
  readonly platform: string | null;
  readonly phoneCountry: string | null;
} & (
  | { readonly kind: 'webhook'; readonly settings: WebhookSettings; readonly secrets: WebhookSecrets }
  | { readonly kind: 's3'; readonly settings: S3Settings; readonly secrets: S3Secrets }
);

export interface NewDestination {
  readonly name: string;
  readonly webhook?: { readonly url: string } | null;
  readonly s3?: NewS3 | null;
  /** Key of a platform, whose columns and rules deltas follow; without it, they have Strata's own. */
  readonly platform?: string | null;
  /** Where national phone numbers of users without a country are from: a code or name. */
  readonly phoneCountry?: string | null;
  readonly createdBy: string;
}

const SEAL_KEY = 'destinations';
const MEMBER_KEY_BYTES = 32;
const MOST_DESTINATIONS = 1_000;

type Sealed<Secrets> = Secrets & { readonly memberKey: string };

/** Makes a destination; the signing secret of a webhook is returned this once. Throws a BadInputError by field. */
export async function createDestination(
  database: Database,
  { name, webhook, s3, createdBy, ...given }: NewDestination,
  allowed: Networks,
): Promise<{ destination: Destination; signingSecret: string | null }> {
  if (!webhook === !s3) throw new BadInputError('kind: give exactly one of "webhook" and "s3".');
  const format = readFormat(given);
  const { prisma } = database;
  const read = webhook
    ? {
        kind: 'webhook',
        settings: readWebhook(webhook.url, allowed),
        secrets: { signingSecret: newSigningSecret() },
      }
    : { kind: 's3', ...readS3(s3 as NewS3, allowed) };
  readName(name);
  if ((await prisma.destination.count({ where: { deletedAt: null } })) >= MOST_DESTINATIONS)
    throw new BadInputError(`There are ${MOST_DESTINATIONS} destinations already. Delete one.`);
  if (await prisma.destination.findFirst({ where: { name, deletedAt: null } }))
    throw new BadInputError(`name: there is a destination "${name}" already.`);
  const memberKey = randomBytes(MEMBER_KEY_BYTES).toString('base64');
  const sealed = seal(await sealKey(database), `${read.kind} ${name}`, { ...read.secrets, memberKey });
  const row = await prisma.destination.create({
    data: {
      name,
      kind: read.kind,
      settings: { ...read.settings },
      sealed,
      ...format,
      createdBy,
      createdAt: new Date(),
    },
  });
  const signingSecret = 'signingSecret' in read.secrets ? read.secrets.signingSecret : null;
  return { destination: toDestination(row), signingSecret };
}

/** Of deltas. */
function readFormat({ platform, phoneCountry }: Pick<NewDestination, 'platform' | 'phoneCountry'>): {
  platform: string | null;
  phoneCountry: string | null;
} {
  const terms = checkTerms({
    audienceId: 0,
    platform: platform ?? null,
    phoneCountry: phoneCountry ?? null,
  });
  if (terms.phoneCountry !== null && terms.platform === null)
    throw new BadInputError('phoneCountry: expected a platform beside it, by whose rules numbers are read.');
  return { platform: terms.platform, phoneCountry: terms.phoneCountry };
}

export async function listDestinations({ prisma }: Database): Promise<Destination[]> {
  const rows = await prisma.destination.findMany({ where: { deletedAt: null }, orderBy: { name: 'asc' } });
  return rows.map(toDestination);
}

/** The destination of that id, deleted ones too; null if there never was one. */
export async function findDestination({ prisma }: Database, id: number): Promise<Destination | null> {
  const row = await prisma.destination.findUnique({ where: { destinationId: id } });
  return row && toDestination(row);
}

/** By id or name, deleted ones apart; throws a BadInputError where there is none. */
export async function requireDestination({ prisma }: Database, idOrName: string): Promise<Destination> {
  const id = /^\d{1,9}$/.test(idOrName) ? Number(idOrName) : null;
  const named = idOrName.includes('\0') ? [] : [{ name: idOrName }];
  const row = await prisma.destination.findFirst({
    where: { deletedAt: null, OR: [...named, ...(id === null ? [] : [{ destinationId: id }])] },
    orderBy: { destinationId: 'asc' },
  });
  if (row) return toDestination(row);
  throw new BadInputError(`destination: there is no destination ${JSON.stringify(idOrName)}.`);
}

/** Deletes it with its schedules, what it was yet to get, and what is known of whom it holds. */
export async function deleteDestination(database: Database, idOrName: string): Promise<Destination> {
  const destination = await requireDestination(database, idOrName);
  await database.prisma.$transaction(async (tx) => {
    await tx.destination.update({
      where: { destinationId: destination.id },
      data: { deletedAt: new Date(), sealed: new Uint8Array() },
    });
    await forgetHeld(tx, destination.id);
  });
  return destination;
}

/** With its secrets, for a sending; null when it is deleted. */
export async function openDestination(database: Database, id: number): Promise<OpenDestination | null> {
  const row = await database.prisma.destination.findFirst({ where: { destinationId: id, deletedAt: null } });
  if (!row) return null;
  const { memberKey, ...secrets } = unseal<Sealed<WebhookSecrets | S3Secrets>>(
    await sealKey(database),
    `${row.kind} ${row.name}`,
    row.sealed,
  );
  const { name, kind, settings, platform, phoneCountry } = row;
  const member = { memberKey: Buffer.from(memberKey, 'base64') };
  const open: object = { id, name, kind, settings, secrets, platform, phoneCountry, ...member };
  return open as OpenDestination;
}

function sealKey({ prisma }: Database): Promise<Uint8Array> {
  return secretOf(prisma, SEAL_KEY, new Uint8Array(randomBytes(SEAL_KEY_BYTES)));
}

interface DestinationRow {
  readonly destinationId: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: unknown;
  readonly platform: string | null;
  readonly phoneCountry: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

function toDestination({ destinationId, kind, settings, ...row }: DestinationRow): Destination {
  const { name, platform, phoneCountry, createdBy, createdAt } = row;
  const shown = { id: destinationId, name, platform, phoneCountry, createdBy, createdAt };
  return kind === 'webhook'
    ? { ...shown, kind, webhook: settings as WebhookSettings, s3: null }
    : { ...shown, kind: 's3', webhook: null, s3: settings as S3Settings };
}
