// strata deliveries: what went to destinations and how, and having something delivered.
import { Argument, Command } from 'commander';
import { readAudienceId, requireAudience } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import {
  checkDeltaOptions,
  type Delivery,
  listDeliveries,
  redeliver,
  requestDelta,
  requestExportDelivery,
  requestTest,
} from '../deliveries/service.ts';
import { requireDestination } from '../destinations/service.ts';
import { UsageError } from '../errors.ts';
import { exportById } from '../exports/service.ts';
import { requireDelivered, toJson, toLine, tryNow } from './delivery-now.ts';
import { print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';
const MOST_DELIVERIES = 10_000;

type Ask<Options> = (database: Database, argument: string, options: Options) => Promise<Delivery>;

/** A command that asks for a delivery and tries it at once; the worker goes on with what fails. */
function delivering<Options extends object>(
  name: string,
  description: string,
  argument: Argument,
  ask: Ask<Options>,
): Command {
  return new Command(name)
    .description(description)
    .addArgument(argument)
    .option('--json', 'print as JSON')
    .action((given: string, options: Options, command: Command) =>
      withDatabase(async (database, config) => {
        const { deliveryId } = await ask(database, given, options);
        await audit(database.prisma, ACTOR, `delivery.${name}`, { delivery: deliveryId });
        const tried = await tryNow(database, config, deliveryId);
        // The list has --json too, and Commander gives it to whichever command comes first.
        if (command.optsWithGlobals().json) printJson(toJson(tried));
        else print(toLine(tried));
        requireDelivered([tried]);
      }),
    );
}

interface DeltaGiven {
  readonly to: string;
  readonly campaign?: string;
  readonly holdout?: string;
  readonly withoutConsent?: boolean;
}

const delta = delivering<DeltaGiven>(
  'delta',
  'Bring what a destination holds of an audience up to date.',
  new Argument('<audience>', 'the id of the audience'),
  async (
    database,
    audience,
    { to, campaign = null, holdout: holdoutShare = null, withoutConsent = false },
  ) => {
    const destination = await requireDestination(database, to);
    const { id: audienceId } = await requireAudience(database, readAudienceId(audience, 'audience'));
    const options = checkDeltaOptions({ withoutConsent, campaign, holdoutShare });
    const asked = { destinationId: destination.id, audienceId, options, requestedBy: ACTOR };
    return database.prisma.$transaction((tx) => requestDelta(tx, asked));
  },
)
  .requiredOption('--to <destination>', 'the id or name of a destination')
  .option('--campaign <name>', 'the campaign by which users are held out')
  .option('--holdout <share>', 'the share of users that is held out, such as 0.1')
  .option('--without-consent', 'users without marketing consent too');

const exported = delivering<{ readonly to: string }>(
  'export',
  'Deliver the files of an export.',
  new Argument('<export>', 'the id of the export'),
  async (database, id, { to }) => {
    const destination = await requireDestination(database, to);
    const found = await exportById(database, id);
    if (!found) throw new UsageError(`There is no export "${id}".`);
    const { exportId, audienceId } = found;
    const asked = { destinationId: destination.id, exportId, audienceId, requestedBy: ACTOR };
    return requestExportDelivery(database.prisma, asked);
  },
).requiredOption('--to <destination>', 'the id or name of a destination');

const test = delivering(
  'test',
  'See whether a destination is reached.',
  new Argument('<destination>', 'its id or name'),
  async (database, to) => {
    const { id } = await requireDestination(database, to);
    return requestTest(database, { destinationId: id, requestedBy: ACTOR });
  },
);

const again = delivering(
  'again',
  'Try anew what was given up or failed.',
  new Argument('<id>', 'as strata deliveries shows it'),
  (database, id) => redeliver(database, /^\d{1,9}$/.test(id) ? Number(id) : 0),
);

export const deliveriesCommand = new Command('deliveries')
  .description('List what went to destinations, the newest first, or have something delivered.')
  .option('--first <count>', 'how many', '20')
  .option('--json', 'print as JSON')
  .action(({ first, json }: { first: string; json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      const deliveries = await listDeliveries(prisma, { first: readCount(first) });
      if (json) return printJson({ deliveries: deliveries.map(toJson) });
      if (deliveries.length === 0) return print('Nothing was delivered yet: strata deliveries delta --help');
      for (const one of deliveries) print(toLine(one));
    }),
  )
  .addCommand(delta)
  .addCommand(exported)
  .addCommand(test)
  .addCommand(again);

function readCount(text: string): number {
  const first = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (first >= 1 && first <= MOST_DELIVERIES) return first;
  throw new UsageError(`--first: expected 1 to ${MOST_DELIVERIES}, got "${text}".`);
}
