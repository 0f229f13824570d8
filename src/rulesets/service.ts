// Rule sets: versions of what every segment and score means. Exactly one is published; a new database starts with
// the default one. Drafts are saved, compared, previewed and published; nothing that was published is ever changed.
export { type CalibratedDraft, type Calibration, calibrate } from './calibrate.ts';
export { type Difference, differencesBetween } from './differences.ts';
export {
  type DocumentProblem,
  type DraftInput,
  deleteDraft,
  documentProblems,
  saveDraft,
} from './drafts.ts';
export { type Preview, type PreviewOptions, previewRules } from './preview.ts';
export type { DimensionPreview, Mover, SegmentFlow, SegmentPreview } from './preview-dimensions.ts';
export { type Publication, publicationOf, rollbackPublication } from './publication.ts';
export { numberSegments, type SegmentNumbers, segmentNumbers } from './segment-numbers.ts';
export {
  findEntry,
  type PublishedRuleSet,
  publishedRuleSet,
  type RuleSetEntry,
  type RuleSetStatus,
  requireEntry,
  ruleSetEntries,
  ruleSetVersion,
} from './stored.ts';
