// strata rules preview: what a publication would change, before it.
import { Command, InvalidArgumentError } from 'commander';
import { type DimensionPreview, type Preview, previewRules } from '../rulesets/service.ts';
import { count, print, printJson } from './output.ts';
import { startProgress } from './progress.ts';
import { readTarget, rulesOf } from './rules-documents.ts';
import { printTable } from './rules-table.ts';
import { withDatabase } from './session.ts';

const MOST_EXAMPLES = 1_000;

interface PreviewOptions {
  readonly sample?: number;
  readonly examples: number;
  readonly json?: boolean;
}

function readUsers(text: string): number {
  const users = Number(text);
  if (Number.isInteger(users) && users >= 1 && users < 2 ** 31) return users;
  throw new InvalidArgumentError('expected a number of users, from 1.');
}

function readExamples(text: string): number {
  const examples = Number(text);
  if (text !== '' && Number.isInteger(examples) && examples >= 0 && examples <= MOST_EXAMPLES)
    return examples;
  throw new InvalidArgumentError(`expected a number from 0 to ${MOST_EXAMPLES}.`);
}

export const previewCommand = new Command('preview')
  .description('Measure on the published snapshot what a rule set would change. Writes nothing.')
  .argument('<file-or-version>', 'a rule set as JSON, or a version')
  .option('--sample <n>', 'compare at most so many users, always the same ones', readUsers)
  .option('--examples <n>', 'how many of those who move are named, of each dimension', readExamples, 10)
  .option('--json', 'print as JSON')
  .action((given: string, options: PreviewOptions) =>
    withDatabase(async (database) => {
      const rules = await rulesOf(database, readTarget(given));
      const progress = startProgress('preview     ', options.json === true);
      try {
        const preview = await previewRules(database, rules, {
          sample: options.sample ?? null,
          examples: options.examples,
          onProgress: (done, total) => progress.update(done, total, `part ${done} of ${total}`),
        });
        progress.stop();
        if (options.json) printJson(preview);
        else printPreview(preview);
      } finally {
        progress.stop();
      }
    }),
  );

function printPreview({ snapshot, users, usersLeftOut, movers, dimensions, cost }: Preview): void {
  const asOf = snapshot.asOf.replace(/\.000000Z$/, 'Z');
  print(`Preview over ${count(users)} users of snapshot ${snapshot.id}, as of ${asOf}.`);
  if (usersLeftOut > 0)
    print(`${count(usersLeftOut)} are left out: not in the sample, or their inputs have changed since.`);
  const reads = cost.readsEvents ? "reads everybody's events" : 'reads no event';
  print(
    `${count(movers)} would move. A publication would write ${count(cost.usersRewritten)} users and ${reads}.`,
  );
  const changing = dimensions.filter(isChanging);
  for (const dimension of changing) printDimension(dimension);
  const same = dimensions.filter((dimension) => !changing.includes(dimension)).map(({ key }) => key);
  if (same.length > 0) print(`\nThe same as now: ${same.join(', ')}.`);
}

function isChanging({ change, movers, segments }: DimensionPreview): boolean {
  return change !== 'kept' || movers > 0 || segments.some((segment) => segment.change !== 'kept');
}

function printDimension({ key, label, change, movers, segments, flows, sample }: DimensionPreview): void {
  print(`\n${label} (${key}): ${change === 'kept' ? `${count(movers)} users move` : change}`);
  printTable(
    ['SEGMENT', '>BEFORE', '>AFTER', '>CHANGE', ''],
    segments.map((segment) => [
      segment.key,
      segment.before === null ? '-' : count(segment.before),
      segment.after === null ? '-' : count(segment.after),
      signed((segment.after ?? 0) - (segment.before ?? 0)),
      segment.change === change || segment.change === 'kept' ? '' : segment.change,
    ]),
  );
  const moving = flows.filter(({ from, to }) => from !== to).sort((a, b) => b.users - a.users);
  if (moving.length > 0) print();
  printTable(
    ['FROM', 'TO', '>USERS'],
    moving.map(({ from, to, users }) => [from, to, count(users)]),
  );
  if (sample.length > 0) print();
  printTable(
    ['FOR EXAMPLE', 'FROM', 'TO'],
    sample.map(({ externalId, from, to }) => [JSON.stringify(externalId).slice(1, -1), from, to]),
  );
}

function signed(difference: number): string {
  return difference > 0 ? `+${count(difference)}` : difference === 0 ? '' : count(difference);
}
