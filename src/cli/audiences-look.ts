// strata audiences list, show, preview, overlap and sample: what audiences amount to in the newest snapshot.
import { Argument, Command, InvalidArgumentError } from 'commander';
import {
  type AudienceContent,
  type AudienceFigures,
  audienceFigures,
  audienceOverlaps,
  audienceSample,
  audienceSize,
  audiences,
  audienceTrend,
  findAudience,
  type Look,
  MOST_IDS,
  previewFigures,
  resolveAudience,
} from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot } from '../snapshots/service.ts';
import { addContentOptions, CONTENT_HELP, type ContentOptions, requireContent } from './audience-content.ts';
import { count, percent, print, printJson } from './output.ts';
import { printTable } from './rules-table.ts';
import { withDatabase } from './session.ts';

const MOST_LISTED = 10_000;
const TREND_POINTS = 10;
const SAMPLE = 10;

const THE_AUDIENCE = () => new Argument('<audience>', 'its id or name');

async function newest(database: Database): Promise<Look> {
  const snapshot = await requireSnapshot(database);
  return { snapshot, catalogue: await segmentCatalogue(database, snapshot) };
}

async function definitionOf(database: Database, idOrName: string) {
  const { id } = await findAudience(database, idOrName);
  return resolveAudience(database, { audienceId: id });
}

/** Users, or what is wrong with the audience. */
async function sizeOrProblem(
  database: Database,
  audienceId: number,
  look: Look,
): Promise<{ users: number | null; problem: string | null }> {
  try {
    const definition = await resolveAudience(database, { audienceId });
    return { users: await audienceSize(database, definition, look), problem: null };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { users: null, problem: error.message };
  }
}

export const listCommand = new Command('list')
  .description('List the audiences by name, with their sizes in the newest snapshot.')
  .option('--json', 'print as JSON')
  .action(({ json }: { json?: boolean }) =>
    withDatabase(async (database) => {
      const look = await newest(database);
      const found = [];
      for (const audience of await audiences(database, { first: MOST_LISTED }))
        found.push({ ...audience, ...(await sizeOrProblem(database, audience.id, look)) });
      if (json) return printJson({ snapshot: look.snapshot.id, audiences: found });
      if (found.length === 0) return print('There is no audience yet: strata audiences create --help');
      printTable(
        ['>ID', 'NAME', 'KIND', '>VERSION', '>USERS'],
        found.map(({ id, name, kind, version, users }) => [
          String(id),
          name,
          kind,
          String(version),
          users === null ? '!' : count(users),
        ]),
      );
      for (const { problem } of found) if (problem) print(`! ${problem}`);
    }),
  );

export const showCommand = new Command('show')
  .description('Show an audience: what it is made of, how its users divide, and how many it had.')
  .addArgument(THE_AUDIENCE())
  .option('--dimension <key>', 'the dimension to divide its users by', 'customer')
  .option('--json', 'print as JSON')
  .action((idOrName: string, { dimension, json }: { dimension: string; json?: boolean }) =>
    withDatabase(async (database) => {
      const audience = await findAudience(database, idOrName);
      const look = await newest(database);
      const definition = await resolveAudience(database, { audienceId: audience.id });
      const figures = await audienceFigures(database, definition, look, dimension);
      const trend = await audienceTrend(database, definition, look, TREND_POINTS);
      if (json) return printJson({ ...audience, snapshot: look.snapshot.id, figures, trend });
      print(`${audience.name} (${audience.id}), version ${audience.version}, by ${audience.owner}`);
      if (audience.description) print(audience.description);
      if (audience.filter) print(JSON.stringify(audience.filter));
      if (audience.operands.length > 0) print(`${audience.kind} of ${audience.operands.join(', ')}`);
      printFigures(figures);
      print();
      printTable(
        ['>SNAPSHOT', 'AS OF', '>USERS'],
        trend.map(({ snapshotId, asOf, users }) => [String(snapshotId), asOf, count(users)]),
      );
    }),
  );

