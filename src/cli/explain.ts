// strata explain: why a user is in each segment, as a tree for people or as JSON.
import { Command, InvalidArgumentError } from 'commander';
import { takesSymbols } from '../config.ts';
import type { Database } from '../db/database.ts';
import { StrataError } from '../errors.ts';
import { requireDimension, type SegmentCatalogue, segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot, wholeSnapshotById } from '../snapshots/service.ts';
import { explainUsers, histories, type User, userBy } from '../users/service.ts';
import { type ExplainedUser, explanationLines } from './explanation-lines.ts';
import { print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const CHANGES_SHOWN = 5;

interface ExplainOptions {
  readonly dimension?: string;
  readonly snapshot?: number;
  readonly json?: boolean;
}

function readSnapshot(text: string): number {
  const id = Number(text);
  if (Number.isInteger(id) && id >= 1 && id < 2 ** 31 - 1) return id;
  throw new InvalidArgumentError('expected the id of a snapshot, such as 7.');
}

export const explainCommand = new Command('explain')
  .description('Show why a user is in each segment: the rules that were tried, with what was observed.')
  .argument('<user>', "the shop's id of the user, or Strata's")
  .option('--dimension <key>', 'only this dimension')
  .option('--snapshot <id>', 'in this snapshot instead of the newest', readSnapshot)
  .option('--json', 'print as JSON')
  .action((user: string, options: ExplainOptions) =>
    withDatabase(async (database) => {
      const explained = await explainUser(database, user, options);
      if (options.json) return printJson(documentOf(explained));
      const symbols = process.stdout.isTTY && takesSymbols();
      for (const line of explanationLines(explained, symbols)) print(line);
    }),
  );

async function explainUser(
  database: Database,
  name: string,
  { dimension, snapshot: asked }: ExplainOptions,
): Promise<ExplainedUser> {
  const snapshot =
    asked === undefined ? await requireSnapshot(database) : await wholeSnapshotById(database, asked);
  const catalogue = await segmentCatalogue(database, snapshot);
  if (dimension !== undefined) requireDimension(catalogue, dimension);
  const user = await findUser(database, catalogue, name);
  const explanation = (await explainUsers(database, snapshot, catalogue, [user.userId])).get(user.userId);
  if (!explanation || explanation instanceof Error)
    throw explanation ?? new Error(`User ${user.userId} went away meanwhile.`);
  const dimensions = explanation.dimensions.filter(({ key }) => dimension === undefined || key === dimension);
  const changes = await histories(
    database,
    snapshot.id,
    dimensions.map(({ key }) => ({ userId: user.userId, dimension: key, first: CHANGES_SHOWN })),
  );
  return {
    user,
    ...explanation,
    dimensions: dimensions.map((one, at) => ({ ...one, history: changes[at] ?? [] })),
  };
}

/** The shop's ids come first: Strata's own are for those who know them. */
async function findUser(database: Database, catalogue: SegmentCatalogue, name: string): Promise<User> {
  const user =
    (await userBy(database, catalogue, { externalId: name })) ??
    (await userBy(database, catalogue, { id: name }));
  if (user) return user;
  throw new StrataError(
    'NOT_FOUND',
    `Snapshot ${catalogue.snapshotId} has no user ${JSON.stringify(name)}, neither by the shop's id nor by Strata's.`,
  );
}

function documentOf({ user, snapshot, dimensions, scores, nextChangeAt }: ExplainedUser): object {
  return {
    user: { id: user.userId, externalId: user.externalId },
    snapshot: { id: snapshot.id, asOf: snapshot.asOf, ruleSetVersion: snapshot.ruleSetVersion },
    nextChangeAt,
    dimensions: dimensions.map(({ key, label, segment, rules, history }) => ({
      key,
      label,
      segment: { key: segment.key, priority: segment.priority },
      rules,
      history: history.map(({ from, to, snapshotId, asOf, runKind, ruleSetVersion }) => ({
        from,
        to,
        snapshot: snapshotId,
        asOf,
        run: snapshotId,
        runKind,
        ruleSetVersion,
      })),
    })),
    scores,
  };
}
