import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Resolvers, RuleSetChange, RuleSetStatus, UserError } from '../graphql/resolvers-types.ts';
import { findRun } from '../runs/service.ts';
import {
  calibrate,
  deleteDraft,
  differencesBetween,
  documentProblems,
  findEntry,
  type Publication,
  previewRules,
  publicationOf,
  publishedRuleSet,
  requireEntry,
  rollbackPublication,
  ruleSetEntries,
  ruleSetVersion,
  saveDraft,
} from './service.ts';

const MOST_VERSIONS = 100;
const MOST_PROBLEMS = 100;
const MOST_EXAMPLES = 100;
const MOST_SAMPLED = 10_000_000;
const PREVIEW_TIMEOUT_MS = 60_000;

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new BadInputError(`${name}: expected ${least} to ${most}, got ${value}.`);
}

const upper = <T extends string>(word: string): T => word.toUpperCase() as T;

/** Admins only; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'recompute');
  return actorOf(principal);
}

/** What `work` answers, or the problem with the input as a payload's errors. */
async function answered<T>(
  path: string[],
  work: () => Promise<T>,
): Promise<{ answer: T | null; errors: UserError[] }> {
  try {
    return { answer: await work(), errors: [] };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { answer: null, errors: [{ path, code: 'INVALID', message: error.message }] };
  }
}

/** `rules.dimensions[2].label` → input, document, dimensions, 2, label. */
function pathOfProblem(path: string): string[] {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  return ['input', 'document', ...parts.slice(1)];
}

async function startPublication(
  context: Context,
  action: string,
  publication: Publication,
): Promise<Awaited<ReturnType<typeof findRun>>> {
  const requestedBy = admit(context);
  const { database, startRun } = context;
  const runId = await startRun({ ...publication, requestedBy });
  await audit(database.prisma, requestedBy, action, { version: publication.publishes, run: runId });
  return findRun(database, runId);
}

export const ruleSetResolvers: Resolvers = {
  Query: {
    ruleSet: async (_parent, { version }, context) => {
      admit(context);
      const { prisma } = context.database;
      return findEntry(prisma, version ?? (await publishedRuleSet(prisma)).version);
    },
    ruleSets: async (_parent, { first }, context) => {
      admit(context);
      return ruleSetEntries(context.database.prisma, inRange('first', first, 1, MOST_VERSIONS));
    },
    validateRuleSet: (_parent, { document }, context) => {
      admit(context);
      const problems = documentProblems(document);
      return { valid: problems.length === 0, problems };
    },
  },
  Mutation: {
    saveRuleSetDraft: async (_parent, { input }, context) => {
      const createdBy = admit(context);
      const { prisma } = context.database;
      const errors = documentProblems(input.document)
        .slice(0, MOST_PROBLEMS)
        .map(({ path, message }) => ({
          path: pathOfProblem(path),
          code: 'INVALID' as const,
          message: `${path}: ${message}`,
        }));
      if (errors.length > 0) return { ruleSet: null, errors };
      const saved = await answered(['input', 'note'], () =>
        saveDraft(context.database, { document: input.document, note: input.note ?? '', createdBy }),
      );
      if (saved.answer) await audit(prisma, createdBy, 'rules.save', { version: saved.answer.version });
      return { ruleSet: saved.answer, errors: saved.errors };
    },
    deleteRuleSetDraft: async (_parent, { version }, context) => {
      const actor = admit(context);
      const { errors } = await answered(['version'], () => deleteDraft(context.database, version));
      if (errors.length > 0) return { version: null, errors };
      await audit(context.database.prisma, actor, 'rules.delete', { version });
      return { version, errors };
    },
    previewRuleSet: async (_parent, { input }, context) => {
      const actor = admit(context);
      const { database } = context;
      const { answer, errors } = await answered(['input'], async () => {
        const examples = inRange('examples', input.examples ?? 10, 0, MOST_EXAMPLES);
        const sample = input.sample == null ? null : inRange('sample', input.sample, 1, MOST_SAMPLED);
        const rules = await ruleSetVersion(database.prisma, input.version);
        await audit(database.prisma, actor, 'rules.preview', { version: input.version });
        return previewRules(database, rules, { sample, examples, timeoutMs: PREVIEW_TIMEOUT_MS });
      });
      return { preview: answer, errors };
    },
    publishRuleSet: async (_parent, { version }, context) => {
      admit(context);
      const { answer, errors } = await answered(['version'], async () =>
        startPublication(context, 'rules.publish', await publicationOf(context.database, version)),
      );
      return { run: answer, errors };
    },
    rollbackRuleSet: async (_parent, _args, context) => {
      admit(context);
      const { database } = context;
      const { answer, errors } = await answered([], async () => {
        const publication = await rollbackPublication(database);
        const run = await startPublication(context, 'rules.rollback', publication);
        return { run, ruleSet: await requireEntry(database.prisma, publication.publishes) };
      });
      return { run: answer?.run ?? null, ruleSet: answer?.ruleSet ?? null, errors };
    },
    calibrateRuleSet: async (_parent, { note }, context) => {
      const createdBy = admit(context);
      const { database } = context;
      const { answer, errors } = await answered(['note'], () =>
        calibrate(database, { createdBy, note: note ?? null }),
      );
      if (!answer) return { ruleSet: null, calibrations: [], errors };
      const { draft, calibrations } = answer;
      await audit(database.prisma, createdBy, 'rules.calibrate', { version: draft.version });
      return { ruleSet: draft, calibrations: [...calibrations], errors };
    },
  },
  RuleSet: {
    status: ({ status }) => upper<RuleSetStatus>(status),
    name: async ({ version }, _args, { database }) => (await ruleSetVersion(database.prisma, version)).name,
    document: ({ version }, _args, { database }) => ruleSetVersion(database.prisma, version),
    differences: async ({ version }, { from }, { database: { prisma } }) => {
      const before = from ?? (await publishedRuleSet(prisma)).version;
      return differencesBetween(await ruleSetVersion(prisma, before), await ruleSetVersion(prisma, version));
    },
  },
  RuleSetDifference: { change: ({ change }) => upper<RuleSetChange>(change) },
  RuleSetPreview: { dimensions: ({ dimensions }) => [...dimensions] },
  DimensionPreview: {
    change: ({ change }) => upper<RuleSetChange>(change),
    segments: ({ segments }) => [...segments],
    flows: ({ flows }) => [...flows],
    sample: ({ sample }) => [...sample],
  },
  SegmentPreview: { change: ({ change }) => upper<RuleSetChange>(change) },
  Calibration: {
    before: ({ before }) => [...before],
    after: ({ after }) => [...after],
  },
};
