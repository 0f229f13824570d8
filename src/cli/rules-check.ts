// strata rules schema and check: rule set documents, without a database.
import { Command } from 'commander';
import { ruleSetJsonSchema } from '../rules/json-schema.ts';
import { documentProblems } from '../rulesets/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { readDocument } from './rules-documents.ts';

export const schemaCommand = new Command('schema')
  .description('Print the JSON Schema of rule sets, for editors and other tools.')
  .option('--json', 'the same: it is JSON')
  .action(() => printJson(ruleSetJsonSchema()));

export const checkCommand = new Command('check')
  .description(
    'Print everything that is wrong with a rule set. Needs no database; exits with 1 if anything is.',
  )
  .argument('<file>', 'a rule set as JSON; - is standard input')
  .option('--json', 'print {"valid", "problems": [{"path", "message"}]}')
  .action(async (file: string, options: { json?: boolean }) => {
    const problems = documentProblems(await readDocument(file));
    if (problems.length > 0) process.exitCode = 1;
    if (options.json) return printJson({ valid: problems.length === 0, problems });
    for (const { path, message } of problems) print(`${path}: ${message}`);
    if (problems.length === 0) print(`${file} is a rule set.`);
    else notice(`${count(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'} in ${file}.`);
  });
