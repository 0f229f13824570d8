// Who may be contacted, as the inputs are now: consent by the last profile that has it, and suppressions that outlive
// merges, undone imports and whatever id a person comes back under.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { requireSnapshot } from '../../src/snapshots/service.ts';
import {
  type EligibilityOptions,
  eligibilityCases,
  pruneSuppressions,
  suppressionCounts,
  suppressUsers,
  unsuppressUsers,
} from '../../src/suppressions/service.ts';
import { databaseOfTest, freshDatabase } from '../support/database.ts';
import { tablesHolding } from '../support/published.ts';
import { importRows, recompute } from '../support/shop.ts';

const NOW = new Date();
const BY = { actor: 'test' };
const FOR = { reason: 'unsubscribed' };

const profile = (user: string, more: Record<string, string> = {}) => ({
  user_pseudo_id: user,
  email: `${user}@example.com`,
  ...more,
});
const visit = (user: string) => ({
  user_pseudo_id: user,
  eventTimestamp: '2024-01-01 09:00:00',
  event_name: 'page_view',
});

/** Each user of the newest snapshot with the reason for which they are left out; null is none. */
async function reasons(database: Database, options: Partial<EligibilityOptions> = {}) {
  const { id } = await requireSnapshot(database);
  const { joins, reason } = eligibilityCases({ at: NOW, ...options });
  const { text, values } = sql`
select u.external_id as user, ${reason} as reason
  from user_states u ${joins}
 where u.valid_from <= ${id}::integer and u.valid_to > ${id}::integer
 order by 1`;
  const { rows } = await database.pool.query<{ user: string; reason: string | null }>(text, values);
  return Object.fromEntries(rows.map((row) => [row.user, row.reason]));
}

/** `consents` as it is kept, and as it follows from the profiles. */
async function consents(database: Database) {
  const kept = await database.pool.query(`select user_id from consents order by 1`);
  const derived = await database.pool.query(`
    select u.user_id from users u
     where (select p.consent from profiles p where p.user_id = u.user_id and 'consent' = any (p.given)
             order by p.import_id desc limit 1)
     order by 1`);
  return { kept: kept.rows, derived: derived.rows };
}

async function lastImport(database: Database): Promise<number> {
  const { importId } = await database.prisma.import.findFirstOrThrow({ orderBy: { importId: 'desc' } });
  return importId;
}

describe('consent', () => {
  it('is what the last import with the column says, whatever the snapshot has', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [visit('eve')]);
    await importRows(database, 'profiles', [
      profile('ann', { consent: 'yes' }),
      profile('bob', { consent: 'yes' }),
      profile('cid', { consent: 'no' }),
      profile('dan', { consent: '' }),
      profile('bob', { consent: 'no' }),
    ]);
    await recompute(database, '2024-01-10');
    const before = { ann: null, bob: 'no_consent', cid: 'no_consent', dan: 'no_consent', eve: 'no_consent' };
    expect(await reasons(database)).toEqual(before);
    await importRows(database, 'profiles', [
      profile('ann', { consent: 'no' }),
      profile('bob', { consent: 'granted' }),
      profile('dan', { consent: '1' }),
    ]);
    const after = { ...before, ann: 'no_consent', bob: null, dan: null };
    expect(await reasons(database)).toEqual(after);
    await importRows(database, 'profiles', [
      profile('bob', { city: 'Lugo' }),
      profile('ann', { city: 'Vigo' }),
    ]);
    expect(await reasons(database)).toEqual(after);
    const withoutColumn = await lastImport(database);
    await importRows(database, 'profiles', [profile('bob', { consent: '' })]);
    expect(await reasons(database)).toEqual({ ...after, bob: 'no_consent' });
    await undoImport(database, await lastImport(database), BY);
    await undoImport(database, withoutColumn, BY);
    expect(await reasons(database)).toEqual(after);
    await undoImport(database, withoutColumn - 1, BY);
    expect(await reasons(database)).toEqual(before);
    const { kept, derived } = await consents(database);
    expect(kept).toEqual(derived);
  });

  it('follows a merge, goes with an erasure, and is not asked for where it is not wanted', async () => {
    const database = await databaseOfTest();
    await importRows(
      database,
      'profiles',
      [profile('ann'), profile('bob', { consent: 'yes' })].map((row) => ({ consent: '', ...row })),
    );
    await importRows(database, 'profiles', [
      profile('cid', { consent: 'yes' }),
      profile('dan', { consent: 'no' }),
    ]);
    await recompute(database, '2024-01-10');
    await mergeUsers(database, { loser: { externalId: 'cid' }, survivor: { externalId: 'ann' } }, BY);
    await mergeUsers(database, { loser: { externalId: 'dan' }, survivor: { externalId: 'bob' } }, BY);
    expect(await reasons(database)).toEqual({ ann: null, bob: 'no_consent', cid: 'gone', dan: 'gone' });
    expect(await reasons(database, { withoutConsent: true })).toEqual({
      ann: null,
      bob: null,
      cid: 'gone',
      dan: 'gone',
    });
    expect((await consents(database)).kept).toEqual((await consents(database)).derived);
    await eraseUser(database, { externalId: 'ann' }, BY);
    expect(await reasons(database)).toEqual({ bob: 'no_consent', dan: 'gone' });
    expect((await consents(database)).kept).toEqual([]);
    await importRows(database, 'profiles', [profile('ann', { consent: 'yes' })]);
    expect((await consents(database)).kept).toEqual([]);
  });
});

