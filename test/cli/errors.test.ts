// What is said of what went wrong, in one sentence.
import { describe, expect, test } from 'vitest';
import { describeError, UsageError } from '../../src/errors.ts';

const withCode = (code: string, message: string) => Object.assign(new Error(message), { code });

/** As Prisma throws what Postgres said, with the code that it was called from. */
const throughPrisma = (originalCode: string, originalMessage: string) =>
  Object.assign(withCode('P2010', `\nInvalid \`prisma.$executeRaw()\` invocation:\n\n${originalMessage}`), {
    meta: { driverAdapterError: { cause: { originalCode, originalMessage } } },
  });

describe('an error is described', () => {
  test.each([
    ['of usage', new UsageError('Give a file.'), 'Give a file.'],
    [
      'of a full database',
      withCode('53100', 'could not extend file'),
      "The database's disk is full (could not extend file). Nothing was changed.",
    ],
    [
      'of a full disk',
      withCode('ENOSPC', 'no space left on device, write'),
      'The disk is full (no space left on device, write).',
    ],
    [
      'of an embedded database without room to start',
      new Error(
        'the embedded Postgres in DIR is not to be had: it said\nFATAL: could not write: No space left on device\nand ended',
      ),
      'the embedded Postgres in DIR is not to be had, because its disk is full. Nothing is lost: free 100 MB and run the command again.',
    ],
    [
      'of a server that was stopped',
      withCode('57P01', 'terminating connection'),
      'The database went away (terminating connection). What was not finished is undone; run the command again.',
    ],
    [
      'of a server that is gone',
      new AggregateError([withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1')]),
      'The database went away (connect ECONNREFUSED 127.0.0.1:1). What was not finished is undone; run the command again.',
    ],
    [
      'of a statement that Prisma ran',
      throughPrisma('42P01', 'relation "traits" does not exist'),
      'relation "traits" does not exist',
    ],
    [
      'of a full database behind Prisma',
      throughPrisma('53100', 'could not extend file'),
      "The database's disk is full (could not extend file). Nothing was changed.",
    ],
    [
      'of a server that was stopped behind Prisma',
      throughPrisma('57P01', 'terminating connection'),
      'The database went away (terminating connection). What was not finished is undone; run the command again.',
    ],
    [
      'of a connection that is known to be lost',
      new Error('Client has encountered a connection error and is not queryable'),
      'The database went away (Client has encountered a connection error and is not queryable). What was not finished is undone; run the command again.',
    ],
    ['of a bug', new TypeError('x is not a function'), 'x is not a function'],
    ['of a message that is absent', withCode('E1', ''), 'E1'],
    ['of what is no error', 'text', 'text'],
  ])('%s', (_of, error, sentence) => {
    expect(describeError(error)).toBe(sentence);
  });
});
