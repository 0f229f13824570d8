// Which column of a file is which of ours.
import { describe, expect, test } from 'vitest';
import { UnreadableFileError, UsageError } from '../../src/errors.ts';
import { matchColumns, parseMapping } from '../../src/ingest/columns.ts';

const SET = { required: ['user_pseudo_id', 'eventTimestamp'], optional: ['city', 'Age'] } as const;
const KNOWN = [...SET.required, ...SET.optional];

function match(header: string[], mapping: Record<string, string> = {}) {
  return matchColumns('shop.csv', header, SET, new Map(Object.entries(mapping)));
}

describe('columns match', () => {
  test.each([
    ['as documented', ['user_pseudo_id', 'eventTimestamp', 'city', 'Age'], [0, 1, 2, 3]],
    ['in another order', ['Age', 'city', 'eventTimestamp', 'user_pseudo_id'], [3, 2, 1, 0]],
    ['in another case', ['USER_PSEUDO_ID', 'eventtimestamp', 'City', 'AGE'], [0, 1, 2, 3]],
    ['with other underscores', ['userpseudoid', 'event_timestamp', '_city_', 'a_g_e'], [0, 1, 2, 3]],
    ['with white space around', [' user_pseudo_id', 'eventTimestamp\t', 'city ', ' Age'], [0, 1, 2, 3]],
    ['without the optional ones', ['user_pseudo_id', 'eventTimestamp'], [0, 1, -1, -1]],
  ])('%s', (_how, header, [user, time, city, age]) => {
    expect(match(header)).toEqual({
      at: { user_pseudo_id: user, eventTimestamp: time, city, Age: age },
      unknown: [],
    });
  });

  test('others are kept out and named, also ones of no name and of the same name', () => {
    const header = ['', 'user_pseudo_id', 'user pseudo id', 'eventTimestamp', 'x', 'x'];
    expect(match(header).unknown).toEqual(['', 'user pseudo id', 'x', 'x']);
  });
});

describe('columns are refused', () => {
  test.each([
    [
      'where one is missing',
      ['user_pseudo_id', 'time'],
      'shop.csv: the column eventTimestamp is missing. Columns found: "user_pseudo_id", "time". A column of another name is given by --map OURS=THEIRS.',
    ],
    [
      'where two are missing',
      ['time'],
      'shop.csv: the column user_pseudo_id and the column eventTimestamp are missing. Columns found: "time". A column of another name is given by --map OURS=THEIRS.',
    ],
    [
      'where the separator is no comma',
      ['user_pseudo_id;eventTimestamp'],
      'shop.csv: the column user_pseudo_id and the column eventTimestamp are missing. Columns found: "user_pseudo_id;eventTimestamp". Fields are to be separated by commas.',
    ],
    [
      'where two are the same one',
      ['user_pseudo_id', 'eventTimestamp', 'UserPseudoID'],
      'shop.csv: the columns "user_pseudo_id" and "UserPseudoID" are both user_pseudo_id.',
    ],
  ])('%s', (_when, header, message) => {
    expect(() => match(header)).toThrow(new UnreadableFileError(message));
  });

  test('where a mapped one is missing, by the name that was given', () => {
    expect(() => match(['user_pseudo_id', 'eventTimestamp'], { user_pseudo_id: 'Customer' })).toThrow(
      'the column "Customer" (by --map, user_pseudo_id) is missing',
    );
  });
});

describe('a mapping', () => {
  test('goes before the name of a column, whatever that is', () => {
    const header = ['user_pseudo_id', 'eventTimestamp', 'CITY', 'Customer ID'];
    expect(match(header, { user_pseudo_id: 'customer id', Age: 'city' })).toEqual({
      at: { user_pseudo_id: 3, eventTimestamp: 1, city: -1, Age: 2 },
      unknown: ['user_pseudo_id'],
    });
  });

  test('is read from OURS=THEIRS, where theirs may hold an equals sign', () => {
    expect(parseMapping(['USERPSEUDOID= Customer ID ', 'city=a=b'], KNOWN)).toEqual(
      new Map([
        ['user_pseudo_id', 'Customer ID'],
        ['city', 'a=b'],
      ]),
    );
  });

  test.each(['city', '=town', 'town=city', 'city=', 'city= ', ''])(
    '%j is refused with what is legal',
    (text) => {
      expect(() => parseMapping([text], KNOWN)).toThrow(
        new UsageError(
          `--map "${text}": expected OURS=THEIRS, where OURS is one of user_pseudo_id, eventTimestamp, city, Age.`,
        ),
      );
    },
  );

  test.each([
    [
      ['city=Town', 'City=Place'],
      '--map "City=Place": "Town" is already mapped to city; expected each column once.',
    ],
    [
      ['city=Town', 'Age=town'],
      '--map "Age=town": "Town" is already mapped to city; expected each column once.',
    ],
  ])('%j is refused', (options, message) => {
    expect(() => parseMapping(options, KNOWN)).toThrow(new UsageError(message));
  });
});
