// Generated audiences, consents and suppressions that change until a part is written, and while the others are: the rows
// of the file are the members in the snapshot less those who were left out, each by what held when their part was read.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { executeExport, requestExport } from '../../src/exports/service.ts';
import type { UserFilter } from '../../src/filters/user-filter.ts';
import { suppressUsers } from '../../src/suppressions/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows } from '../support/shop.ts';
import { audienceOf, consenting, publishProfiles, rowsIn, useExportsDir } from './mailing-shop.ts';

const RUNS = Number(process.env.STRATA_EXPORT_RUNS ?? 4);
const CITIES = ['Köln', 'Rome', 'Oslo'] as const;
const USERS = 12;
/** What each user is, by the number in their id. */
const people = consenting(USERS).map((one, at) => ({ ...one, city: CITIES[at % 3] as string }));
const consents = new Map(people.map((one) => [one.user_pseudo_id, true]));
const suppressed = new Set<string>();

const dir = useExportsDir();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await publishProfiles(database, people);
});

const cities = fc.subarray([...CITIES], { minLength: 1 });
const filter: fc.Arbitrary<{ given: UserFilter; holds: (city: string) => boolean }> = fc.oneof(
  cities.map((some) => ({
    given: { city: { in: some } },
    holds: (city: string) => some.includes(city as never),
  })),
  cities.map((some) => ({
    given: { not: { or: some.map((eq) => ({ city: { eq } })) } },
    holds: (city: string) => !some.includes(city as never),
  })),
);
const someone = fc.integer({ min: 0, max: USERS - 1 }).map((at) => people[at]!.user_pseudo_id);
const change = fc.oneof(
  fc.record({ user: someone, consent: fc.boolean() }),
  fc.record({ user: someone, suppress: fc.constant(true) }),
);
type Change = { user: string; consent?: boolean; suppress?: boolean };

async function make({ user, consent }: Change): Promise<void> {
  if (consent === undefined) {
    suppressed.add(user);
    await suppressUsers(database, { externalIds: [user] }, { reason: 'test' }, 'test');
  } else {
    consents.set(user, consent);
    await importRows(database, 'profiles', [{ user_pseudo_id: user, consent: String(consent) }]);
  }
}

it('rows and reasons add up to the members, whatever changes meanwhile', async () => {
  const scenario = fc.record({
    filter,
    before: fc.array(change, { maxLength: 3 }),
    during: fc.array(change, { maxLength: 2 }),
    rowsPerPart: fc.integer({ min: 1, max: 4 }),
    format: fc.constantFrom('csv', 'parquet'),
    consentRequired: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ filter: { given, holds }, before, during, ...terms }) => {
      const audienceId = await audienceOf(database, given);
      const request = { audienceId, idempotencyKey: `run ${audienceId}`, requestedBy: 'test', ...terms };
      const { exported } = await requestExport(database, {
        ...request,
        platform: terms.format === 'csv' ? 'braze' : null,
      });
      for (const one of before) await make(one);
      const isOut = (user: string) => suppressed.has(user) || (terms.consentRequired && !consents.get(user));
      const members = people.filter(({ city }) => holds(city)).map((one) => one.user_pseudo_id);
      const outBefore = new Set(members.filter(isOut));
      const options = { exportsDir: dir.path };
      await executeExport(database, exported.exportId, { ...options, stopAfterMs: 0 });
      for (const one of during) await make(one);
      const outAfter = new Set(members.filter(isOut));
      const done = await executeExport(database, exported.exportId, options);
      expect(done).toMatchObject({ status: 'succeeded', membersDone: BigInt(members.length) });
      const left = Object.values(done.leftOut as Record<string, number>).reduce((sum, some) => sum + some, 0);
      expect(Number(done.rows) + left).toBe(members.length);
      // The first part was written before the changes, all others after them.
      const first = members.slice(0, terms.rowsPerPart);
      const rest = members.slice(terms.rowsPerPart);
      const expected = [
        ...first.filter((id) => !outBefore.has(id)),
        ...rest.filter((id) => !outAfter.has(id)),
      ];
      expect(Number(done.rows)).toBe(expected.length);
      if (terms.format === 'csv')
        expect((await rowsIn(database, dir.path, done)).map((row) => row.external_id)).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
});
