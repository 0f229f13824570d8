// What an audience amounts to in one snapshot: how many, who of them may be contacted, and what it shares with others.
// Nothing is estimated. Consent and suppressions count as they are now.
import type { Database } from '../db/database.ts';
import type { Sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import { compileFilter } from '../filters/user-filter.ts';
import { requireDimension, type Segment, type SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { eligibilityCases, LEFT_OUT_REASONS, type LeftOutReason } from '../suppressions/service.ts';
import { sampleOfUsers, type User, userCount } from '../users/service.ts';
import { type AudienceContent, legalIds, legalOperands } from './content.ts';
import { type AudienceDefinition, resolveAudience } from './definition.ts';
import { legalFilter } from './legal-filter.ts';
import { definitionCondition, givenCondition, memberCondition } from './queries/condition.ts';
import { countMembers, countOverlap, figureRows } from './queries/figures.ts';
import { refusedAt } from './refused.ts';

/** The snapshot that is looked at, with its dimensions. */
export interface Look {
  readonly snapshot: Snapshot;
  readonly catalogue: SegmentCatalogue;
}

export interface AudienceFigures {
  readonly users: number;
  /** Who may be contacted: users but those left out. */
  readonly contactable: number;
  /** Every reason, those that nobody is left out for too. */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly users: number }[];
  /** Every segment of the dimension, in the rule set's order. */
  readonly segments: readonly {
    readonly segment: Segment;
    readonly users: number;
    readonly contactable: number;
    /** Of the audience's users, 0 to 1, at most 4 decimals. */
    readonly share: number;
  }[];
}

export interface AudienceOverlap {
  readonly audienceId: number;
  readonly users: number;
  readonly both: number;
  /** Of the users of the audience that is asked, 0 to 1, at most 4 decimals. */
  readonly share: number;
}

export const MOST_OVERLAPS = 10;
export const LARGEST_SAMPLE = 100;

/** How many users it has: from rollups where it is a filter that allows it. */
export function audienceSize(
  database: Database,
  definition: AudienceDefinition,
  { snapshot, catalogue }: Look,
): Promise<number> {
  const condition = definitionCondition(definition, catalogue);
  if (definition.kind === 'filter') return userCount(database, catalogue, snapshot, definition.filter);
  return countMembers(database.read, condition);
}

export function audienceFigures(
  database: Database,
  definition: AudienceDefinition,
  look: Look,
  dimension: string,
): Promise<AudienceFigures> {
  return figuresOf(database, definitionCondition(definition, look.catalogue), look, dimension);
}

/** The same of what is not saved. Throws a BadInputError for what can't be. */
export async function previewFigures(
  database: Database,
  content: AudienceContent,
  look: Look,
  dimension: string,
): Promise<AudienceFigures> {
  return figuresOf(database, await conditionOfContent(database, content, look.catalogue), look, dimension);
}

async function conditionOfContent(
  database: Database,
  content: AudienceContent,
  catalogue: SegmentCatalogue,
): Promise<Sql> {
  if (content.kind === 'filter')
    return compileFilter(await legalFilter(content.filter, catalogue), catalogue);
  if (content.kind === 'list') {
    const { externalIds } = content;
    if (Symbol.asyncIterator in externalIds)
      throw new BadInputError('externalIds: a preview takes ids, not a file.');
    const ids = await refusedAt(['externalIds'], () => legalIds(externalIds, 'externalIds'));
    return givenCondition(ids, catalogue);
  }
  const { kind } = content;
  return refusedAt(['operands'], async () => {
    const operands: AudienceDefinition[] = [];
    for (const audienceId of legalOperands(kind, content.operands))
      operands.push(await resolveAudience(database, { audienceId }));
    return definitionCondition({ id: 0, name: 'preview', version: 0, kind, operands }, catalogue);
  });
}

async function figuresOf(
  database: Database,
  condition: Sql,
  { catalogue }: Look,
  dimensionKey: string,
): Promise<AudienceFigures> {
  const dimension = requireDimension(catalogue, dimensionKey);
  const place = catalogue.dimensions.indexOf(dimension) + 1;
  const rows = await figureRows(database.read, condition, place, eligibilityCases({ at: new Date() }));
  const sum = (of: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(of).reduce((total, row) => total + Number(row.users), 0);
  const users = sum(() => true);
  return {
    users,
    contactable: sum(({ reason }) => reason === null),
    leftOut: LEFT_OUT_REASONS.map((reason) => ({ reason, users: sum((row) => row.reason === reason) })),
    segments: dimension.segments.map((segment) => {
      const inSegment = sum((row) => row.segment_id === segment.id);
      return {
        segment,
        users: inSegment,
        contactable: sum((row) => row.segment_id === segment.id && row.reason === null),
        share: shareOf(inSegment, users),
      };
    }),
  };
}

/** In one statement over the snapshot, so that the counts belong together. */
export async function audienceOverlaps(
  database: Database,
  definition: AudienceDefinition,
  others: readonly AudienceDefinition[],
  { catalogue }: Look,
): Promise<AudienceOverlap[]> {
  if (others.length < 1 || others.length > MOST_OVERLAPS)
    throw new BadInputError(`with: expected 1 to ${MOST_OVERLAPS} audiences, got ${others.length}.`);
  const own = memberCondition(definition, catalogue);
  const counted = await countOverlap(
    database.read,
    catalogue,
    own,
    others.map((other) => memberCondition(other, catalogue)),
  );
  return counted.others.map(({ users, both }, at) => ({
    audienceId: (others[at] as AudienceDefinition).id,
    users,
    both,
    share: shareOf(both, counted.users),
  }));
}

/** Some of its users, always the same ones of the same audience and snapshot. */
export function audienceSample(
  database: Database,
  definition: AudienceDefinition,
  { catalogue }: Look,
  first: number,
): Promise<User[]> {
  return sampleOfUsers(database, catalogue, definitionCondition(definition, catalogue), first);
}

/** Half up, to 4 decimals. */
function shareOf(part: number, whole: number): number {
  if (whole === 0) return 0;
  const tenThousandths = (BigInt(part) * 20_000n + BigInt(whole)) / (BigInt(whole) * 2n);
  return Number(tenThousandths) / 10_000;
}