describe('a suppression', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await importRows(database, 'profiles', [
      profile('ann', { consent: 'yes', phone: '600 000 001' }),
      profile('bob', { consent: 'yes', phone: '+34 (0)600-000-002' }),
      profile('cid', { consent: 'yes', phone: '0034600000003' }),
      profile('dan', { consent: 'yes', phone: '+44 600 000 003' }),
    ]);
    await recompute(database, '2024-01-10');
  });
  const none = { ann: null, bob: null, cid: null, dan: null };

  it('of a phone number counts however profiles write it, and not for the same number of another country', async () => {
    const phones = ['+34 600 00 00 01', '+34 600000002', '+34600000003'];
    await suppressUsers(database, { phones }, FOR, 'test');
    const found = { ...none, ann: 'suppressed_phone', bob: 'suppressed_phone', cid: 'suppressed_phone' };
    expect(await reasons(database)).toEqual(found);
    await unsuppressUsers(database, { phones }, 'test');
    expect(await reasons(database)).toEqual(none);
  });

  it('of an address may be given as its SHA-256, and ends when it is to end', async () => {
    const [bob, nobody] = ['bob@example.com', 'nobody@example.com'].map((email) =>
      createHash('sha256').update(email).digest('hex'),
    ) as [string, string];
    const expiresAt = new Date(NOW.getTime() + 60_000);
    await suppressUsers(database, { emails: [nobody, bob.toUpperCase()] }, { ...FOR, expiresAt }, 'test');
    expect(await reasons(database)).toEqual({ ...none, bob: 'suppressed_email' });
    expect(await reasons(database, { at: expiresAt })).toEqual(none);
    const longer = new Date(expiresAt.getTime() + 60_000);
    await suppressUsers(database, { emails: [bob] }, { ...FOR, expiresAt: longer }, 'test');
    await suppressUsers(database, { emails: [bob] }, { ...FOR, expiresAt }, 'test');
    expect(await reasons(database, { at: expiresAt })).toEqual({ ...none, bob: 'suppressed_email' });
    await suppressUsers(database, { emails: [bob] }, FOR, 'test');
    expect(await reasons(database, { at: new Date('9000-01-01') })).toEqual({
      ...none,
      bob: 'suppressed_email',
    });
    await unsuppressUsers(database, { emails: [nobody, bob] }, 'test');
  });

  it.each([
    ['an address without a place', { emails: ['ann@example.com', 'nobody'] }, 'emails[1]'],
    ['an address that is too long', { emails: [`${'a'.repeat(320)}@example.com`] }, 'emails[0]'],
    ['a number without its country', { phones: ['600 000 001'] }, 'phones[0]'],
    ['a number that is too short', { phones: ['+34 12'] }, 'phones[0]'],
    ['a blank id', { externalIds: ['ann', ' '] }, 'externalIds[1]'],
    ['an id with NUL', { externalIds: ['a\0b'] }, 'externalIds[0]'],
    ['nobody', {}, 'externalIds'],
    ['too many', { externalIds: Array.from({ length: 10_001 }, (_, at) => `u${at}`) }, 'externalIds'],
  ])('of %s is refused whole', async (_, contacts, place) => {
    await expect(suppressUsers(database, contacts, FOR, 'test')).rejects.toThrow(`${place}: expected`);
    expect(await suppressionCounts(database)).toEqual({ user: 0, awaited: 0, email: 0, phone: 0 });
  });

  it('of an id that nobody has counts for whoever comes to have it, settled or not, and after a merge', async () => {
    const own = await databaseOfTest();
    expect(await suppressUsers(own, { externalIds: ['new', 'old'] }, FOR, 'test')).toMatchObject({
      awaited: 2,
    });
    await importRows(
      own,
      'profiles',
      ['new', 'ann', 'old'].map((user) => profile(user, { consent: 'yes' })),
    );
    await recompute(own, '2024-01-10');
    expect(await reasons(own)).toEqual({ ann: null, new: 'suppressed_user', old: 'suppressed_user' });
    expect(await suppressionCounts(own)).toMatchObject({ user: 0, awaited: 2 });
    expect(await pruneSuppressions(own, NOW)).toEqual({ settled: 2, forgotten: 0 });
    expect(await suppressionCounts(own)).toMatchObject({ user: 2, awaited: 0 });
    expect(await reasons(own)).toEqual({ ann: null, new: 'suppressed_user', old: 'suppressed_user' });
    await mergeUsers(own, { loser: { externalId: 'new' }, survivor: { externalId: 'ann' } }, BY);
    await recompute(own, '2024-01-11', 'incremental');
    expect(await reasons(own)).toEqual({ ann: 'suppressed_user', old: 'suppressed_user' });
    await unsuppressUsers(own, { externalIds: ['new', 'old'] }, 'test');
    expect(await reasons(own)).toEqual({ ann: null, old: null });
  });

  it('outlives an undone import, and its user’s return with another number', async () => {
    const own = await databaseOfTest();
    const rows = [profile('ann', { consent: 'yes' })];
    await importRows(own, 'profiles', rows);
    await suppressUsers(own, { externalIds: ['ann'] }, FOR, 'test');
    await undoImport(own, await lastImport(own), BY);
    expect(await suppressionCounts(own)).toMatchObject({ user: 0, awaited: 1 });
    await importRows(own, 'profiles', rows);
    await recompute(own, '2024-01-10');
    expect(await reasons(own)).toEqual({ ann: 'suppressed_user' });
  });

  it('of an erased user goes with them, and nothing is kept of their id', async () => {
    const own = await databaseOfTest();
    await importRows(own, 'profiles', [profile('ann-1234', { consent: 'yes' }), profile('bob')]);
    await suppressUsers(own, { externalIds: ['ann-1234', 'bob'] }, FOR, 'test');
    await createAudience(
      own,
      { name: 'both', content: { kind: 'list', externalIds: ['ann-1234', 'bob'] } },
      'test',
    );
    await eraseUser(own, { externalId: 'ann-1234' }, BY);
    expect(await suppressUsers(own, { externalIds: ['ann-1234'] }, FOR, 'test')).toMatchObject({
      erased: 1,
      awaited: 0,
    });
    expect(await suppressionCounts(own)).toMatchObject({ user: 1, awaited: 0 });
    expect(await tablesHolding(own, ['ann-1234', 'ann-1234@example.com'])).toEqual([]);
    expect(await own.prisma.audienceMember.count()).toBe(1);
  });
});

