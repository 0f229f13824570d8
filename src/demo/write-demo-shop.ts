// Writes the demo shop: 180 days of a made-up web shop as three CSV files, the same bytes for the same users, seed
// and end on every machine, in memory that does not grow with the users. Every segment of the default rules is
// populated from 500 users on. It replaces files of the same names, and imports nothing.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Calendar } from './calendar.ts';
import { BLOCK, castBlock } from './casting.ts';
import { Countdown } from './countdown.ts';
import { CsvFile } from './csv-file.ts';
import { ACTIVITY_FAULTS, LINE_FAULTS, PROFILE_FAULTS } from './faults.ts';
import { PROFILE_HEADER } from './profile.ts';
import { Random } from './random.ts';
import { ACTIVITY_HEADER, type Shop, tellUser } from './story.ts';
import { LINE_HEADER, Till } from './till.ts';

export type DemoShopOptions = {
  /** Made if it is missing. */
  readonly dir: string;
  readonly users: number;
  /** Any safe integer. */
  readonly seed: number;
  /** The demo covers the 180 days before this instant. */
  readonly end: Date;
  /** Called after every block of 500 users with the number of users written so far. */
  onProgress?(users: number): void;
};

export type DemoShop = {
  /** Paths of the files. */
  readonly activity: string;
  readonly transactions: string;
  readonly profiles: string;
  /** `events`, `orderLines` and `profiles` are rows, the spoiled ones included; `orders` are transaction ids. */
  readonly counts: {
    readonly users: number;
    readonly events: number;
    readonly orders: number;
    readonly orderLines: number;
    readonly profiles: number;
  };
};

const MOST_USERS = 100_000_000;
const FAULT_EVERY = 1000;
const FIRST_FAULT_WITHIN = 60;

export async function writeDemoShop(options: DemoShopOptions): Promise<DemoShop> {
  requireWhole('users', options.users, 1, MOST_USERS);
  requireWhole('seed', options.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const { dir, users, seed } = options;
  const calendar = new Calendar(options.end);
  await mkdir(dir, { recursive: true });
  const paths = {
    activity: join(dir, 'activity.csv'),
    transactions: join(dir, 'transactions.csv'),
    profiles: join(dir, 'profiles.csv'),
  };
  const faultDue = (stream: number) => new Countdown(seed, stream, FAULT_EVERY, FIRST_FAULT_WITHIN);
  await using activity = await CsvFile.create(paths.activity, ACTIVITY_HEADER, ACTIVITY_FAULTS, faultDue(1));
  await using lines = await CsvFile.create(paths.transactions, LINE_HEADER, LINE_FAULTS, faultDue(2));
  await using profiles = await CsvFile.create(paths.profiles, PROFILE_HEADER, PROFILE_FAULTS, faultDue(3));
  const shop = openShop(seed, calendar, activity, profiles, new Till(lines, seed));
  await tellEveryone(shop, [activity, lines, profiles], options);
  const rows = { events: activity.rows, orderLines: lines.rows, profiles: profiles.rows };
  return { ...paths, counts: { users, orders: shop.till.orders, ...rows } };
}

function openShop(seed: number, calendar: Calendar, activity: CsvFile, profiles: CsvFile, till: Till): Shop {
  const linesLost = new Countdown(seed, 4, 150, 30);
  const strayOrder = new Countdown(seed, 5, 100, 30);
  return { seed, random: new Random(seed, 0), calendar, till, activity, profiles, linesLost, strayOrder };
}

async function tellEveryone(shop: Shop, files: readonly CsvFile[], options: DemoShopOptions): Promise<void> {
  const { users } = options;
  for (let first = 0; first < users; first += BLOCK) {
    const roles = castBlock(shop.seed, first / BLOCK, Math.min(BLOCK, users - first));
    for (const [index, role] of roles.entries()) {
      tellUser(shop, first + index, role);
      for (const file of files) if (file.full) await file.flush();
    }
    options.onProgress?.(first + roles.length);
  }
  for (const file of files) await file.flush();
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`demo: "${name}" must be a whole number from ${least} to ${most}, got ${value}`);
}
