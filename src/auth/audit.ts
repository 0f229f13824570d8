// The audit log: who did what, when. It names keys, never secrets and never external ids.
import type { PrismaClient } from '../db/prisma.ts';
import { BadInputError, CursorError } from '../errors.ts';

export { auditStatement } from './queries.ts';

export type AuditEntry = Awaited<ReturnType<PrismaClient['auditEntry']['findUniqueOrThrow']>>;

export interface AuditRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly actor?: string | null;
  readonly action?: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly isFirst: boolean;
  readonly hasMore: boolean;
}

const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 500;

export async function audit(
  prisma: PrismaClient,
  actor: string,
  action: string,
  details: Record<string, string | number> = {},
): Promise<void> {
  await prisma.auditEntry.create({ data: { at: new Date(), actor, action, details } });
}

/** Entries, the newest first. Throws a BadInputError or a CursorError that says what would be legal. */
export async function auditPage(
  prisma: PrismaClient,
  { first, after, actor, action }: AuditRequest,
): Promise<AuditPage> {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > LARGEST_PAGE)
    throw new BadInputError(`first: expected 1 to ${LARGEST_PAGE}, got ${size}.`);
  const where = {
    ...(typeof after === 'string' && { entryId: { lt: readAuditCursor(after) } }),
    ...(typeof actor === 'string' && { actor: storable('actor', actor) }),
    ...(typeof action === 'string' && { action: storable('action', action) }),
  };
  const found = await prisma.auditEntry.findMany({ where, orderBy: { entryId: 'desc' }, take: size + 1 });
  const entries = found.slice(0, size);
  return { entries, isFirst: typeof after !== 'string', hasMore: found.length > size };
}

export function auditCursor({ entryId }: AuditEntry): string {
  return Buffer.from(`audit ${entryId}`).toString('base64url');
}

function readAuditCursor(text: string): bigint {
  const id = /^audit (\d{1,18})$/.exec(Buffer.from(text, 'base64url').toString())?.[1];
  if (id !== undefined) return BigInt(id);
  throw new CursorError('after: no cursor of the audit log. Use one from its pageInfo or edges, unchanged.');
}

function storable(argument: string, text: string): string {
  if (!text.includes('\0')) return text;
  throw new BadInputError(`${argument}: expected text without the character NUL.`);
}
