// Profiles: one row a user, with what is given of them. Of several rows of a user in one file the last counts.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import { IdentityIndex } from '../identities.ts';
import { isDate } from '../timestamps.ts';
import { isTooLong } from '../tuple-index.ts';
import { cleanAt, readConsent } from '../values.ts';
import { type Batch, type ImportSession, type Loader, tooLong, unreadable } from './loader.ts';

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
  readonly externalIds: readonly string[];
  readonly users: readonly number[];
  readonly profiles: readonly Profile[];
}

class ProfileBatch implements Batch<Profiles> {
  readonly #profiles = new Map<number, Profile>();
  readonly #identityIndex = new IdentityIndex();
  readonly #at: Columns<Name>['at'];
  #rows = 0;

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
  }

  get size(): number {
    return this.#rows;
  }

  add(record: readonly string[]): string | undefined {
    const at = this.#at;
    const externalId = trimAscii(record[at.user_pseudo_id] ?? '');
    if (externalId === '') return 'user_pseudo_id: missing';
    if (isTooLong(externalId)) return tooLong('user_pseudo_id');
    const birthDate = cleanAt(record, at.birth_date);
    if (birthDate !== '' && !isDate(birthDate)) return unreadable('birth_date', birthDate, 'YYYY-MM-DD');
    const word = cleanAt(record, at.consent);
    const consent = word === '' ? null : readConsent(word);
    if (consent === undefined)
      return unreadable('consent', word, 'true, false, yes, no, 1, 0, granted or denied');
    const texts = ATTRIBUTES.map((name) => cleanAt(record, at[name]) || null);
    const long = ATTRIBUTES.find((_, column) => isTooLong(texts[column] ?? ''));
    if (long) return tooLong(long);
    const number = this.#identityIndex.numberOf(externalId);
    this.#profiles.delete(number); // so that profiles stay in the order of their last rows
    this.#profiles.set(number, { texts, birthDate: birthDate || null, consent });
    this.#rows++;
    return undefined;
  }

  gather(): Profiles {
    const given = OPTIONAL.filter((name) => this.#at[name] >= 0).map((name) => COLUMN_OF[name]);
    const { externalIds } = this.#identityIndex;
    return {
      size: this.#rows,
      given,
      externalIds,
      users: [...this.#profiles.keys()],
      profiles: [...this.#profiles.values()],
    };
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
  return rows.size - written.rows.filter(({ fresh }) => fresh).length;
}

/** By user: several external ids may be one user's by now. */
function lastProfiles({ users, profiles }: Profiles, userIds: readonly string[]): Map<string, Profile> {
  return new Map(profiles.map((profile, at) => [userIds[users[at] as number] as string, profile]));
}

export const profilesLoader: Loader<Name, Profiles> = {
  kind: 'profiles',
  columns: { required: REQUIRED, optional: OPTIONAL },
  newBatch: (at) => new ProfileBatch(at),
  write: writeProfiles,
};
