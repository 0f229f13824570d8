import { readAudienceId } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type {
  ExportAudienceInput,
  ExportCompression,
  ExportFormat,
  ExportStatus,
  Resolvers,
  UserError,
} from '../graphql/resolvers-types.ts';
import { readSnapshotId } from '../snapshots/service.ts';
import { knownColumns } from './columns.ts';
import { openSigner } from './download.ts';
import { followExport } from './follow.ts';
import { campaignLift } from './lift.ts';
import { partsLoader } from './loaders.ts';
import { type ExportFile, filesOf } from './manifest.ts';
import { PLATFORMS } from './platforms/index.ts';
import { cancelExport } from './settle.ts';
import { type Export, exportById, newestExports } from './stored.ts';
import type { ExportTerms } from './terms.ts';

const MOST_EXPORTS = 100;

/** A file with the export that it is of. */
export interface ExportFileSource extends ExportFile {
  readonly of: Export;
}

function toTerms({ audience, snapshot, ...input }: ExportAudienceInput): ExportTerms {
  return {
    ...input,
    audienceId: readAudienceId(audience, 'audience'),
    snapshotId: snapshot == null ? null : readSnapshotId(snapshot, 'snapshot'),
  };
}

/** The first word of a message about an input is its place. */
function toUserErrors(error: unknown): UserError[] {
  if (!(error instanceof BadInputError)) throw error;
  const field = /^[a-zA-Z]+(?=[[.:])/.exec(error.message)?.[0];
  return [{ path: field ? ['input', field] : ['input'], code: 'INVALID', message: error.message }];
}

function toCounts(counts: unknown): { reason: string; users: number }[] {
  return Object.entries(counts as Record<string, number>)
    .map(([reason, users]) => ({ reason, users }))
    .toSorted((a, b) => b.users - a.users);
}

/** Whether whoever has a signed address would be given something. */
function isDownloadable({ status, directory, filesRemovedAt }: Export): boolean {
  return status === 'succeeded' && directory === null && filesRemovedAt === null;
}

export const exportResolvers: Resolvers = {
  Query: {
    export: (_parent, { id }, { database, principal }) => {
      authorize(principal, 'exports');
      return exportById(database, id);
    },
    exports: (_parent, { first }, { database, principal }) => {
      authorize(principal, 'exports');
      if (first < 1 || first > MOST_EXPORTS)
        throw new BadInputError(`first: expected 1 to ${MOST_EXPORTS}, got ${first}.`);
      return newestExports(database, first);
    },
    exportColumns: async (_parent, _args, { principal, view }) => {
      authorize(principal, 'exports');
      const { catalogue } = await view();
      return knownColumns(catalogue.dimensions).map(({ key, source }) => ({
        key,
        description: source.description,
      }));
    },
    exportPlatforms: (_parent, _args, { principal }) => {
      authorize(principal, 'exports');
      return PLATFORMS.map(({ columns, ...platform }) => ({
        ...platform,
        columns: columns.map(({ hashed = false, identifies = false, ...column }) => ({
          ...column,
          hashed,
          identifies,
        })),
      }));
    },
    campaignLift: async (_parent, { campaign, days, export: id }, { database, principal }) => {
      authorize(principal, 'exports');
      const exported = id == null ? null : await exportById(database, id);
      if (id != null && !exported)
        throw new BadInputError(`export: there is no export ${JSON.stringify(id)}.`);
      return campaignLift(database, { campaign, days, exportId: exported?.exportId ?? null });
    },
  },
  Mutation: {
    exportAudience: async (_parent, { input }, { database, principal, startExport }) => {
      authorize(principal, 'exports');
      const actor = actorOf(principal);
      try {
        const { idempotencyKey } = input;
        const { exported, isNew } = await startExport({
          ...toTerms(input),
          idempotencyKey,
          requestedBy: actor,
        });
        const { exportId, audienceId } = exported;
        if (isNew)
          await audit(database.prisma, actor, 'export_audience', { export: exportId, audience: audienceId });
        return { export: exported, errors: [] };
      } catch (error) {
        return { export: null, errors: toUserErrors(error) };
      }
    },
    cancelExport: async (_parent, { id }, { database, principal, exportsDir }) => {
      authorize(principal, 'exports');
      const found = await exportById(database, id);
      if (!found) {
        const message = `id: there is no export ${JSON.stringify(id)}.`;
        return { export: null, errors: [{ path: ['id'], code: 'INVALID', message }] };
      }
      await audit(database.prisma, actorOf(principal), 'cancel_export', { export: found.exportId });
      return { export: await cancelExport(database, found.exportId, exportsDir), errors: [] };
    },
  },
  Subscription: {
    exportProgress: {
      subscribe: (_parent, { id }, { database, principal }) => {
        authorize(principal, 'exports');
        return followExport(database, id);
      },
      resolve: (exported: Export) => exported,
    },
  },
  Export: {
    id: ({ exportId }) => exportId,
    status: ({ status }) => status.toUpperCase() as ExportStatus,
    format: ({ format }) => format.toUpperCase() as ExportFormat,
    compression: ({ compression }) => compression.toUpperCase() as ExportCompression,
    columns: ({ columns }) => columns as unknown as { from: string; name: string }[],
    members: ({ members }) => Number(members),
    membersDone: ({ membersDone }) => Number(membersDone),
    share: ({ members, membersDone }) =>
      members === 0n ? null : Math.min(1, Number(membersDone) / Number(members)),
    rows: ({ rows }) => Number(rows),
    leftOut: ({ leftOut }) => toCounts(leftOut),
    emptied: ({ emptied }) => toCounts(emptied),
    files: async (exported, _args, context) => {
      const parts = await partsLoader(context).load(exported.exportId);
      return filesOf(exported, parts).map((file) => ({ ...file, of: exported }));
    },
    manifestUrl: async (exported, _args, { database }) => {
      if (!isDownloadable(exported)) return null;
      return (await openSigner(database)).sign(exported.exportId, 'manifest', new Date()).url;
    },
  },
  ExportFile: {
    url: async ({ of, part }, _args, { database }) =>
      isDownloadable(of) ? (await openSigner(database)).sign(of.exportId, part, new Date()).url : null,
    urlExpiresAt: async ({ of, part }, _args, { database }) =>
      isDownloadable(of) ? (await openSigner(database)).sign(of.exportId, part, new Date()).expiresAt : null,
  },
};
