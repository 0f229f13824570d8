// Drafts: rule sets that are saved and not yet published. A wrong document is refused with all of its problems; what
// is published goes on whatever is saved or deleted here.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { parseRuleSet, type RuleSet, readRuleSet } from '../rules/rule-set.ts';
import { deleteUnusedDraft } from './queries/drafts.ts';
import { publishedRuleSet, type RuleSetEntry, requireEntry } from './stored.ts';

const LONGEST_NOTE = 1_000;

export interface DraftInput {
  readonly document: unknown;
  readonly note: string;
  /** `command line` or `key ID`. */
  readonly createdBy: string;
}

export interface DocumentProblem {
  /** Such as `rules.dimensions[2].label`. */
  readonly path: string;
  /** What is wrong, and what would be legal. */
  readonly message: string;
}

/** Every problem of a document; none where it is a rule set. */
export function documentProblems(document: unknown): DocumentProblem[] {
  const read = readRuleSet(document);
  return 'rules' in read ? [] : read.problems.map(splitProblem);
}

/** Rule set paths hold no space, so the first ": " is where the path ends. */
function splitProblem(problem: string): DocumentProblem {
  const end = problem.indexOf(': ');
  return end === -1
    ? { path: 'rules', message: problem }
    : { path: problem.slice(0, end), message: problem.slice(end + 2) };
}

/** Saves a version of its own, with what has a default filled in; throws a BadInputError for a wrong document. */
export async function saveDraft(database: Database, input: DraftInput): Promise<RuleSetEntry> {
  const { prisma } = database;
  const rules = parseRuleSet(input.document);
  const note = legalNote(input.note);
  await publishedRuleSet(prisma); // the default one is version 1, however early a draft is saved
  const { version } = await prisma.ruleSet.create({
    data: {
      status: 'draft',
      document: toJson(rules),
      note,
      createdBy: input.createdBy,
      createdAt: new Date(),
    },
    select: { version: true },
  });
  return requireEntry(prisma, version);
}

/** Deletes a draft; throws a BadInputError for any other version, and while it is being published. */
export async function deleteDraft({ prisma }: Database, version: number): Promise<void> {
  const { status } = await requireEntry(prisma, version);
  if (status !== 'draft')
    throw new BadInputError(`version: rule set ${version} is ${status}; only drafts can be deleted.`);
  if (await deleteUnusedDraft(prisma, version)) return;
  throw new BadInputError(`version: rule set ${version} is being published; cancel its run first.`);
}

function legalNote(note: string): string {
  if (note.length > LONGEST_NOTE)
    throw new BadInputError(`note: expected at most ${LONGEST_NOTE} characters, got ${note.length}.`);
  if (note.includes('\0') || !note.isWellFormed())
    throw new BadInputError('note: expected text without NUL and halves of surrogate pairs.');
  return note;
}

function toJson(rules: RuleSet) {
  return JSON.parse(JSON.stringify(rules));
}
