// Audiences: people picked by a filter, a static list, or other audiences; in versions that never change.
export {
  type AudienceChange,
  type AudienceInput,
  createAudience,
  deleteAudience,
  type SavedAudience,
  updateAudience,
} from './change.ts';
export type { AudienceContent } from './content.ts';
export {
  type AudienceDefinition,
  type AudienceReference,
  audienceCondition,
  resolveAudience,
} from './definition.ts';
export { definitionCondition } from './queries/condition.ts';
export { RefusedAudienceError } from './refused.ts';
export {
  AUDIENCE_KINDS,
  type Audience,
  type AudienceKind,
  type AudienceVersion,
  audienceById,
  audiences,
  audienceVersions,
  readAudienceId,
  requireAudience,
} from './stored.ts';
