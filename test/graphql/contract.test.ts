// What clients rely on: the schema of the last release, and a page for every code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { API_CODES } from '../../src/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { breakingChanges } from '../support/breaking-changes.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the schema', () => {
  it('breaks nothing that the last release promised, but for what was deprecated there', () => {
    const released = buildSchema(readFileSync(join(ROOT, 'docs/released.graphqls'), 'utf8'));
    expect(breakingChanges(released, schema)).toEqual([]);
  });
});

describe('a change of the schema', () => {
  const before = `type Query { kept(a: Int): Int going: Int @deprecated(reason: "Use kept.") }
    enum Colour { RED GREEN @deprecated(reason: "Use RED.") }
    input Filter { a: Int b: Int @deprecated(reason: "Use a.") }
    type Old { x: Int }`;
  const change = (after: string) => breakingChanges(buildSchema(before), buildSchema(after));

  it('that takes away or narrows is named', () => {
    const after = `type Query { kept(a: Int!): String }
      enum Colour { GREEN }
      input Filter { b: Int c: Int! }`;
    expect(change(after)).toEqual([
      expect.stringMatching(/^ARG_CHANGED_KIND: .*Query\.kept/),
      expect.stringMatching(/^FIELD_CHANGED_KIND: Query\.kept/),
      expect.stringMatching(/^FIELD_REMOVED: Filter\.a/),
      expect.stringMatching(/^REQUIRED_INPUT_FIELD_ADDED: .*Filter/),
      expect.stringMatching(/^TYPE_REMOVED: Old/),
      expect.stringMatching(/^VALUE_REMOVED_FROM_ENUM: RED/),
    ]);
  });

  it('that takes away what was deprecated, or adds, breaks nothing', () => {
    const after = `type Query { kept(a: Int, b: Int): Int more: Int }
      enum Colour { RED BLUE } input Filter { a: Int d: Int } type Old { x: Int }`;
    expect(change(after)).toEqual([]);
  });
});

describe('the page of errors', () => {
  const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
  const sections = (level: string) =>
    [...page.matchAll(new RegExp(`^${level} ([A-Z_]+)$`, 'gm'))].map(([, code]) => code);

  it('has every code that the API answers with, and no other', () => {
    expect(sections('##')).toEqual(Object.keys(API_CODES).toSorted());
  });

  it('has every code of a payload, and no other', () => {
    const codes = schema.getType('UserErrorCode');
    const names = isEnumType(codes) ? codes.getValues().map(({ name }) => name) : [];
    expect(sections('###')).toEqual(names.toSorted());
  });

  it('says of each something that it says of no other', () => {
    const texts = page.split(/^##+ .*$/m).slice(1);
    expect(texts.filter((text) => text.trim().length < 40)).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
