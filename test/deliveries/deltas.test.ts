// Deltas add up: whatever changes in between and whatever becomes of the messages, a target that has confirmed a delta
// has exactly who is eligible, and so has a list to which only the confirmed ones were applied.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudience, updateAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { type DeltaOptions, redeliver, requestDelta } from '../../src/deliveries/service.ts';
import { newConversion } from '../../src/exports/platforms/convert.ts';
import { requirePlatform } from '../../src/exports/platforms/index.ts';
import { campaignLift } from '../../src/exports/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';
import { applyRows, attempt, type ListRow, type Mood, startTarget, type Target } from './target.ts';

const RUNS = Number(process.env.STRATA_DELTA_RUNS ?? 5);
const USERS = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay'];
const CITIES = ['Lugo', 'Vigo'];
const EMAILS = [null, 'a@example.com', ' B@Example.com', 'c@example.com'];
const PHONES = [null, '+34 600 111', '600 111'];
const EVERYBODY: DeltaOptions = { withoutConsent: false, campaign: null, holdoutShare: null };

const OPTIONS: readonly DeltaOptions[] = [
  EVERYBODY,
  { withoutConsent: true, campaign: null, holdoutShare: null },
  { withoutConsent: false, campaign: 'spring', holdoutShare: '0.5' },
  { withoutConsent: true, campaign: 'autumn', holdoutShare: '0.3' },
];

let database: Database;
let made = 0;
beforeAll(async () => {
  database = await freshDatabase();
  await importRows(
    database,
    'profiles',
    USERS.map((user) => ({
      user_pseudo_id: user,
      city: 'Lugo',
      consent: 'yes',
      email: `${user}@example.com`,
    })),
  );
  await recompute(database, '2026-01-01');
});

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

const inCity = (city: string) => ({ kind: 'filter' as const, filter: { city: { eq: city } } });

/** An audience of a city, and a target that gets it. */
async function newPair(platform: string | null = null): Promise<{ audienceId: number; target: Target }> {
  const name = `pair ${++made}`;
  const { audience } = await createAudience(database, { name, content: inCity('Lugo') }, 'test');
  const target = await startTarget(database, name, platform);
  targets.push(target);
  return { audienceId: audience.id, target };
}

async function ask(audienceId: number, target: Target, options = EVERYBODY): Promise<number> {
  const asked = { destinationId: target.destinationId, audienceId, options, requestedBy: 'test' };
  const { deliveryId } = await database.prisma.$transaction((tx) => requestDelta(tx, asked));
  return deliveryId;
}

async function deliver(audienceId: number, target: Target, options = EVERYBODY) {
  return attempt(database, await ask(audienceId, target, options));
}

const set = (user: string, column: 'city' | 'email' | 'phone', value: string | null) =>
  database.pool.query(`update user_states set ${column} = $2 where external_id = $1`, [user, value]);

async function consent(user: string, given: boolean): Promise<void> {
  await database.pool.query(
    given
      ? 'insert into consents select user_id from users where external_id = $1 on conflict do nothing'
      : 'delete from consents c using users x where x.user_id = c.user_id and x.external_id = $1',
    [user],
  );
}