function printFigures({ users, contactable, leftOut, segments }: AudienceFigures): void {
  print(`Users: ${count(users)}; may be contacted: ${count(contactable)}`);
  for (const one of leftOut) if (one.users > 0) print(`  left out, ${one.reason}: ${count(one.users)}`);
  print();
  printTable(
    ['SEGMENT', '>USERS', '>SHARE', '>CONTACTABLE'],
    segments.map((one) => [one.segment.key, count(one.users), percent(one.share), count(one.contactable)]),
  );
}

/** A preview looks for each id by itself: it takes as many as a call of the API does. */
async function inMemory(content: AudienceContent): Promise<AudienceContent> {
  if (content.kind !== 'list' || !(Symbol.asyncIterator in content.externalIds)) return content;
  const externalIds: string[] = [];
  for await (const batch of content.externalIds) {
    externalIds.push(...batch);
    if (externalIds.length > MOST_IDS) break;
  }
  return { kind: 'list', externalIds };
}

export const previewCommand = addContentOptions(
  new Command('preview').description('What an audience would amount to, before it is saved.'),
)
  .option('--dimension <key>', 'the dimension to divide its users by', 'customer')
  .option('--json', 'print as JSON')
  .addHelpText('after', CONTENT_HELP)
  .action((options: ContentOptions & { dimension: string; json?: boolean }) =>
    withDatabase(async (database) => {
      const content = await inMemory(await requireContent(database, options));
      const figures = await previewFigures(database, content, await newest(database), options.dimension);
      if (options.json) return printJson(figures);
      printFigures(figures);
    }),
  );

export const overlapCommand = new Command('overlap')
  .description('How many users an audience shares with others.')
  .addArgument(THE_AUDIENCE())
  .argument('<others...>', 'ids or names of up to 10 others')
  .option('--json', 'print as JSON')
  .action((idOrName: string, others: string[], { json }: { json?: boolean }) =>
    withDatabase(async (database) => {
      const own = await definitionOf(database, idOrName);
      const definitions = await Promise.all(others.map((other) => definitionOf(database, other)));
      const overlaps = await audienceOverlaps(database, own, definitions, await newest(database));
      if (json) return printJson({ audience: own.id, overlaps });
      printTable(
        ['>ID', 'NAME', '>USERS', '>IN BOTH', '>SHARE'],
        overlaps.map(({ audienceId, users, both, share }, at) => [
          String(audienceId),
          definitions[at]?.name ?? '',
          count(users),
          count(both),
          percent(share),
        ]),
      );
    }),
  );

function readFirst(text: string): number {
  const first = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (first >= 1 && first <= 100) return first;
  throw new InvalidArgumentError('expected 1 to 100.');
}

export const sampleCommand = new Command('sample')
  .description('Some users of an audience, always the same ones of the same snapshot.')
  .addArgument(THE_AUDIENCE())
  .option('--first <n>', 'how many', readFirst, SAMPLE)
  .option('--json', 'print as JSON')
  .action((idOrName: string, { first, json }: { first: number; json?: boolean }) =>
    withDatabase(async (database) => {
      const users = await audienceSample(
        database,
        await definitionOf(database, idOrName),
        await newest(database),
        first,
      );
      if (json)
        return printJson({
          users: users.map(({ userId, externalId, revenue, transactions, segments }) => ({
            id: userId,
            externalId,
            revenue,
            transactions,
            segments: Object.fromEntries(segments.map(({ dimension, key }) => [dimension, key])),
          })),
        });
      printTable(
        ['USER', '>REVENUE', '>ORDERS', 'CUSTOMER'],
        users.map(({ externalId, revenue, transactions, segments }) => [
          externalId,
          revenue,
          count(transactions),
          segments.find(({ dimension }) => dimension === 'customer')?.key ?? '',
        ]),
      );
    }),
  );
