// The README's examples, asked again of the demo's shop: what it says is what the API answers.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareDemo } from '../src/demo/prepare.ts';
import { buildApi } from './support/api.ts';
import { freshDatabase } from './support/database.ts';
import { importFiles, recompute } from './support/shop.ts';

const README = join(import.meta.dirname, '../README.md');
const EXAMPLE = /```graphql\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g;
const LINE = 110;

/** JSON with one line for what fits one. */
function compact(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const parts = (deeper: string): string[] =>
    Object.entries(value).map(([key, item]) => `${isList ? '' : `"${key}": `}${compact(item, deeper)}`);
  const flat = `${open}${parts(indent).join(', ')}${close}`;
  if (indent.length + flat.length <= LINE && !flat.includes('\n')) return flat;
  const deeper = `${indent}  `;
  const lines = parts(deeper).map((part) => deeper + part);
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

it('answers each example of the README as the README says', async () => {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'strata-readme-'));
  try {
    const { sources, asOf } = await prepareDemo(database, folder, { users: 20_000, seed: 1 }, () => {});
    await importFiles(database, sources, folder);
    await recompute(database, asOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const api = await buildApi({ database });
  let text = await readFile(README, 'utf8');
  const examples = [...text.matchAll(EXAMPLE)];
  expect(examples.length).toBeGreaterThanOrEqual(5);
  for (const [whole, query = '', answer = ''] of examples) {
    const data = await api.data(query, {}, 'viewer');
    if (process.env.STRATA_UPDATE_README)
      text = text.replace(whole, whole.replace(answer, `${compact({ data })}\n`));
    else expect(JSON.parse(answer), query).toEqual({ data });
  }
  if (process.env.STRATA_UPDATE_README) await writeFile(README, text);
});