interface Person {
  readonly userId: string;
  readonly externalId: string;
  readonly city: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly consents: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The share of 2^64 that the first bytes of the hash of user and campaign stay below. */
function isHeldOut(userId: string, { campaign, holdoutShare }: DeltaOptions): boolean {
  if (campaign === null) return false;
  return Number.parseInt(sha256(`${userId}:${campaign}`).slice(0, 8), 16) / 2 ** 32 < Number(holdoutShare);
}

/** Who is to be in the list, worked out here: what each is matched by, in the platform's columns or in Strata's own. */
async function eligible(
  city: string,
  options = EVERYBODY,
  platform: string | null = null,
): Promise<string[]> {
  const { rows } = await database.pool.query<Person>(
    `select u.user_id as "userId", u.external_id as "externalId", u.city, u.email, u.phone, k.user_id is not null as consents
       from user_states u left join consents k on k.user_id = u.user_id`,
  );
  return rows
    .filter((one) => one.city === city && (one.consents || options.withoutConsent))
    .filter(({ userId }) => !isHeldOut(userId, options))
    .map(platform === null ? ownIdentifiers : (one) => identifiersAt(platform, one))
    .filter((identifiers) => identifiers !== undefined)
    .map((identifiers) => JSON.stringify(identifiers))
    .toSorted();
}

const ownIdentifiers = ({ externalId, email, phone }: Person): (string | null)[] => [
  externalId,
  email === null ? null : sha256(email.trim().toLowerCase()),
  phone?.startsWith('+') ? sha256(`+${phone.replace(/\D/g, '')}`) : null,
];

function identifiersAt(platform: string, { externalId, email, phone, city }: Person) {
  const { columns } = requirePlatform(platform);
  const { sources, convert } = newConversion(requirePlatform(platform), null);
  const given: Record<string, string | null> = { external_id: externalId, email, phone, city };
  const row = convert(sources.map((source) => given[source] ?? null));
  return row?.filter((_, at) => columns[at]?.identifies);
}

/** Of rows that a target got, what identifies. */
const rowsOf = (list: ReadonlyMap<string, ListRow>, platform: string | null = null): string[] => {
  const names = platform
    ? requirePlatform(platform).columns.flatMap(({ name, identifies }) => (identifies ? [name] : []))
    : ['externalId', 'emailSha256', 'phoneSha256'];
  return [...list.values()].map((row) => JSON.stringify(names.map((name) => row[name]))).toSorted();
};

async function held({ destinationId }: Target, platform: string | null = null): Promise<string[]> {
  const rows = await database.prisma.audienceDelivery.findMany({ where: { destinationId } });
  return rows
    .map(({ externalId, identifiers }) =>
      JSON.stringify([...(platform ? [] : [externalId]), ...identifiers.map((text) => text || null)]),
    )
    .toSorted();
}

describe('a delta', () => {
  it('adds everybody at first, then only what has changed, and nothing where nothing has', async () => {
    const { audienceId, target } = await newPair();
    const first = await deliver(audienceId, target);
    expect(first).toMatchObject({ state: 'confirmed', manifest: { added: 6, removed: 0 } });
    expect(rowsOf(target.list)).toEqual(await eligible('Lugo'));
    await set('ann', 'city', 'Vigo');
    await consent('bob', false);
    await set('cid', 'email', 'new@example.com');
    expect(await deliver(audienceId, target)).toMatchObject({ manifest: { added: 1, removed: 3 } });
    const [operations] = target.messages.filter(({ data }) => data.rows).slice(-1);
    expect(operations?.data.rows?.map(({ operation, externalId }) => [operation, externalId])).toEqual([
      ['remove', 'ann'],
      ['remove', 'bob'],
      ['remove', 'cid'],
      ['add', 'cid'],
    ]);
    expect(rowsOf(target.list)).toEqual(await eligible('Lugo'));
    expect(await held(target)).toEqual(await eligible('Lugo'));
    expect(await deliver(audienceId, target)).toMatchObject({ manifest: { added: 0, removed: 0 } });
    await set('ann', 'city', 'Lugo');
    await consent('bob', true);
  });

  it('that fails changes nothing of what is held, and the next one covers it', async () => {
    const { audienceId, target } = await newPair();
    target.moods = ['refuses'];
    const failed = await deliver(audienceId, target);
    expect(failed.state).toBe('failed');
    expect(await held(target)).toEqual([]);
    expect(await deliver(audienceId, target)).toMatchObject({ state: 'confirmed', manifest: { added: 6 } });
    const covered = await database.prisma.delivery.findUniqueOrThrow({
      where: { deliveryId: failed.deliveryId },
    });
    expect(covered.state).toBe('superseded');
    await expect(redeliver(database, failed.deliveryId)).rejects.toThrow(/is superseded; .* Ask for a delta/);
    expect(await attempt(database, failed.deliveryId)).toMatchObject({ state: 'superseded' });
  });

  it('that was taken without a word is taken back where nobody is to be in it any more', async () => {
    const { audienceId, target } = await newPair();
    target.moods = ['takes', 'loses'];
    expect((await deliver(audienceId, target)).state).toBe('failed');
    expect(target.list.size).toBe(6);
    await updateAudience(
      database,
      { id: audienceId, expectedVersion: 1, content: inCity('Nowhere') },
      'test',
    );
    expect(await deliver(audienceId, target)).toMatchObject({ manifest: { added: 0, removed: 6 } });
    expect(target.list.size).toBe(0);
  });

  it('is not sent again with somebody whose consent was withdrawn meanwhile: another one is', async () => {
    const { audienceId, target } = await newPair();
    target.moods = ['refuses'];
    const { deliveryId } = await deliver(audienceId, target);
    await consent('dan', false);
    expect(await attempt(database, deliveryId)).toMatchObject({ state: 'superseded' });
    const next = await database.prisma.delivery.findFirstOrThrow({ where: { audienceId, state: 'pending' } });
    expect(await attempt(database, next.deliveryId)).toMatchObject({
      state: 'confirmed',
      manifest: { added: 5 },
    });
    const dans = target.messages
      .flatMap(({ data }) => data.rows ?? [])
      .filter(({ externalId }) => externalId === 'dan');
    expect(dans.map(({ operation }) => operation)).toEqual(['remove']); // the first may have got through
    await consent('dan', true);
  });

  it('keeps an address in the list that somebody else in it has too', async () => {
    await set('eve', 'email', 'shared@example.com');
    await set('fay', 'email', 'shared@example.com');
    const { audienceId, target } = await newPair();
    await deliver(audienceId, target);
    await consent('eve', false);
    await deliver(audienceId, target);
    const removal = target.messages.flatMap(({ data }) => data.rows ?? []).at(-1);
    expect(removal).toMatchObject({ operation: 'remove', externalId: 'eve', emailSha256: null });
    await consent('fay', false);
    await deliver(audienceId, target);
    expect(target.messages.flatMap(({ data }) => data.rows ?? []).at(-1)).toMatchObject({
      operation: 'remove',
      externalId: 'fay',
      emailSha256: sha256('shared@example.com'),
    });
    await consent('eve', true);
    await consent('fay', true);
  });

  it('has the columns and hashes of the destination’s platform, and removes by what it has sent', async () => {
    await set('ann', 'email', 'A.nn+shop@Gmail.com');
    await set('ann', 'phone', '+34 600 000 111');
    await set('bob', 'email', 'not an address');
    const [google, meta] = [await newPair('google_customer_match'), await newPair('meta_custom_audiences')];
    const added = await deliver(google.audienceId, google.target);
    expect(added).toMatchObject({
      state: 'confirmed',
      manifest: { added: 5, removed: 0, platform: 'google_customer_match', unidentified: 1 },
    });
    await deliver(meta.audienceId, meta.target);
    await set('ann', 'email', 'new@example.com');
    await consent('ann', false);
    await deliver(google.audienceId, google.target);
    await deliver(meta.audienceId, meta.target);
    const anns = ({ messages }: Target) => {
      const rows = messages.flatMap(({ data }) => data.rows ?? []);
      return rows.filter(({ key }) => key === rows.at(-1)?.key).map(({ key: _, ...row }) => row);
    };
    const names = { Email: sha256('ann@gmail.com'), Phone: sha256('+34600000111') };
    expect(anns(google.target)).toEqual([
      { operation: 'add', ...names },
      { operation: 'remove', ...names },
    ]);
    const nobody = { gen: null, dob: null, ct: null, st: null, country: null, extern_id: null };
    const keys = { email: sha256('a.nn+shop@gmail.com'), phone: sha256('34600000111') };
    expect(anns(meta.target)).toEqual([
      { operation: 'add', ...keys, ...nobody, ct: sha256('lugo'), extern_id: 'ann' },
      { operation: 'remove', ...keys, ...nobody },
    ]);
    await consent('ann', true);
    await set('ann', 'phone', null);
    await set('bob', 'email', 'bob@example.com');
  });

  it.each([null, 'braze'])(
    'counts in the lift of its campaign when it is confirmed (platform %j)',
    async (platform) => {
      const options = { ...EVERYBODY, campaign: `lift ${platform}`, holdoutShare: '0.5' };
      const lift = () => campaignLift(database, { campaign: options.campaign, days: 30 });
      const { audienceId, target } = await newPair(platform);
      target.moods = ['refuses'];
      await deliver(audienceId, target, options);
      expect(await lift()).toMatchObject({ exported: { users: 0 }, heldOut: { users: 0 } });
      await deliver(audienceId, target, options);
      const users = target.list.size;
      expect(users).toBeGreaterThan(0);
      expect(users).toBeLessThan(USERS.length);
      const heldOut = USERS.length - users;
      expect(target.messages.at(-1)?.data).toMatchObject({ added: users, removed: 0 });
      await database.pool.query(
        `insert into orders (user_id, transaction_id, ordered_at, revenue)
       select user_id, campaign || user_id, since + interval '1 day', 5 from campaign_deltas where campaign = $1`,
        [options.campaign],
      );
      const groups = {
        exported: { users, converted: users, revenue: `${5 * users}.00` },
        heldOut: { users: heldOut, converted: heldOut, revenue: `${5 * heldOut}.00` },
      };
      expect(await lift()).toMatchObject(groups);
      await deliver(audienceId, target, { ...options, holdoutShare: null });
      expect(target.list.size).toBe(USERS.length);
      expect(await lift()).toMatchObject(groups); // whoever was held out first is of that group
      await database.pool.query('delete from orders');
    },
  );

  it('is joined by whoever asks for the same while it waits', async () => {
    const { audienceId, target } = await newPair();
    const first = await ask(audienceId, target);
    expect(await ask(audienceId, target)).toBe(first);
    expect(await ask(audienceId, target, { ...EVERYBODY, withoutConsent: true })).not.toBe(first);
  });

  it('names a user by a key that is the same for ever, and another at another destination', async () => {
    const [one, two] = [await newPair(), await newPair()];
    for (const { audienceId, target } of [one, two]) await deliver(audienceId, target);
    await consent('ann', false);
    await deliver(one.audienceId, one.target);
    await consent('ann', true);
    await deliver(one.audienceId, one.target);
    const keys = (target: Target) =>
      new Set(
        target.messages
          .flatMap(({ data }) => data.rows ?? [])
          .flatMap((row) => (row.externalId === 'ann' ? [row.key] : [])),
      );
    expect(keys(one.target).size).toBe(1);
    expect(keys(two.target).size).toBe(1);
    expect([...keys(one.target)]).not.toEqual([...keys(two.target)]);
  });
});

type Step =
  | {
      readonly do: 'set';
      readonly user: string;
      readonly column: 'city' | 'email' | 'phone';
      readonly value: string | null;
    }
  | { readonly do: 'consent'; readonly user: string; readonly given: boolean }
  | { readonly do: 'filter'; readonly city: string }
  | { readonly do: 'options'; readonly options: DeltaOptions }
  | { readonly do: 'deliver' | 'again'; readonly moods: readonly Mood[] };

const user = fc.constantFrom(...USERS);
const moods = fc.array(fc.constantFrom<Mood>('takes', 'refuses', 'loses'), { maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    user,
    column: fc.constant('city' as const),
    value: fc.constantFrom(...CITIES),
  }),
  fc.record({
    do: fc.constant('set' as const),
    user,
    column: fc.constant('email' as const),
    value: fc.constantFrom(...EMAILS),
  }),
  fc.record({
    do: fc.constant('set' as const),
    user,
    column: fc.constant('phone' as const),
    value: fc.constantFrom(...PHONES),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('consent' as const), user, given: fc.boolean() }) },
  fc.record({ do: fc.constant('filter' as const), city: fc.constantFrom(...CITIES) }),
  fc.record({ do: fc.constant('options' as const), options: fc.constantFrom(...OPTIONS) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('deliver' as const, 'again' as const), moods }) },
);

