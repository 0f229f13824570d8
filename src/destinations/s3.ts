// Files into a bucket that speaks S3, over the guarded agents. An object appears whole or not at all, none is made
// public, and what is there already with the same content is not sent again.
import { createReadStream } from 'node:fs';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { StrataError } from '../errors.ts';
import { type Guard, guardedAgents, RefusedTargetError } from './outbound/guard.ts';
import { NotAcceptedError } from './outbound/post.ts';
import type { S3Secrets, S3Settings } from './settings.ts';

const PART_BYTES = 8 * 1_048_576;
const CONNECTION_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;

export interface S3Target {
  readonly settings: S3Settings;
  readonly secrets: S3Secrets;
}

/** A file to send, or a small text. */
export interface OutgoingFile {
  /** After the destination's prefix. */
  readonly key: string;
  readonly content:
    | { readonly path: string; readonly sha256: string; readonly bytes: number }
    | { readonly text: string };
}

/** Puts them one after the other; when it returns, the bucket has all of them. Throws what NotAcceptedError says. */
export async function putObjects(
  { settings, secrets }: S3Target,
  files: readonly OutgoingFile[],
  guard: Guard,
  onFile: () => Promise<void> = async () => {},
): Promise<void> {
  const agents = guardedAgents(guard);
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { ...secrets },
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      httpAgent: agents.http,
      httpsAgent: agents.https,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  });
  try {
    for (const file of files) {
      await putObject(client, settings, file);
      await onFile();
    }
  } catch (error) {
    throw inWords(error);
  } finally {
    client.destroy();
    agents.close();
  }
}

async function putObject(
  client: S3Client,
  settings: S3Settings,
  { key, content }: OutgoingFile,
): Promise<void> {
  const place = { Bucket: settings.bucket, Key: `${settings.prefix}${key}` };
  if ('text' in content) {
    const text = { ContentType: 'application/json', ChecksumAlgorithm: 'SHA256' } as const;
    await client.send(new PutObjectCommand({ ...place, ...text, Body: content.text }));
    return;
  }
  if (await isThere(client, place, content)) return;
  const upload = new Upload({
    client,
    params: {
      ...place,
      Body: createReadStream(content.path),
      ChecksumAlgorithm: 'SHA256',
      Metadata: { sha256: content.sha256 },
    },
    partSize: PART_BYTES,
    queueSize: 2,
  });
  await upload.done();
}

/** An attempt that died may have put it. */
async function isThere(
  client: S3Client,
  place: { Bucket: string; Key: string },
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<boolean> {
  try {
    const found = await client.send(new HeadObjectCommand(place));
    return found.ContentLength === bytes && found.Metadata?.sha256 === sha256;
  } catch (error) {
    // 403 is what a bucket answers whose keys may be written and not read.
    if ([403, 404].includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}

function statusOf(error: unknown): number | null {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? null;
}

function inWords(error: unknown): StrataError {
  if (error instanceof StrataError) return error;
  const { name, message, cause } = error as Error;
  if (cause instanceof RefusedTargetError) return cause;
  const status = statusOf(error);
  const said = `${name}: ${message}`.slice(0, 300);
  return status === null
    ? new NotAcceptedError(`It could not be reached: ${said}.`, null, { cause: error })
    : new NotAcceptedError(`It answered with ${status} (${said}).`, status, { cause: error });
}
