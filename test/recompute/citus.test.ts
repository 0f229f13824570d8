// The statements that runs make on user-scale tables, as they are sent, hold nothing that a cluster distributed by
// user refuses (design.md, section 3). Recorded from runs of every kind with rule sets that use every kind of signal.
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withGate } from '../runs/gate.ts';
import { databaseOfTest } from '../support/database.ts';
import { shopArbitrary } from '../support/histories.ts';
import { importShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';
import { publishRules, RULE_SETS } from '../support/windowed-rules.ts';

const USER_SCALE =
  /\b(?:from|join|into|update|only)\s+(users|user_identities|profiles|consents|events|orders|order_lines|order_mentions|user_states|dirty_users|dirty_orders)\b/;

/** What is refused, by name. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'the clock of one machine':
    /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(|\bcurrent_(date|time|timestamp)\b/i,
  'grouping sets': /\bgroup(ing sets| by (rollup|cube)\b)|\b(rollup|cube)\s*\(/i,
  'not in': /\bnot\s+in\s*\(/i,
  'locking reads': /\bfor\s+(update|share|no key update|key share)\b/i,
  'recursive steps': /\bwith\s+recursive\b/i,
  'casts in returning': /\breturning\b[^)]*(::|\bcast\s*\()/i,
  'triggers and enums': /\bcreate\s+(trigger|type)\b/i,
};

let sent: string[];
const query = pg.Client.prototype.query;

beforeEach(() => {
  sent = [];
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    sent.push(typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? ''));
    return Reflect.apply(query, this, args);
  } as typeof query;
});

afterEach(() => {
  pg.Client.prototype.query = query;
});

function refusals(statement: string): string[] {
  return Object.entries(REFUSED).flatMap(([name, form]) => (form.test(statement) ? [name] : []));
}

describe('statements on user-scale tables', () => {
  it('hold nothing that a cluster refuses, in runs of every kind', async () => {
    const database = await databaseOfTest();
    const shop = fc.sample(shopArbitrary({ users: 12 }), { seed: 8, numRuns: 1 })[0]!;
    await importShop(database, shop);
    await recompute(database, shop.asOf, 'full');
    for (const rules of RULE_SETS.slice(1)) await publishRules(database, rules, '2031-01-01T00:00:00Z');
    await publishRules(database, RULE_SETS[0]!, '2031-01-02T00:00:00Z');
    await importRows(database, 'activity', shop.activity.slice(0, 2));
    // Claimed again by a later round of the same run.
    await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
      const running = recompute(database, '2031-03-01', 'incremental');
      await gate.reached();
      await importRows(database, 'activity', shop.activity.slice(0, 1));
      await gate.open();
      await running;
    });
    const statements = sent.filter(
      (text) => /^\s*\/\* (recompute|ingest)\./.test(text) && USER_SCALE.test(text),
    );
    const names = new Set(statements.map((text) => /\/\* (\S+) \*\//.exec(text)?.[1]));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'recompute.states',
        'recompute.states_by_rules',
        'recompute.orders',
        'recompute.segment_rollups',
        'recompute.mark_due',
        'recompute.claim_users',
        'recompute.forget',
      ]),
    );
    expect(
      statements.flatMap((text) => refusals(text).map((what) => `${what}: ${text.slice(0, 60)}`)),
    ).toEqual([]);
  });

  it.each([
    ['select 1 from users where user_id not in (select 2)', 'not in'],
    ['update users set external_id = now()::text', 'the clock of one machine'],
    ['select count(*) from users group by rollup (user_id)', 'grouping sets'],
    ['select * from users for update', 'locking reads'],
    ['with recursive a as (select 1) select * from users, a', 'recursive steps'],
    ['delete from users returning user_id::text', 'casts in returning'],
  ])('would be found out: %s', (statement, what) => {
    expect(refusals(statement)).toEqual([what]);
  });
});
