// Asks for an export: what it is of is decided now (audience, snapshot, columns), checked, and pinned. The same
// idempotency key is answered with the same export, whatever became of it, and refused for another request.
import { type AudienceDefinition, audienceSize, resolveAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { pinWithin, requireSnapshot, type Snapshot, wholeSnapshotById } from '../snapshots/service.ts';
import { type ChosenColumn, chosenColumns } from './columns.ts';
import { fileStem } from './files.ts';
import type { Export } from './stored.ts';
import { type CheckedTerms, checkTerms, type ExportTerms, fingerprint } from './terms.ts';

export interface ExportRequest extends ExportTerms {
  /** Chosen by who asks. */
  readonly idempotencyKey: string;
  /** Such as `key 0a1b2c3d4e5f` or `command line`. */
  readonly requestedBy: string;
}

export interface RequestedExport {
  readonly exported: Export;
  /** False where the key was used before, for this same request. */
  readonly isNew: boolean;
}

const LONGEST_KEY = 200;

/** Queues an export; throws a BadInputError where the request is not legal, a SnapshotError where the snapshot is gone. */
export async function requestExport(database: Database, request: ExportRequest): Promise<RequestedExport> {
  const key = legalKey(request.idempotencyKey);
  const terms = checkTerms(request);
  const sha256 = fingerprint(request, terms);
  const earlier = await earlierExport(database, key, sha256);
  if (earlier) return earlier;
  const snapshot = await (request.snapshotId == null
    ? requireSnapshot(database)
    : wholeSnapshotById(database, request.snapshotId));
  const definition = await resolveAudience(database, {
    audienceId: request.audienceId,
    version: request.audienceVersion ?? null,
  });
  const catalogue = await segmentCatalogue(database, snapshot);
  const columns = terms.platform ? [] : chosenColumns(request.columns, catalogue.dimensions);
  const members = await audienceSize(database, definition, { snapshot, catalogue });
  try {
    const about = { key, sha256, requestedBy: request.requestedBy, snapshot, definition, columns, members };
    return { exported: await insert(database, about, terms), isNew: true };
  } catch (error) {
    const meanwhile = await earlierExport(database, key, sha256);
    if (meanwhile) return meanwhile;
    throw error;
  }
}

function legalKey(given: string): string {
  if (given !== '' && given.length <= LONGEST_KEY && !/\p{Cc}/u.test(given)) return given;
  throw new BadInputError(
    `idempotencyKey: expected 1 to ${LONGEST_KEY} characters without control characters, got ${JSON.stringify(given)}.`,
  );
}

async function earlierExport(
  { prisma }: Database,
  idempotencyKey: string,
  sha256: Buffer,
): Promise<RequestedExport | null> {
  const exported = await prisma.export.findUnique({ where: { idempotencyKey } });
  if (!exported) return null;
  if (sha256.equals(exported.requestSha256)) return { exported, isNew: false };
  throw new BadInputError(
    `idempotencyKey: ${JSON.stringify(idempotencyKey)} was used for export ${exported.exportId}, which is another request. Use a new key.`,
  );
}

interface About {
  readonly key: string;
  readonly sha256: Buffer;
  readonly requestedBy: string;
  readonly snapshot: Snapshot;
  readonly definition: AudienceDefinition;
  readonly columns: readonly ChosenColumn[];
  readonly members: number;
}

function insert({ prisma }: Database, about: About, terms: CheckedTerms): Promise<Export> {
  const { snapshot, definition } = about;
  return prisma.$transaction(async (tx) => {
    const reason = `an export of the audience ${JSON.stringify(definition.name)}`;
    const pinId = await pinWithin(tx, { snapshotId: snapshot.id, reason });
    const { revision } = await tx.snapshot.findUniqueOrThrow({ where: { snapshotId: snapshot.id } });
    return tx.export.create({
      data: {
        ...terms,
        idempotencyKey: about.key,
        requestSha256: new Uint8Array(about.sha256),
        requestedBy: about.requestedBy,
        requestedAt: new Date(),
        status: 'queued',
        audienceId: definition.id,
        audienceVersion: definition.version,
        audienceName: definition.name,
        definition: structuredClone(definition) as object,
        snapshotId: snapshot.id,
        snapshotRevision: revision,
        asOf: snapshot.asOf,
        ruleSetVersion: snapshot.ruleSetVersion,
        pinId,
        columns: about.columns.map(({ from, name }) => ({ from, name })),
        fileStem: fileStem(definition.name),
        members: about.members,
        membersDone: 0,
        rows: 0,
        leftOut: {},
        emptied: {},
        attempts: 0,
        erasures: 0,
        cancelRequested: false,
      },
    });
  });
}
