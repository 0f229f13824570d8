// Files of users: the four output files of a snapshot, and exports of audiences.
export { type ChosenColumn, type KnownColumn, knownColumns } from './columns.ts';
export { type Download, findDownload, openSigner } from './download.ts';
export { eraseFromExports, removeErasedFiles } from './erasure.ts';
export { type ExportOptions, executeExport } from './execute.ts';
export { type CampaignLift, campaignLift } from './lift.ts';
export { type ExportFile, filesOf, manifestOf } from './manifest.ts';
export { mergeInExports } from './merge.ts';
export { type WrittenFiles, writeOutputFiles } from './output-files.ts';
export { type PlatformFormat, type PlatformMember, readPlatformMembers } from './platform-members.ts';
export { PLATFORMS, requirePlatform } from './platforms/index.ts';
export type { Platform, PlatformColumn } from './platforms/platform.ts';
export { type Explained, HELD_OUT } from './queries/members.ts';
export { leftOutReason } from './queries/reasons.ts';
export { type ExportRequest, type RequestedExport, requestExport } from './request.ts';
export { cancelExport } from './settle.ts';
export {
  abandonedExports,
  doneParts,
  donePartsOf,
  type Export,
  type ExportPart,
  exportById,
  isUnattended,
  newestExports,
  unfinishedExport,
} from './stored.ts';
export { sweepExports } from './sweep.ts';
export { checkTerms, type ExportTerms, holdoutBelow } from './terms.ts';
