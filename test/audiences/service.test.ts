// Audiences as they are stored: versions, names, compositions and what is refused.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  audienceById,
  audienceCondition,
  audienceVersions,
  createAudience,
  RefusedAudienceError,
  updateAudience,
} from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { withdrawAudience } from '../../src/deliveries/service.ts';
import { segmentCatalogue } from '../../src/segments/service.ts';
import { requireSnapshot } from '../../src/snapshots/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

let database: Database;
const BY = 'test';

beforeAll(async () => {
  database = await freshDatabase();
  await importRows(
    database,
    'profiles',
    ['ann', 'bob', 'cid', 'dan'].map((user, at) => ({
      user_pseudo_id: user,
      city: at < 2 ? 'Lugo' : 'Vigo',
      country: at === 3 ? 'Portugal' : 'Spain',
    })),
  );
  await recompute(database, '2024-01-10');
});

async function membersOf(audienceId: number, version?: number): Promise<string[]> {
  const scope = await segmentCatalogue(database, await requireSnapshot(database));
  const condition = await audienceCondition(database, { audienceId, version: version ?? null }, scope);
  const { text, values } = sql`select u.external_id from user_states u where ${condition} order by 1`;
  const { rows } = await database.pool.query<{ external_id: string }>(text, values);
  return rows.map(({ external_id }) => external_id);
}

const inCity = (city: string) => ({ kind: 'filter' as const, filter: { city: { eq: city } } });
let made = 0;
async function create(content: Parameters<typeof createAudience>[1]['content']): Promise<number> {
  const { audience } = await createAudience(database, { name: `audience ${++made}`, content }, BY);
  return audience.id;
}

describe('an audience', () => {
  it('is whoever passes its filter, is on its list, or is in what it is composed of', async () => {
    const lugo = await create(inCity('Lugo'));
    const spain = await create({ kind: 'filter', filter: { country: { eq: 'Spain' } } });
    const list = await create({ kind: 'list', externalIds: ['bob', 'dan', 'bob'] });
    expect(await membersOf(lugo)).toEqual(['ann', 'bob']);
    expect(await membersOf(list)).toEqual(['bob', 'dan']);
    expect(await membersOf(await create({ kind: 'union', operands: [lugo, list] }))).toEqual([
      'ann',
      'bob',
      'dan',
    ]);
    expect(await membersOf(await create({ kind: 'intersection', operands: [lugo, list] }))).toEqual(['bob']);
    expect(await membersOf(await create({ kind: 'difference', operands: [spain, list, lugo] }))).toEqual([
      'cid',
    ]);
  });

  it('keeps every version of a list and of a filter', async () => {
    const { audience, unknownIds } = await createAudience(
      database,
      { name: 'a list', content: { kind: 'list', externalIds: ['ann', 'nobody', 'cid'] } },
      BY,
    );
    expect(unknownIds).toBe(1);
    const { id } = audience;
    const update = (version: number, content: Parameters<typeof createAudience>[1]['content']) =>
      updateAudience(database, { id, expectedVersion: version, content }, BY);
    await update(1, { kind: 'list', externalIds: ['cid', 'dan'] });
    await update(2, inCity('Lugo'));
    await update(3, { kind: 'list', externalIds: ['ann'] });
    await updateAudience(database, { id, expectedVersion: 4, description: 'those who came' }, BY);
    const versions = [];
    for (let version = 1; version <= 5; version++) versions.push(await membersOf(id, version));
    expect(versions).toEqual([['ann', 'cid'], ['cid', 'dan'], ['ann', 'bob'], ['ann'], ['ann']]);
    expect(await audienceById(database, id)).toMatchObject({ version: 5, description: 'those who came' });
    expect((await audienceVersions(database, id, 2)).map(({ version, kind }) => [version, kind])).toEqual([
      [5, 'list'],
      [4, 'list'],
    ]);
  });
});

describe('a change', () => {
  it('of two that expect the same version is made once', async () => {
    const id = await create(inCity('Lugo'));
    const results = await Promise.allSettled(
      ['Vigo', 'Lugo', 'Ourense'].map((city) =>
        updateAudience(database, { id, expectedVersion: 1, content: inCity(city) }, BY),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    for (const reason of refused) expect(reason).toMatchObject({ conflict: true, path: ['expectedVersion'] });
    expect(await audienceById(database, id)).toMatchObject({ version: 2 });
  });

  it('is refused where an audience would contain itself, at any distance', async () => {
    const [a, b] = [await create(inCity('Lugo')), await create(inCity('Vigo'))];
    const c = await create({ kind: 'union', operands: [a, b] });
    const d = await create({ kind: 'difference', operands: [c, b] });
    const change = updateAudience(
      database,
      { id: a, expectedVersion: 1, content: { kind: 'union', operands: [d, b] } },
      BY,
    );
    await expect(change).rejects.toThrow(/would contain itself/);
    await expect(change).rejects.toBeInstanceOf(RefusedAudienceError);
    expect(await membersOf(a)).toEqual(['ann', 'bob']);
  });

  it('is refused where what is above would go deeper than five levels', async () => {
    const leaves = [await create(inCity('Lugo')), await create(inCity('Vigo'))] as const;
    let top: number = leaves[0];
    for (let level = 2; level <= 5; level++)
      top = await create({ kind: 'union', operands: [top, leaves[1]] });
    expect(await membersOf(top)).toEqual(['ann', 'bob', 'cid', 'dan']);
    await expect(create({ kind: 'union', operands: [top, leaves[1]] })).rejects.toThrow(/more than 5 levels/);
    const deeper = updateAudience(
      database,
      {
        id: leaves[0],
        expectedVersion: 1,
        content: { kind: 'union', operands: [await create(inCity('a')), leaves[1]] },
      },
      BY,
    );
    await expect(deeper).rejects.toThrow(/more than 5 levels/);
    expect(await membersOf(top)).toEqual(['ann', 'bob', 'cid', 'dan']);
  });

  it('that deletes is refused while another is composed of it, by name', async () => {
    const [a, b] = [await create(inCity('Lugo')), await create(inCity('Vigo'))];
    const { audience: both } = await createAudience(
      database,
      { name: 'both cities', content: { kind: 'union', operands: [a, b] } },
      BY,
    );
    const withdraw = (audienceId: number) =>
      withdrawAudience(database, { audienceId, by: BY, removeFromDestinations: false });
    await expect(withdraw(a)).rejects.toThrow(`the audience "both cities" (${both.id})`);
    await withdraw(both.id);
    await withdraw(a);
    expect(await audienceById(database, a)).toBeNull();
    await expect(withdraw(a)).rejects.toThrow(`there is no audience ${a}`);
    await expect(membersOf(a)).rejects.toThrow(`there is no audience ${a}`);
  });
});
