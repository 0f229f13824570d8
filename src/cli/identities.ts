// strata erase and strata merge: people forgotten, and two users made one.
import { Argument, Command } from 'commander';
import { BadInputError, StrataError } from '../errors.ts';
import { type Erasure, eraseUser, mergeUsers, type UserReference } from '../identities/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const WORK = {
  actor: 'command line',
  onWait: () => notice('A recompute or an import is at work; waiting for it …'),
};

const REMINDER =
  'The files of strata export --out, files of rejected rows and backups are yours to delete: Strata keeps no track of them.';

interface Options {
  readonly byId?: boolean;
  readonly json?: boolean;
}

function referenceTo(user: string, { byId }: Options): UserReference {
  return byId ? { id: user } : { externalId: user };
}

export const eraseCommand = new Command('erase')
  .description('Erase users for good (GDPR): out of every snapshot at once, and out of all that is stored.')
  .addArgument(new Argument('<user...>', 'their ids, as your files have them'))
  .option('--by-id', "take the ids for Strata's own")
  .option('--json', 'print {"erased", "problems"}')
  .addHelpText(
    'after',
    `
Their orders go whole, and their part in the orders of others; whoever was merged into them goes with them. What a later
import says of them is dropped and counted. What stays: a keyed hash of each of their ids, so that imports can do so,
and counts. ${REMINDER}`,
  )
  .action((users: string[], options: Options) =>
    withDatabase(async (database, config) => {
      const erased: object[] = [];
      const problems: { user: string; message: string }[] = [];
      for (const user of users) {
        try {
          const erasure = await eraseUser(database, referenceTo(user, options), {
            ...WORK,
            exportsDir: config.exports.dir,
          });
          erased.push({ user, ...erasure });
          if (!options.json) print(inWords(user, erasure));
        } catch (error) {
          if (!(error instanceof BadInputError)) throw error;
          problems.push({ user, message: error.message });
          notice(error.message);
        }
      }
      if (options.json) printJson({ erased, problems });
      if (erased.length > 0) notice(REMINDER);
      if (problems.length > 0)
        throw new StrataError(
          'NOT_ERASED',
          `${count(problems.length)} of ${count(users.length)} were not erased.`,
        );
    }),
  );

function inWords(user: string, { wasErased, erasedAt, events, orders, snapshots }: Erasure): string {
  if (wasErased) return `${user}: erased at ${erasedAt.toISOString()} already.`;
  return `${user}: erased. Events: ${count(events)}; orders: ${count(orders)}; snapshots: ${count(snapshots)}.`;
}

export const mergeCommand = new Command('merge')
  .description("Make two users one: everything of the loser's becomes the survivor's. It can't be undone.")
  .addArgument(new Argument('<loser>', 'the id of the user who goes, as your files have it'))
  .requiredOption('--into <survivor>', 'the id of the user who stays')
  .option('--by-id', "take the ids for Strata's own")
  .option('--json', 'print as JSON')
  .addHelpText(
    'after',
    `
Every id of the loser leads to the survivor from then on, in later imports too. Of events that both have under one event
id the survivor's stays; where one file gave profiles of both, each column is the survivor's if their row had it.
Lists and counts follow with the next run (strata recompute; a worker starts one by itself); until then they show both.`,
  )
  .action((loser: string, options: Options & { into: string }) =>
    withDatabase(async (database) => {
      const users = { loser: referenceTo(loser, options), survivor: referenceTo(options.into, options) };
      const merge = await mergeUsers(database, users, WORK);
      if (options.json) return printJson(merge);
      print(
        `${loser} is ${options.into} now. Events moved: ${count(merge.events)}; repeated ones dropped: ${count(merge.repeatedEvents)}.`,
      );
      print('The next run publishes it: strata recompute');
    }),
  );
