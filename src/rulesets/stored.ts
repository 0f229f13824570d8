// Rule sets as they are stored. A version never changes once it is saved, so each is parsed once in a process.
import type { PrismaClient } from '../db/prisma.ts';
import { BadInputError } from '../errors.ts';
import { DEFAULT_RULE_SET } from '../rules/default-rule-set.ts';
import { parseRuleSet, type RuleSet } from '../rules/rule-set.ts';

export type RuleSetStatus = 'draft' | 'published' | 'retired';

/** A version without its document, which `ruleSetVersion` reads. */
export interface RuleSetEntry {
  readonly version: number;
  readonly status: RuleSetStatus;
  /** Who saved it: `command line`, `key ID`, or `strata` itself. */
  readonly createdBy: string;
  readonly note: string;
  readonly createdAt: Date;
  /** When it was last published; null of a draft. */
  readonly publishedAt: Date | null;
}

export interface PublishedRuleSet {
  readonly version: number;
  readonly rules: RuleSet;
}

const ENTRY = {
  version: true,
  status: true,
  createdBy: true,
  note: true,
  createdAt: true,
  publishedAt: true,
} as const;

/** The published rule set; publishes the default one where there is none yet. */
export async function publishedRuleSet(prisma: PrismaClient): Promise<PublishedRuleSet> {
  const find = () => prisma.ruleSet.findFirst({ where: { status: 'published' }, select: { version: true } });
  const found = (await find()) ?? (await publishDefault(prisma).then(find));
  if (!found) throw new Error('There are rule sets, but none is published.');
  return { version: found.version, rules: await ruleSetVersion(prisma, found.version) };
}

async function publishDefault(prisma: PrismaClient): Promise<void> {
  const now = new Date();
  await prisma.ruleSet.createMany({
    data: [{ version: 1, status: 'published', document: DEFAULT_RULE_SET, createdAt: now, publishedAt: now }],
    skipDuplicates: true,
  });
}

/** The rule set of that version; throws a BadInputError where there is none. */
export async function ruleSetVersion(prisma: PrismaClient, version: number): Promise<RuleSet> {
  const { createdAt } = await requireEntry(prisma, version);
  const name = `${version} ${createdAt.getTime()}`; // of another database restored over this one, the time differs
  const parsed = parsedOf(prisma);
  const known = parsed.get(name);
  if (known) return known;
  const { document } = await prisma.ruleSet.findUniqueOrThrow({ where: { version } });
  const rules = parseRuleSet(document);
  keep(parsed, name, rules);
  return rules;
}

const MOST_KEPT = 50;
const parsedByClient = new WeakMap<PrismaClient, Map<string, RuleSet>>();

function parsedOf(prisma: PrismaClient): Map<string, RuleSet> {
  const parsed = parsedByClient.get(prisma) ?? new Map<string, RuleSet>();
  parsedByClient.set(prisma, parsed);
  return parsed;
}

/** The one that was read first goes when there are too many. */
function keep(parsed: Map<string, RuleSet>, name: string, rules: RuleSet): void {
  const [first] = parsed.keys();
  if (parsed.size >= MOST_KEPT && first !== undefined) parsed.delete(first);
  parsed.set(name, rules);
}

/** The newest versions first. */
export async function ruleSetEntries(prisma: PrismaClient, first: number): Promise<RuleSetEntry[]> {
  const rows = await prisma.ruleSet.findMany({ select: ENTRY, orderBy: { version: 'desc' }, take: first });
  return rows.map(toEntry);
}

/** Null where there is no such version. */
export async function findEntry(prisma: PrismaClient, version: number): Promise<RuleSetEntry | null> {
  // Versions are integers of 32 bits; the database would refuse to look for any other.
  if (!Number.isInteger(version) || Math.abs(version) >= 2 ** 31) return null;
  const row = await prisma.ruleSet.findUnique({ where: { version }, select: ENTRY });
  return row && toEntry(row);
}

/** A version; throws a BadInputError that names the newest one where there is no such version. */
export async function requireEntry(prisma: PrismaClient, version: number): Promise<RuleSetEntry> {
  const found = await findEntry(prisma, version);
  if (found) return found;
  const [newest] = await ruleSetEntries(prisma, 1);
  const legal = newest ? `the newest is ${newest.version}` : 'none is saved yet';
  throw new BadInputError(`version: there is no rule set ${version}; ${legal}.`);
}

function toEntry(row: Omit<RuleSetEntry, 'status'> & { readonly status: string }): RuleSetEntry {
  return { ...row, status: row.status as RuleSetStatus };
}