/** By an address and a number, hashed in two ways and not at all; by the external id alone; and Strata's own format. */
const platforms = fc.constantFrom(null, 'google_customer_match', 'meta_custom_audiences', 'klaviyo', 'braze');

describe('deltas', () => {
  it('add up to the eligible audience after any changes, failures, lost answers and redeliveries', async () => {
    await fc.assert(
      fc.asyncProperty(
        platforms,
        fc.array(step, { minLength: 3, maxLength: 14 }),
        async (platform, steps) => {
          const { audienceId, target } = await newPair(platform);
          let [city, version, options] = ['Lugo', 1, EVERYBODY];
          const confirmed = new Map<string, ListRow>();
          const counted = new Set<number>();
          const check = async (): Promise<void> => {
            const wanted = await eligible(city, options, platform);
            expect(rowsOf(target.list, platform)).toEqual(wanted);
            expect(await held(target, platform)).toEqual(wanted);
            expect(rowsOf(confirmed, platform)).toEqual(wanted);
          };
          const carryOut = async (deliveryId: number): Promise<void> => {
            const { state } = await attempt(database, deliveryId);
            if (state !== 'confirmed' || counted.has(deliveryId)) return;
            counted.add(deliveryId);
            const parts = new Map(
              target.messages
                .filter(({ data }) => data.delivery === deliveryId)
                .map((message) => [message.id, message]),
            );
            for (const { data } of parts.values()) applyRows(confirmed, data.rows ?? []);
          };
          for (const one of steps) {
            if (one.do === 'set') await set(one.user, one.column, one.value);
            else if (one.do === 'consent') await consent(one.user, one.given);
            else if (one.do === 'options') options = one.options;
            else if (one.do === 'filter') {
              const change = { id: audienceId, expectedVersion: version++, content: inCity(one.city) };
              await updateAudience(database, change, 'test');
              city = one.city;
            } else {
              target.moods = [...one.moods];
              const open = await database.prisma.delivery.findMany({
                where: { audienceId, state: { in: ['pending', 'failed'] } },
              });
              const deliveryId =
                (one.do === 'again' && open.at(-1)?.deliveryId) || (await ask(audienceId, target, options));
              await carryOut(deliveryId);
            }
          }
          target.moods = [];
          await carryOut(await ask(audienceId, target, options));
          await check();
        },
      ),
      { numRuns: RUNS },
    );
  });
});
