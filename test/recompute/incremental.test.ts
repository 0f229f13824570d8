// Incremental equals full: whatever sequence of imports, undone imports, merges, erasures, published rule sets and
// clock advances, the last snapshot is what one full run from nothing makes of the same inputs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { publishedRuleSet } from '../../src/rulesets/service.ts';
import { readAsOf } from '../../src/runs/as-of.ts';
import { freshDatabase } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { COSTLY, type ImportFile, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { importRows, recompute } from '../support/shop.ts';
import { publishRules, RULE_SETS } from '../support/windowed-rules.ts';

const RUNS = Number(process.env.STRATA_INCREMENTAL_RUNS ?? 5);
const USERS = 10;
const DAY_US = 86_400_000_000n;

/** What happens to a user or a file that is there; the numbers choose which. */
interface Deed {
  readonly what: 'merge' | 'erase' | 'undo';
  readonly one: number;
  readonly other: number;
}

/** Before a run: what is imported and done, the rule set that it publishes (null: none), how far the clock goes on. */
interface Step {
  readonly files: readonly ImportFile[];
  readonly deed: Deed | null;
  readonly rules: number | null;
  readonly advanceUs: bigint;
}

interface Story {
  readonly start: string;
  readonly steps: readonly Step[];
}

/** From well before the shop's as-of to well after it, so that inputs dated later come to count on the way. */
const story: fc.Arbitrary<Story> = shopArbitrary({ users: USERS }).chain((shop) =>
  fc
    .record({
      files: splitAndShuffle(shop),
      cuts: fc.array(
        fc.record({ take: fc.nat({ max: 3 }), deed: deedChoice, rules: ruleChoice, advanceUs: advance }),
        {
          minLength: 2,
          maxLength: 6,
        },
      ),
    })
    .map(({ files, cuts }) => ({ start: shop.asOf, steps: stepsOf(files, cuts) })),
);

const deedChoice = fc.option(
  fc.record({
    what: fc.constantFrom('merge', 'erase', 'undo'),
    one: fc.nat(),
    other: fc.nat(),
  }) satisfies fc.Arbitrary<Deed>,
  { freq: 2 },
);
const ruleChoice = fc.option(fc.nat({ max: RULE_SETS.length - 1 }), { freq: 3 });
const advance = fc.oneof(
  fc.constantFrom(0n, 1n, DAY_US / 24n, DAY_US, 7n * DAY_US, 31n * DAY_US, 366n * DAY_US),
  fc.bigInt({ min: 0n, max: 40n * DAY_US }),
);

function stepsOf(
  files: readonly ImportFile[],
  cuts: readonly (Omit<Step, 'files'> & { take: number })[],
): Step[] {
  const queue = [...files];
  const steps = cuts.map(({ take, ...rest }) => ({ files: queue.splice(0, take), ...rest }));
  return [...steps, { files: queue, deed: null, rules: null, advanceUs: 0n }];
}

function addMicros(iso: string, micros: bigint): string {
  const [seconds = '', fraction = ''] = iso.replace('Z', '').split('.');
  const total =
    BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)) + micros;
  const whole = new Date(Number(total / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(total % 1_000_000n).padStart(6, '0')}Z`;
}

const BY = { actor: 'test' };

/** Does it to whoever is there by then; nothing where there is nobody. */
async function carryOut(database: Database, { what, one, other }: Deed): Promise<void> {
  const { prisma } = database;
  if (what === 'undo') {
    const imports = await prisma.import.findMany({ where: { undoneAt: null }, orderBy: { importId: 'asc' } });
    const chosen = imports[one % Math.max(imports.length, 1)];
    if (chosen) await undoImport(database, chosen.importId, BY);
    return;
  }
  const users = await prisma.userIdentity.findMany({ orderBy: { externalId: 'asc' } });
  const [first, second] = [users[one % Math.max(users.length, 1)], users[other % Math.max(users.length, 1)]];
  if (!first || !second) return;
  if (what === 'erase') await eraseUser(database, { externalId: first.externalId }, BY);
  else if (first.userId !== second.userId)
    await mergeUsers(
      database,
      { loser: { externalId: first.externalId }, survivor: { externalId: second.externalId } },
      BY,
    );
}

describe('incremental runs', () => {
  it(`come to what a full run makes of the same inputs, over ${RUNS} generated histories`, async () => {
    const database = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(story, async ({ start, steps }) => {
        await clearDemo(database);
        await database.prisma.ruleSet.deleteMany();
        await publishedRuleSet(database.prisma);
        let asOf = addMicros(readAsOf(start), -40n * DAY_US);
        for (const { files, deed, rules, advanceUs } of steps) {
          for (const { kind, rows } of files) await importRows(database, kind, rows);
          if (deed) await carryOut(database, deed);
          asOf = addMicros(asOf, advanceUs);
          if (rules === null) await recompute(database, asOf, 'incremental');
          else await publishRules(database, RULE_SETS[rules] ?? RULE_SETS[0]!, asOf);
        }
        const incremental = await readDerived(database);
        await forgetDerived(database);
        await recompute(database, asOf, 'full');
        expect(incremental).toEqual(await readDerived(database));
      }),
      { numRuns: RUNS, ...COSTLY },
    );
  });
});
