// The files themselves: the same bytes for the same options, the documented columns, counts that hold, people who
// do not exist, events inside the 180 days. What the segments make of them is tested beside this.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { writeDemoShop } from '../../src/demo/write-demo-shop.ts';
import { parseTimestamp } from '../support/oracle/time.ts';
import { END, makeDemo } from './demo-files.ts';

const fingerprint = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const demo = await makeDemo(5000, 1);
const { activity, transactions, profiles, shop } = demo;

describe('the bytes', () => {
  test('are the same on every machine', async () => {
    const { bytes } = await makeDemo(500, 1);
    // Renew it when a table or a draw is meant to change, and only then.
    expect(fingerprint(bytes)).toBe('371533ec2d189635c5d2ff1e95a8e23450fd9432a4f29c00a258b74d731bdecb');
  });

  test('are the same for the same users, seed and end', async () => {
    expect((await makeDemo(5000, 1)).bytes.equals(demo.bytes)).toBe(true);
  });

  test.each([
    ['another seed', 5000, 2, END],
    ['a seed that differs above 32 bits', 5000, 1 + 2 ** 32, END],
    ['another end', 5000, 1, new Date(END.getTime() + 1000)],
    ['another number of users', 5001, 1, END],
  ])('differ for %s', async (_, users, seed, end) => {
    expect((await makeDemo(users, seed, end)).bytes.equals(demo.bytes)).toBe(false);
  });
});

test('every file has the documented columns', () => {
  expect(activity.header).toBe(
    'user_pseudo_id,event_name,eventDate,eventTimestamp,transaction_id,page_type,category,city,region,country,source,medium,gender,Age,income_group',
  );
  expect(transactions.header).toBe(
    'Date,Transaction_ID,Item_purchase_quantity,Item_revenue,ItemName,ItemBrand,ItemCategory,ItemID',
  );
  expect(profiles.header).toBe(
    'user_pseudo_id,email,phone,consent,birth_date,gender,age,income_group,city,region,country',
  );
});

test('the counts are those of the files', () => {
  const ids = transactions.records.map((line) => line.Transaction_ID).filter((id) => id !== '');
  expect(shop.counts).toEqual({
    users: 5000,
    events: activity.rows.length,
    orders: new Set(ids).size,
    orderLines: transactions.rows.length,
    profiles: profiles.rows.length,
  });
});

test('a user has 11.6 events on average, a few have hundreds and most a handful', () => {
  const perUser = Object.values(Object.groupBy(activity.records, (event) => event.user_pseudo_id!.trim()));
  const counts = perUser.map((events) => events!.length).toSorted((a, b) => a - b);
  const mean = shop.counts.events / shop.counts.users;
  expect(mean).toBeGreaterThan(10.5);
  expect(mean).toBeLessThan(12.8);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThan(8);
  expect(counts.at(-1)).toBeGreaterThan(200);
});

test('about 60 % of the users have a profile', () => {
  const share = shop.counts.profiles / shop.counts.users;
  expect(share).toBeGreaterThan(0.55);
  expect(share).toBeLessThan(0.65);
});

test('every e-mail address is on a domain reserved for examples, and a user’s own', () => {
  const addresses = profiles.records.filter((profile) => profile.email !== '');
  expect(addresses.length).toBeGreaterThan(2000);
  const owners = new Map<string, string>();
  for (const { email, user_pseudo_id } of addresses) {
    expect(email).toMatch(/^[A-Za-z.]+\.\d+@example\.(com|org|net)$/);
    if (user_pseudo_id === '') continue;
    expect(owners.get(email!) ?? user_pseudo_id).toBe(user_pseudo_id);
    owners.set(email!, user_pseudo_id!);
  }
});

test('every phone number is in a range reserved for fiction', () => {
  const numbers = profiles.records.map((profile) => profile.phone!.replace(/[^+\d]/g, '')).filter(Boolean);
  expect(numbers.length).toBeGreaterThan(1000);
  for (const number of numbers) expect(number).toMatch(/^(\+1\d{3}55501\d\d|\+447700900\d{3})$/);
});

test('consent is a legal value', () => {
  const seen = new Set(profiles.records.map((profile) => profile.consent!.toLowerCase()));
  expect([...seen].sort()).toEqual(['', '0', '1', 'false', 'no', 'true', 'yes']);
});

test('every event that can be read lies in the 180 days before the end', () => {
  const endMicros = BigInt(END.getTime()) * 1000n;
  const read = activity.records.map((event) => parseTimestamp(event.eventTimestamp!));
  const instants = read.filter((instant) => instant !== null);
  expect(instants.length).toBeGreaterThan(50_000);
  for (const instant of instants) {
    expect(instant <= endMicros && instant >= endMicros - 180n * 86_400_000_000n).toBe(true);
  }
});

test('about one row in a thousand is spoiled, in every way that an import rejects', () => {
  const narrow = activity.rows.filter((cells) => cells.length !== 15).length;
  const nameless = activity.records.filter((event) => event.user_pseudo_id!.trim() === '').length;
  const timeless = activity.records.filter((event) => parseTimestamp(event.eventTimestamp!) === null).length;
  const priceless = transactions.records.filter((line) => !/^-?\d+\.\d\d$/.test(line.Item_revenue!)).length;
  for (const count of [narrow, nameless, timeless, priceless]) expect(count).toBeGreaterThan(0);
  const share = (narrow + nameless + timeless) / activity.rows.length;
  expect(share).toBeGreaterThan(0.0003);
  expect(share).toBeLessThan(0.003);
});

test('names hold commas, quotes and other scripts', () => {
  const names = transactions.records.map((line) => `${line.ItemName}${line.ItemBrand}`).join('\n');
  for (const odd of [', ', '"', 'ö', '鳩']) expect(names).toContain(odd);
});

test('an order has one to five lines', () => {
  const orders = Object.values(Object.groupBy(transactions.records, (line) => line.Transaction_ID!));
  const sizes = new Set(orders.map((lines) => lines!.length));
  for (const size of [1, 2, 3, 4, 5]) expect(sizes).toContain(size);
});

test('progress rises to the number of users', async () => {
  const seen: number[] = [];
  await makeDemo(1200, 1, END, (users) => seen.push(users));
  expect(seen).toEqual([500, 1000, 1200]);
});

test.each([
  ['users', { users: 0 }],
  ['users', { users: 1.5 }],
  ['seed', { seed: Number.NaN }],
  ['end', { end: new Date('never') }],
])('%s out of range is refused by name', async (name, wrong) => {
  const options = { dir: '/nowhere', users: 10, seed: 1, end: END, ...wrong };
  await expect(writeDemoShop(options)).rejects.toThrow(`demo: "${name}" must be`);
});