describe('a merge of two users who were on lists', () => {
  it('puts the survivor on the versions of either, in one span where they touch', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'profiles', [profile('ann'), profile('bob')]);
    const members = async () => {
      const { rows } = await database.pool.query(
        `select u.external_id as user, m.valid_from as since, m.valid_to as until
           from audience_members m join users u using (user_id) order by 1, 2`,
      );
      return rows.map(({ user, since, until }) => `${user} ${since}-${until === 2_147_483_647 ? '' : until}`);
    };
    await createAudience(database, { name: 'l', content: { kind: 'list', externalIds: [] } }, 'test');
    const span = (user: string, since: number, until: number) =>
      database.pool.query(
        `insert into audience_members select u.user_id, 1, $2, $3 from users u where u.external_id = $1`,
        [user, since, until],
      );
    for (const [since, until] of [
      [1, 3],
      [5, 6],
      [8, 9],
    ] as const)
      await span('ann', since, until);
    for (const [since, until] of [
      [2, 4],
      [6, 7],
      [8, 2_147_483_647],
    ] as const)
      await span('bob', since, until);
    await mergeUsers(database, { loser: { externalId: 'bob' }, survivor: { externalId: 'ann' } }, BY);
    expect(await members()).toEqual(['ann 1-4', 'ann 5-7', 'ann 8-']);
  });
});
