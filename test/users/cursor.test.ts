// Cursors: what is written is read back, and nothing else is read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, type UserOrder, writeCursor } from '../../src/users/cursor.ts';

const order = fc.record({
  field: fc.constantFrom('ID', 'REVENUE', 'ENGAGEMENT_SCORE'),
  direction: fc.constantFrom('ASC', 'DESC'),
}) as fc.Arbitrary<UserOrder>;
const userId = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String);
const money = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 60n }),
    fc.option(fc.bigInt({ min: 0n, max: 10n ** 30n })),
  )
  .map(([minus, whole, part]) => `${minus ? '-' : ''}${whole}${part === null ? '' : `.${part}`}`);
const written = fc
  .tuple(order, userId, money, fc.nat({ max: 32_767 }), fc.integer({ min: 1, max: 2 ** 31 - 2 }))
  .map(([by, id, revenue, score, snapshotId]) => {
    const value = { ID: id, REVENUE: revenue, ENGAGEMENT_SCORE: String(score) }[by.field];
    return { by, cursor: { snapshotId, value, userId: id } };
  });

describe('a cursor', () => {
  it('is read back as it was written, and holds nothing that a URL has to escape', () => {
    fc.assert(
      fc.property(written, ({ by, cursor }) => {
        const text = writeCursor(cursor, by);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(readCursor(text, by, 'after')).toEqual(cursor);
      }),
    );
  });

  it('is refused for any order but its own', () => {
    fc.assert(
      fc.property(written, order, ({ by, cursor }, other) => {
        fc.pre(by.field !== other.field || by.direction !== other.direction);
        expect(() => readCursor(writeCursor(cursor, by), other, 'before')).toThrow(
          /^before: not a cursor of this order/,
        );
      }),
    );
  });

  it('is refused, by the name of its argument, where it is any other text or value', () => {
    const by: UserOrder = { field: 'ID', direction: 'ASC' };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(() => readCursor(text, by, 'after')).toThrow(/^after: not a cursor/);
        },
      ),
    );
  });
});
