// Generated audiences: what they count, list, share and divide into is what set arithmetic over their parts says.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  audienceFigures,
  audienceOverlaps,
  audienceSize,
  createAudience,
  definitionCondition,
  type Look,
  resolveAudience,
} from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { segmentCatalogue } from '../../src/segments/service.ts';
import { requireSnapshot } from '../../src/snapshots/service.ts';
import { freshDatabase } from '../support/database.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

const RUNS = Number(process.env.STRATA_AUDIENCE_RUNS ?? 12);

interface Listed {
  readonly id: string;
  readonly customer: string;
  readonly score: number;
  readonly orders: number;
}

/** An audience as it is generated: leaves are tested here without SQL. */
type Tree =
  | { readonly kind: 'scored'; readonly from: number }
  | { readonly kind: 'bought'; readonly orders: number }
  | { readonly kind: 'in'; readonly customer: readonly number[] }
  | { readonly kind: 'list'; readonly users: readonly number[] }
  | { readonly kind: 'union' | 'intersection' | 'difference'; readonly of: readonly Tree[] };

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({ kind: fc.constant('scored' as const), from: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ kind: fc.constant('bought' as const), orders: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('in' as const), customer: fc.array(fc.nat(6), { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('list' as const), users: fc.array(fc.nat(50), { maxLength: 20 }) }),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'tree' },
    leaf,
    fc.record({
      kind: fc.constantFrom('union' as const, 'intersection' as const, 'difference' as const),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3, depthIdentifier: 'tree' }),
    }),
  ),
}));

let database: Database;
let look: Look;
let users: Listed[];
let customers: string[];

beforeAll(async () => {
  database = await freshDatabase();
  await publishShop(database, sampleShop(40, 5));
  const snapshot = await requireSnapshot(database);
  look = { snapshot, catalogue: await segmentCatalogue(database, snapshot) };
  const customer = look.catalogue.dimensions.find(({ key }) => key === 'customer');
  customers = customer?.segments.map(({ key }) => key) ?? [];
  const { rows } = await database.pool.query(
    `select u.external_id as id, s.key as customer, u.engagement_score as score, u.transactions as orders
       from user_states u join segments s on s.segment_id = any (u.segment_ids) and s.dimension = 'customer'
      order by 1`,
  );
  users = rows;
});

const isIn = (tree: Tree, user: Listed): boolean => {
  if (tree.kind === 'scored') return user.score >= tree.from;
  if (tree.kind === 'bought') return user.orders >= tree.orders;
  if (tree.kind === 'in') return tree.customer.some((at) => customers[at] === user.customer);
  if (tree.kind === 'list') return tree.users.some((at) => users[at]?.id === user.id);
  const [first, ...rest] = tree.of.map((part) => isIn(part, user));
  if (tree.kind === 'difference') return first === true && !rest.includes(true);
  return tree.kind === 'union'
    ? first === true || rest.includes(true)
    : first === true && !rest.includes(false);
};

let made = 0;
/** Saves it, its parts first; returns its id. */
async function save(tree: Tree): Promise<number> {
  const create = async (content: Parameters<typeof createAudience>[1]['content']) =>
    (await createAudience(database, { name: `generated ${++made}`, content }, 'test')).audience.id;
  if (tree.kind === 'scored')
    return create({ kind: 'filter', filter: { engagementScore: { gte: tree.from } } });
  if (tree.kind === 'bought')
    return create({ kind: 'filter', filter: { not: { transactions: { lt: tree.orders } } } });
  if (tree.kind === 'in') {
    const keys = tree.customer.map((at) => customers[at] as string);
    return create({ kind: 'filter', filter: { segments: [{ dimension: 'customer', in: keys }] } });
  }
  if (tree.kind === 'list')
    return create({ kind: 'list', externalIds: tree.users.map((at) => users[at]?.id ?? `nobody ${at}`) });
  const operands: number[] = [];
  for (const part of tree.of) operands.push(await save(part));
  return create({ kind: tree.kind, operands });
}

async function listed(id: number): Promise<string[]> {
  const condition = definitionCondition(await resolveAudience(database, { audienceId: id }), look.catalogue);
  const { text, values } = sql`select u.external_id from user_states u where ${condition} order by 1`;
  const { rows } = await database.pool.query<{ external_id: string }>(text, values);
  return rows.map(({ external_id }) => external_id);
}

describe('generated audiences', () => {
  it(`count, list, overlap and divide alike in ${RUNS} compositions`, async () => {
    expect(customers.length).toBeGreaterThan(6);
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, other) => {
        const [ids, expected] = [
          [await save(one), await save(other)] as const,
          [one, other].map((each) => users.filter((user) => isIn(each, user)).map(({ id }) => id)),
        ];
        const [own, others] = [
          await resolveAudience(database, { audienceId: ids[0] }),
          await resolveAudience(database, { audienceId: ids[1] }),
        ];
        expect(await listed(ids[0])).toEqual(expected[0]);
        expect(await audienceSize(database, own, look)).toBe(expected[0]?.length);
        const figures = await audienceFigures(database, own, look, 'customer');
        expect(figures.users).toBe(expected[0]?.length);
        expect(figures.segments.reduce((sum, segment) => sum + segment.users, 0)).toBe(figures.users);
        const left = figures.leftOut.reduce((sum, reason) => sum + reason.users, 0);
        expect(figures.contactable + left).toBe(figures.users);
        const [withItself, withOther] = await audienceOverlaps(database, own, [own, others], look);
        expect(withItself).toMatchObject({ users: figures.users, both: figures.users });
        const both = expected[0]?.filter((id) => expected[1]?.includes(id)).length;
        expect(withOther).toMatchObject({ users: expected[1]?.length, both });
      }),
      { numRuns: RUNS },
    );
  });
});
