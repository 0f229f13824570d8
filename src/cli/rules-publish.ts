// strata rules publish and rollback: a run that publishes a version with its snapshot, waited for.
import { Command } from 'commander';
import { audit } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import {
  type Publication,
  publicationOf,
  requireEntry,
  rollbackPublication,
  saveDraft,
} from '../rulesets/service.ts';
import { readAsOf } from '../runs/as-of.ts';
import { snapshotById } from '../snapshots/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { recomputeWithProgress } from './recompute.ts';
import { readDocument, readTarget } from './rules-documents.ts';
import { ACTOR } from './rules-versions.ts';
import { withDatabase } from './session.ts';

interface RunOptions {
  readonly asOf?: string;
  readonly json?: boolean;
}

interface PublishOptions extends RunOptions {
  readonly note: string;
}

const AS_OF = ['--as-of <time>', 'count inputs up to this instant only, for a repeatable run'] as const;

export const publishCommand = new Command('publish')
  .description(
    'Publish a version, with a snapshot of its segments. Events are read only if the rule set measures something else of them.',
  )
  .argument('<version-or-file>', 'a version, or a rule set as JSON, which is saved as a draft first')
  .option('--note <text>', 'what people should know of the draft, where a file is given', '')
  .option(...AS_OF)
  .option('--json', 'print the version and the run as JSON')
  .action(async (given: string, options: PublishOptions) => {
    const target = readTarget(given);
    const asOf = readAsOfOption(options);
    const document = 'path' in target ? await readDocument(target.path) : undefined;
    await withDatabase(async (database) => {
      const version = 'version' in target ? target.version : await saveFirst(database, document, options);
      await carryOut(
        database,
        'rules.publish',
        { ...(await publicationOf(database, version)), asOf },
        options,
      );
    });
  });

export const rollbackCommand = new Command('rollback')
  .description('Publish the version again that was published before the present one.')
  .option(...AS_OF)
  .option('--json', 'print the version and the run as JSON')
  .action((options: RunOptions) => {
    const asOf = readAsOfOption(options);
    return withDatabase(async (database) =>
      carryOut(database, 'rules.rollback', { ...(await rollbackPublication(database)), asOf }, options),
    );
  });

function readAsOfOption({ asOf }: RunOptions): string | null {
  return asOf === undefined ? null : readAsOf(asOf);
}

async function saveFirst(
  database: Database,
  document: unknown,
  { note, json }: PublishOptions,
): Promise<number> {
  const { version } = await saveDraft(database, { document, note, createdBy: ACTOR });
  await audit(database.prisma, ACTOR, 'rules.save', { version });
  if (!json) notice(`Saved as draft ${version}.`);
  return version;
}

async function carryOut(
  database: Database,
  action: string,
  publication: Publication & { readonly asOf: string | null },
  { json = false }: RunOptions,
): Promise<void> {
  const { publishes: version } = publication;
  const run = await recomputeWithProgress(database, publication, json, action);
  if (json) return printJson({ ruleSet: await requireEntry(database.prisma, version), run });
  const { users } = await snapshotById(database, run.runId);
  const how =
    run.kind === 'full' ? 'computed from all of their events' : 'computed from what was known of them';
  print(`Rule set ${version} is published with snapshot ${run.runId}: ${count(users)} users, ${how}.`);
}
