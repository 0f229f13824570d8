// strata rules: what segments and scores mean, version by version, from the first check to the publication.
import { Command } from 'commander';
import { calibrateCommand } from './rules-calibrate.ts';
import { checkCommand, schemaCommand } from './rules-check.ts';
import { previewCommand } from './rules-preview.ts';
import { publishCommand, rollbackCommand } from './rules-publish.ts';
import { deleteCommand, diffCommand, listCommand, saveCommand, showCommand } from './rules-versions.ts';

const SUBCOMMANDS = [
  schemaCommand,
  listCommand,
  showCommand,
  checkCommand,
  saveCommand,
  diffCommand,
  previewCommand,
  publishCommand,
  rollbackCommand,
  calibrateCommand,
  deleteCommand,
];

export const rulesCommand = new Command('rules')
  .description(
    'Rule sets: what segments and scores mean, as versions that are checked, previewed and published.',
  )
  .addHelpText(
    'after',
    `
A change, step by step:
  strata rules show > rules.json       and edit it
  strata rules check rules.json
  strata rules preview rules.json
  strata rules publish rules.json
  strata rules rollback                if it was a mistake`,
  );

for (const subcommand of SUBCOMMANDS) rulesCommand.addCommand(subcommand);
