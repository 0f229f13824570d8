// strata audiences create, update and delete.
import { Argument, Command, InvalidArgumentError } from 'commander';
import { createAudience, findAudience, type SavedAudience, updateAudience } from '../audiences/service.ts';
import { type Delivery, withdrawAudience } from '../deliveries/service.ts';
import { UsageError } from '../errors.ts';
import {
  addContentOptions,
  CONTENT_HELP,
  type ContentOptions,
  contentOf,
  requireContent,
} from './audience-content.ts';
import { requireDelivered, toJson, toLine, tryNow } from './delivery-now.ts';
import { count, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';

function told({ audience, unknownIds }: SavedAudience, json: boolean | undefined): void {
  if (json) printJson({ ...audience, unknownIds });
  if (json) return;
  print(`Audience ${audience.id} (${audience.name}) is saved as version ${audience.version}.`);
  if (unknownIds > 0)
    print(`${count(unknownIds)} ids are not on it: no user has them, and they are not looked for again.`);
}

interface CreateOptions extends ContentOptions {
  readonly name: string;
  readonly description: string;
  readonly json?: boolean;
}

export const createCommand = addContentOptions(
  new Command('create')
    .description('Save an audience: a filter, a list of ids, or other audiences composed.')
    .requiredOption('--name <name>', 'one line that no other audience has')
    .option('--description <text>', 'what people should know of it', ''),
)
  .option('--json', 'print as JSON')
  .addHelpText('after', CONTENT_HELP)
  .action((options: CreateOptions) =>
    withDatabase(async (database) => {
      const { name, description, json } = options;
      const content = await requireContent(database, options);
      told(await createAudience(database, { name, description, content }, ACTOR), json);
    }),
  );

interface UpdateOptions extends ContentOptions {
  readonly name?: string;
  readonly description?: string;
  readonly expect?: number;
  readonly json?: boolean;
}

function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a version, counted from 1.');
}

export const updateCommand = addContentOptions(
  new Command('update')
    .description('Save the next version of an audience; what is not given stays.')
    .addArgument(new Argument('<audience>', 'its id or name'))
    .option('--name <name>', 'another name')
    .option('--description <text>', 'another description'),
)
  .option('--expect <version>', 'refuse if there is a newer version than this one', readVersion)
  .option('--json', 'print as JSON')
  .addHelpText('after', CONTENT_HELP)
  .action((idOrName: string, options: UpdateOptions) =>
    withDatabase(async (database) => {
      const { name = null, description = null, expect, json } = options;
      const { id, version } = await findAudience(database, idOrName);
      const content = await contentOf(database, options);
      if (name === null && description === null && content === null)
        throw new UsageError(
          'Nothing would change: give --name, --description, or what it is to be made of.',
        );
      const change = { id, expectedVersion: expect ?? version, name, description, content };
      told(await updateAudience(database, change, ACTOR), json);
    }),
  );

interface DeleteOptions {
  readonly removeFromDestinations: boolean;
  readonly json?: boolean;
}

export const deleteCommand = new Command('delete')
  .description(
    'Delete an audience; refused while another is composed of it, or destinations hold or follow it.',
  )
  .addArgument(new Argument('<audience>', 'its id or name'))
  .option('--remove-from-destinations', 'have everybody removed where it was delivered to', false)
  .option('--json', 'print {"deleted", "removals"}')
  .action((idOrName: string, { removeFromDestinations, json }: DeleteOptions) =>
    withDatabase(async (database, config) => {
      const { id, name } = await findAudience(database, idOrName);
      const asked = { audienceId: id, by: ACTOR, removeFromDestinations };
      const removals: Delivery[] = [];
      for (const { deliveryId } of await withdrawAudience(database, asked))
        removals.push(await tryNow(database, config, deliveryId));
      if (json) printJson({ deleted: id, removals: removals.map(toJson) });
      else for (const line of [`Audience ${id} (${name}) is deleted.`, ...removals.map(toLine)]) print(line);
      requireDelivered(removals);
    }),
  );
