// strata audiences: people picked for campaigns.
import { Command } from 'commander';
import { createCommand, deleteCommand, updateCommand } from './audiences-change.ts';
import { listCommand, overlapCommand, previewCommand, sampleCommand, showCommand } from './audiences-look.ts';

export const audiencesCommand = new Command('audiences')
  .description('Audiences: saved filters, lists of ids, and what is composed of them.')
  .addCommand(listCommand)
  .addCommand(showCommand)
  .addCommand(createCommand)
  .addCommand(updateCommand)
  .addCommand(deleteCommand)
  .addCommand(previewCommand)
  .addCommand(overlapCommand)
  .addCommand(sampleCommand);
