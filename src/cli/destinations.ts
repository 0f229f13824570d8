// strata destinations: whereto audiences are delivered, made, listed and deleted.
import { Argument, Command } from 'commander';
import { audit } from '../auth/audit.ts';
import {
  createDestination,
  type Destination,
  deleteDestination,
  listDestinations,
} from '../destinations/service.ts';
import { UsageError } from '../errors.ts';
import { print, printJson } from './output.ts';
import { platformOption } from './platform-option.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';

interface AddOptions {
  readonly name: string;
  readonly webhook?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region: string;
  readonly prefix: string;
  readonly platform?: string;
  readonly phoneCountry?: string;
}

const add = new Command('add')
  .description('Make a destination: a webhook, or a bucket that speaks S3.')
  .requiredOption('--name <name>', 'for people')
  .option('--webhook <url>', 'a URL that signed messages are posted to; the signing secret is shown once')
  .option('--bucket <bucket>', 'a bucket; its credentials are read from standard input')
  .option('--endpoint <url>', "the bucket's server; without it, Amazon in the region")
  .option('--region <region>', "the bucket's region", 'us-east-1')
  .option('--prefix <prefix>', 'what every key begins with', '')
  .addOption(platformOption('whose columns and rules deltas follow'))
  .option('--phone-country <country>', 'of national phone numbers of users without a country, for a platform')
  .option('--json', 'print as JSON')
  .addHelpText(
    'after',
    `
Credentials of a bucket are two lines on standard input, the access key id and the secret, so that no list of processes
shows them:  strata destinations add --name lake --bucket audiences < credentials
Only public addresses are connected to; STRATA_WEBHOOK_ALLOW names networks beside them.`,
  )
  .action((options: AddOptions, command: Command) =>
    withDatabase(async (database, { deliveries: { allowedNetworks } }) => {
      const { name, webhook, bucket } = options;
      if ((webhook === undefined) === (bucket === undefined))
        throw new UsageError('Give exactly one of --webhook and --bucket.');
      const given =
        webhook === undefined
          ? { s3: await readBucket(options, bucket as string) }
          : { webhook: { url: webhook } };
      const { platform = null, phoneCountry = null } = options;
      const asked = { name, ...given, platform, phoneCountry, createdBy: ACTOR };
      const made = await createDestination(database, asked, allowedNetworks);
      const { id, kind } = made.destination;
      await audit(database.prisma, ACTOR, 'destination.create', { destination: id, kind });
      // The list has --json too, and Commander gives it to whichever command comes first.
      if (command.optsWithGlobals().json)
        return printJson({ ...toJson(made.destination), signingSecret: made.signingSecret });
      print(`Destination ${id} is made: ${placeOf(made.destination)}`);
      if (made.signingSecret) print(`Its signing secret, shown this once:\n${made.signingSecret}`);
    }),
  );

async function readBucket({ endpoint, region, prefix }: AddOptions, bucket: string) {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += piece;
  const [accessKeyId = '', secretAccessKey = ''] = text.split(/\r?\n/).map((line) => line.trim());
  return { bucket, region, prefix, endpoint: endpoint ?? null, accessKeyId, secretAccessKey };
}

const remove = new Command('delete')
  .description('Delete a destination with its schedules and what is known of whom it holds.')
  .addArgument(new Argument('<destination>', 'its id or name'))
  .option('--json', 'print {"deleted"}')
  .action((idOrName: string, _options: object, command: Command) =>
    withDatabase(async (database) => {
      const { id, name } = await deleteDestination(database, idOrName);
      await audit(database.prisma, ACTOR, 'destination.delete', { destination: id });
      if (command.optsWithGlobals().json) return printJson({ deleted: id });
      print(`Destination ${id} (${name}) is deleted.`);
    }),
  );

export const destinationsCommand = new Command('destinations')
  .description('List whereto audiences are delivered, or make or delete one.')
  .option('--json', 'print as JSON')
  .action(({ json }: { json?: boolean }) =>
    withDatabase(async (database) => {
      const destinations = await listDestinations(database);
      if (json) return printJson({ destinations: destinations.map(toJson) });
      if (destinations.length === 0)
        return print('There is no destination yet: strata destinations add --help');
      for (const one of destinations)
        print(`${String(one.id).padStart(4)}  ${one.kind.padEnd(7)}  ${one.name}  ${placeOf(one)}`);
    }),
  )
  .addCommand(add)
  .addCommand(remove);

function placeOf({ webhook, s3, platform }: Destination): string {
  const place = s3 ? `${s3.endpoint}/${s3.bucket}/${s3.prefix}` : (webhook?.url ?? '');
  return platform === null ? place : `${place}  for ${platform}`;
}

function toJson({ webhook, s3, ...shown }: Destination): object {
  return { ...shown, ...(webhook ?? s3) };
}
