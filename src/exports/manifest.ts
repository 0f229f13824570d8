// The manifest of an export: what is in its files, of what, for whom, and who is not in them.
import { fileName } from './files.ts';
import type { Export, ExportPart } from './stored.ts';

/** A file as a reader gets it. */
export interface ExportFile {
  /** Counted from 1; 1 where the parts were joined. */
  readonly part: number;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** The files of an export that are whole: its parts, or the one that they were joined to. */
export function filesOf(exported: Export, parts: readonly ExportPart[]): ExportFile[] {
  if (exported.filesRemovedAt) return [];
  if (!exported.oneFile)
    return parts.map((part) => ({
      part: part.part,
      name: fileName(exported, part.part),
      rows: Number(part.rows),
      bytes: Number(part.bytes),
      sha256: hex(part.sha256),
    }));
  const { joinedBytes, joinedSha256 } = exported;
  if (joinedBytes === null || joinedSha256 === null) return [];
  const rows = Number(exported.rows);
  return [
    { part: 1, name: fileName(exported, null), rows, bytes: Number(joinedBytes), sha256: hex(joinedSha256) },
  ];
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function manifestOf(exported: Export, parts: readonly ExportPart[]): object {
  return {
    export: exported.exportId,
    requested_by: exported.requestedBy,
    requested_at: exported.requestedAt,
    audience: {
      id: exported.audienceId,
      version: exported.audienceVersion,
      name: exported.audienceName,
      definition: exported.definition,
    },
    snapshot: exported.snapshotId,
    as_of: exported.asOf,
    rule_set_version: exported.ruleSetVersion,
    format: exported.format,
    compression: exported.compression,
    platform: exported.platform,
    columns: exported.columns,
    consent_required: exported.consentRequired,
    campaign: exported.campaign,
    frequency_days: exported.frequencyDays,
    holdout_share: exported.holdoutShare === null ? null : String(exported.holdoutShare),
    members: Number(exported.membersDone),
    rows: Number(exported.rows),
    left_out: exported.leftOut,
    emptied: exported.emptied,
    parts: parts.map((part) => ({
      part: part.part,
      read_at: part.readAt,
      members: Number(part.members),
      rows: Number(part.rows),
      left_out: part.leftOut,
    })),
    files: filesOf(exported, parts),
  };
}
