// Trusted documents: where a file of them is given, they are all that is carried out. A client asks for one by its
// SHA-256, as `documentId` or as `extensions.persistedQuery.sha256Hash`, by POST or GET.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { StrataError, UsageError } from '../errors.ts';
import { hashIn, isRecord, type RequestedOperation } from './operation.ts';

/** Documents by the SHA-256 of their text, in hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const file = z.record(z.string(), z.string());

export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Reads {"SHA-256": "document"}; throws a UsageError that names the first that is not its hash's. */
export async function readTrustedDocuments(path: string): Promise<TrustedDocuments> {
  const refusal = (reason: string): UsageError =>
    new UsageError(`STRATA_TRUSTED_DOCUMENTS: ${path}: expected {"SHA-256": "document"}: ${reason}`);
  let documents: z.infer<typeof file>;
  try {
    documents = file.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw refusal(error instanceof z.ZodError ? z.prettifyError(error) : String(error));
  }
  for (const [hash, document] of Object.entries(documents)) {
    const expected = hashOf(document);
    if (hash !== expected) throw refusal(`"${hash}" has the document of ${expected}.`);
  }
  return new Map(Object.entries(documents));
}

/** The operation with the text of its document; throws UNKNOWN_DOCUMENT for any that is not trusted. */
export function requireTrusted(
  trusted: TrustedDocuments,
  { query, extensions, ...rest }: RequestedOperation,
): RequestedOperation {
  const hash = typeof query === 'string' ? hashOf(query) : hashIn(extensions);
  const document = hash === undefined ? undefined : trusted.get(hash);
  if (document !== undefined) return { ...rest, query: document };
  throw new StrataError(
    'UNKNOWN_DOCUMENT',
    'Only trusted documents are carried out: ask for one by its SHA-256, as "documentId" or "extensions.persistedQuery".',
  );
}

/** Writes a `documentId` as the extension that says the same. */
export function takeDocumentIds(app: FastifyInstance): void {
  app.addHook('preHandler', async (request) => {
    const { body, query, raw } = request;
    if (isRecord(body) && typeof body.documentId === 'string')
      body.extensions = { ...(isRecord(body.extensions) && body.extensions), ...persisted(body.documentId) };
    if (request.method !== 'GET' || !isRecord(query) || typeof query.documentId !== 'string') return;
    const extensions = JSON.stringify(persisted(query.documentId));
    query.extensions = extensions;
    raw.url = `${raw.url}&extensions=${encodeURIComponent(extensions)}`;
  });
}

function persisted(documentId: string) {
  return { persistedQuery: { version: 1, sha256Hash: documentId.replace(/^sha256:/, '') } };
}
