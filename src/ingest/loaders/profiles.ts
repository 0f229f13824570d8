// Profiles: one row a user, with what is given of them. Of several rows of a user in one file the last counts.

import { execute } from '../../db/execute.ts';
import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import { refreshConsents, usersOf } from '../consents.ts';
import type { Fields } from '../readers/fields.ts';
import { isDate } from '../timestamps.ts';
import { cleanAt, readConsent } from '../values.ts';
import { isTooLong, LONGEST_VALUE, type NewWords, TEXT_BYTES, WordIndex } from '../word-index.ts';
import {
  BATCH_BYTES,
  BATCH_ROWS,
  type Gatherer,
  type ImportSession,
  type Loader,
  tooLong,
  unreadable,
} from './loader.ts';

const REQUIRED = ['user_pseudo_id'] as const;
const ATTRIBUTES = ['email', 'phone', 'gender', 'Age', 'income_group', 'city', 'region', 'country'] as const;
const OPTIONAL = [...ATTRIBUTES, 'birth_date', 'consent'] as const;
type Name = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

const COLUMN_OF: Record<(typeof OPTIONAL)[number], string> = {
  email: 'email',
  phone: 'phone',
  gender: 'gender',
  Age: 'age',
  income_group: 'income_group',
  city: 'city',
  region: 'state',
  country: 'country',
  birth_date: 'birth_date',
  consent: 'consent',
};
const STORED = OPTIONAL.map((name) => COLUMN_OF[name]).join(', ');

const INSERT = `/* ingest.profiles.add */
insert into profiles (user_id, import_id, given, ${STORED})
select p.user_id, $1, $2, ${OPTIONAL.map((name) => `p.${COLUMN_OF[name]}`).join(', ')}
  from unnest($3::bigint[], ${ATTRIBUTES.map((_, at) => `$${at + 4}::text[]`).join(', ')}, $12::date[], $13::boolean[])
       as p (user_id, ${STORED})
on conflict (user_id, import_id) do update set
  ${OPTIONAL.map((name) => `${COLUMN_OF[name]} = excluded.${COLUMN_OF[name]}`).join(', ')}
returning xmax = 0 as fresh`;

interface Profile {
  readonly texts: readonly (string | null)[];
  readonly birthDate: string | null;
  readonly consent: boolean | null;
}

interface Profiles {
  readonly size: number;
  /** The columns that the file has. */
  readonly given: readonly string[];
  readonly externalIds: NewWords;
  /** The user of each profile, by number. */
  readonly users: readonly number[];
  readonly profiles: readonly Profile[];
}

class ProfileGatherer implements Gatherer<Profiles> {
  size = 0;
  #profiles = new Map<number, Profile>();
  #textBytes = 0;
  readonly #users: WordIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.#users = new WordIndex([at.user_pseudo_id], trimAscii);
  }

  get isFull(): boolean {
    return this.size === BATCH_ROWS || this.#textBytes + this.#users.newBytes > BATCH_BYTES;
  }

  add(fields: Fields): string | undefined {
    const at = this.#at;
    const idLength = fields.trimmedLength(at.user_pseudo_id);
    if (idLength === 0) return 'user_pseudo_id: missing';
    if (idLength > LONGEST_VALUE) return tooLong('user_pseudo_id');
    const birthDate = cleanAt(fields, at.birth_date);
    if (birthDate !== '' && !isDate(birthDate)) return unreadable('birth_date', birthDate, 'YYYY-MM-DD');
    const word = cleanAt(fields, at.consent);
    const consent = word === '' ? null : readConsent(word);
    if (consent === undefined)
      return unreadable('consent', word, 'true, false, yes, no, 1, 0, granted or denied');
    const texts = ATTRIBUTES.map((name) => cleanAt(fields, at[name]) || null);
    const long = ATTRIBUTES.find((_, column) => isTooLong(texts[column] ?? ''));
    if (long) return tooLong(long);
    const user = this.#users.numberOf(fields);
    this.#profiles.delete(user); // so that profiles stay in the order of their last rows
    this.#profiles.set(user, { texts, birthDate: birthDate || null, consent });
    for (const text of texts) if (text) this.#textBytes += TEXT_BYTES + text.length;
    this.size++;
    return undefined;
  }

  take(): Profiles {
    const taken = {
      size: this.size,
      given: OPTIONAL.filter((name) => this.#at[name] >= 0).map((name) => COLUMN_OF[name]),
      externalIds: this.#users.takeNew(),
      users: [...this.#profiles.keys()],
      profiles: [...this.#profiles.values()],
    };
    this.size = 0;
    this.#profiles = new Map();
    this.#textBytes = 0;
    return taken;
  }
}

async function writeProfiles(
  { connection, importId, identities }: ImportSession,
  rows: Profiles,
): Promise<number> {
  const users = await identities.resolve(connection, rows.externalIds);
  const lastOf = lastProfiles(rows, users);
  const profiles = [...lastOf.values()];
  const written = await connection.query<{ fresh: boolean }>(INSERT, [
    importId,
    rows.given,
    [...lastOf.keys()],
    ...ATTRIBUTES.map((_, column) => profiles.map(({ texts }) => texts[column])),
    profiles.map(({ birthDate }) => birthDate),
    profiles.map(({ consent }) => consent),
  ]);
  if (rows.given.includes('consent')) await execute(connection, refreshConsents(usersOf([...lastOf.keys()])));
  return rows.size - written.rows.filter(({ fresh }) => fresh).length;
}

/** By user: several external ids may be one user's by now. */
function lastProfiles({ users, profiles }: Profiles, userIds: readonly number[]): Map<number, Profile> {
  return new Map(profiles.map((profile, at) => [userIds[users[at] as number] as number, profile]));
}

export const profilesLoader: Loader<Name, Profiles> = {
  kind: 'profiles',
  columns: { required: REQUIRED, optional: OPTIONAL },
  gatherer: (at) => new ProfileGatherer(at),
  write: writeProfiles,
};
