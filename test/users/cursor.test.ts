// Cursors: what is written is read back for the same list, and nothing else is read.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CursorError } from '../../src/errors.ts';
import { type CursorList, Cursors, digestOfFilter } from '../../src/users/cursor.ts';
import type { UserOrder } from '../../src/users/queries/orders.ts';

const KEY = Buffer.alloc(32, 'k');
const cursors = new Cursors(KEY);

const order = fc.record({
  field: fc.constantFrom('ID', 'REVENUE', 'ENGAGEMENT_SCORE'),
  direction: fc.constantFrom('ASC', 'DESC'),
}) as fc.Arbitrary<UserOrder>;
const filter = fc.constantFrom(null, { transactions: { gte: 1 } }, { transactions: { gte: 2 } });
const list: fc.Arbitrary<CursorList> = fc
  .tuple(order, filter)
  .map(([by, only]) => ({ order: by, filterDigest: digestOfFilter(only) }));
const cursor = fc.record({
  snapshotId: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  value: fc.oneof(fc.bigInt().map(String), fc.string({ unit: 'grapheme' })),
  userId: fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String),
});
const ofIds: CursorList = { order: { field: 'ID', direction: 'ASC' }, filterDigest: digestOfFilter(null) };

/** The same bytes with one bit turned. */
function withBitTurned(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64url');
  const index = at % bytes.length;
  bytes[index] = (bytes[index] as number) ^ (1 << (at % 8));
  return bytes.toString('base64url');
}

describe('a cursor', () => {
  it('is read back as it was written, and holds nothing that a URL has to escape', () => {
    fc.assert(
      fc.property(cursor, list, (place, of) => {
        const text = cursors.write(place, of);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(cursors.read(text, of, 'after')).toEqual(place);
      }),
    );
  });

  it('is refused for any other order or filter, with both orders named', () => {
    fc.assert(
      fc.property(cursor, list, list, (place, of, other) => {
        fc.pre(JSON.stringify(of) !== JSON.stringify(other));
        expect(() => cursors.read(cursors.write(place, of), other, 'before')).toThrow(
          /^before: a cursor of (the order (ID|REVENUE|ENGAGEMENT_SCORE) (ASC|DESC), and the query's is|another filter)/,
        );
      }),
    );
    const byRevenue: CursorList = { ...ofIds, order: { field: 'REVENUE', direction: 'DESC' } };
    const text = cursors.write({ snapshotId: 1, value: '2.50', userId: '7' }, byRevenue);
    expect(() => cursors.read(text, ofIds, 'after')).toThrow(
      "after: a cursor of the order REVENUE DESC, and the query's is ID ASC. Keep the order while paging, or start again without a cursor.",
    );
  });

  it('is refused with a single bit turned, a letter more, or a letter less', () => {
    fc.assert(
      fc.property(cursor, list, fc.nat(), (place, of, at) => {
        const text = cursors.write(place, of);
        const altered = [
          withBitTurned(text, at),
          `${text}A`,
          `${text}=`,
          `${text} `,
          text.slice(0, -1),
          `+${text}`,
        ];
        for (const other of altered) expect(() => cursors.read(other, of, 'after')).toThrow(CursorError);
      }),
    );
  });

  it('is refused in other letters for the same bytes', () => {
    const written = ['1', '12', '123'].map((value) =>
      cursors.write({ snapshotId: 1, value, userId: '1' }, ofIds),
    );
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const others = written.flatMap((text) => {
      const bytes = Buffer.from(text, 'base64url');
      const same = letters.map((letter) => text.slice(0, -1) + letter);
      return [...same, bytes.toString('base64'), `${text}=`].filter(
        (other) => other !== text && Buffer.from(other, 'base64url').equals(bytes),
      );
    });
    expect(others.length).toBeGreaterThan(10);
    for (const other of others) expect(() => cursors.read(other, ofIds, 'after')).toThrow(CursorError);
  });

  it('is refused where another key signed it, or none', () => {
    const place = { snapshotId: 1, value: '1', userId: '1' };
    const foreign = new Cursors(Buffer.alloc(32, 'f')).write(place, ofIds);
    const payload = Buffer.from(JSON.stringify([1, 'ID', 'ASC', ofIds.filterDigest, '1', '1']));
    const ofOtherUse = createHmac('sha256', KEY).update(payload).digest().subarray(0, 16);
    const forged = [
      payload,
      Buffer.concat([Buffer.alloc(16), payload]),
      Buffer.concat([ofOtherUse, payload]),
    ];
    for (const text of [foreign, ...forged.map((bytes) => bytes.toString('base64url'))])
      expect(() => cursors.read(text, ofIds, 'after')).toThrow(
        /^after: no cursor of this server, or an altered one/,
      );
  });

  it('is refused, by the name of its argument, where it is any other text', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc.constantFrom('', 'A'.repeat(21), 'A'.repeat(22), 'A'.repeat(4097), 'A'.repeat(1_000_000)),
    );
    fc.assert(
      fc.property(text, (other) => {
        expect(() => cursors.read(other, ofIds, 'after')).toThrow(/^after: no cursor of this server/);
      }),
    );
  });
});

describe('the digest of a filter', () => {
  it('does not see the order of fields, nulls, or an empty filter', () => {
    const segment = { dimension: 'age', in: ['18-24'] };
    expect(digestOfFilter({ transactions: { gte: 1, lt: 5 }, segments: [segment], city: null })).toBe(
      digestOfFilter({
        segments: [{ in: ['18-24'], dimension: 'age', notIn: null }],
        transactions: { lt: 5, gte: 1 },
      }),
    );
    expect(digestOfFilter({})).toBe(digestOfFilter(null));
  });

  it('sees everything else', () => {
    const filters = [
      null,
      { and: [] },
      { or: [] },
      { transactions: { gte: 1 } },
      { transactions: { gt: 1 } },
      { sessionCount: { gte: 1 } },
      { not: { transactions: { gte: 1 } } },
      { and: [{ transactions: { gte: 1 } }] },
      { segments: [{ dimension: 'age', in: ['a', 'b'] }] },
      { segments: [{ dimension: 'age', in: ['a,b'] }] },
      { segments: [{ dimension: 'age', notIn: ['a', 'b'] }] },
    ];
    expect(new Set(filters.map(digestOfFilter)).size).toBe(filters.length);
  });
});
