// What the commands of `strata rules` are given: a version, or a file with a rule set document.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Database } from '../db/database.ts';
import { BadInputError, UsageError } from '../errors.ts';
import { fileSize } from '../ingest/readers/open.ts';
import { parseRuleSet, type RuleSet } from '../rules/rule-set.ts';
import { ruleSetVersion } from '../rulesets/service.ts';

export type Target = { readonly version: number } | { readonly path: string };

/** Digits are a version, anything else is a file; a file of such a name is written `./3`. */
export function readTarget(given: string): Target {
  return /^\d+$/.test(given) ? { version: readVersion(given) } : { path: given };
}

export function readVersion(given: string): number {
  const version = /^\d{1,10}$/.test(given) ? Number(given) : 0;
  if (version >= 1 && version < 2 ** 31) return version;
  throw new UsageError(
    `"${given}" is no version: expected a number from 1, as "strata rules list" shows it.`,
  );
}

/** The JSON of a file, or of standard input where the path is "-"; throws a BadInputError that names it. */
export async function readDocument(path: string): Promise<unknown> {
  if (path !== '-') await fileSize(path); // says what is wrong with what is no file
  const content = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadInputError(`${path}: this is no JSON: ${(error as Error).message}`);
  }
}

/** The rule set of a version or of a file; throws a BadInputError where there is none. */
export async function rulesOf(database: Database, target: Target): Promise<RuleSet> {
  if ('version' in target) return ruleSetVersion(database.prisma, target.version);
  return parseRuleSet(await readDocument(target.path));
}
