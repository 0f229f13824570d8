// Audiences: people picked by a filter, a static list, or other audiences; in versions that never change.
export {
  type AudienceChange,
  type AudienceInput,
  createAudience,
  deleteAudience,
  type SavedAudience,
  updateAudience,
} from './change.ts';
export { type AudienceContent, type IdBatches, MOST_IDS } from './content.ts';
export {
  type AudienceDefinition,
  type AudienceReference,
  audienceCondition,
  emptyDefinition,
  nameOf,
  resolveAudience,
  resolveAudiences,
} from './definition.ts';
export {
  type AudienceFigures,
  type AudienceOverlap,
  audienceFigures,
  audienceOverlaps,
  audienceSample,
  audienceSize,
  LARGEST_SAMPLE,
  type Look,
  MOST_OVERLAPS,
  previewFigures,
} from './figures.ts';
export { type ChangedMembers, changeMembers, type MemberChange } from './members.ts';
export { definitionCondition, inSnapshot } from './queries/condition.ts';
export { RefusedAudienceError } from './refused.ts';
export { audienceTrend, LONGEST_TREND, measureSizes, pruneAudiences, type TrendPoint } from './sizes.ts';
export {
  AUDIENCE_KINDS,
  type Audience,
  type AudienceKind,
  type AudienceVersion,
  audienceById,
  audiences,
  audienceVersions,
  findAudience,
  holdAudience,
  readAudienceId,
  requireAudience,
} from './stored.ts';
