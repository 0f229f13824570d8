// The shape of src, read from its imports and its SDL: which way arrows run, who touches Postgres, the environment
// and SQL, and that everything a client sees is described.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { typeDefs } from '../src/graphql/schema.ts';

const SOURCE = join(import.meta.dirname, '../src');

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What it imports: paths under src, or names of packages. */
  readonly imports: readonly string[];
}

const files: SourceFile[] = globSync('**/*.ts', { cwd: SOURCE })
  .filter((path) => !path.startsWith('generated/') && path !== 'graphql/resolvers-types.ts')
  .toSorted()
  .map((path) => {
    const text = readFileSync(join(SOURCE, path), 'utf8');
    const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
      ([, name]) => name as string,
    );
    const imports = specifiers.map((name) =>
      name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
    );
    return { path, text, imports };
  });

const NOUNS = [
  'users',
  'segments',
  'insights',
  'snapshots',
  'runs',
  'rulesets',
  'imports',
  'identities',
  'audiences',
  'suppressions',
  'exports',
  'verification',
  'destinations',
  'deliveries',
  'schedules',
  'changes',
  'auth',
];
/** Who may import whom: only what stands further down, or in the same row's own folder. */
const LAYERS: readonly (readonly string[])[] = [
  ['server.ts', 'worker.ts', 'cli.ts'],
  ['http', 'graphql', 'jobs', 'cli', 'demo'],
  NOUNS,
  ['recompute', 'ingest'],
  ['filters'],
  ['rules'],
];
/** Below all of them: the database, and what knows nothing but itself. */
const GROUND = ['db', 'config.ts', 'errors.ts', 'log.ts'];
const PURE = ['filters', 'rules'];
const GROUND_OF_THE_PURE = ['db/sql.ts', 'errors.ts'];

const folderOf = (path: string): string => path.split('/')[0] as string;
const layerOf = (path: string): number => LAYERS.findIndex((layer) => layer.includes(folderOf(path)));
const isOwn = (name: string): boolean =>
  files.some(({ path }) => path === name) || name.startsWith('generated/');
const isResolvers = (path: string): boolean => path.endsWith('/resolvers.ts');

/** `importer → imported` for every import that `isWrong`. */
function arrows(isWrong: (importer: string, imported: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((imported) => isWrong(path, imported)).map((imported) => `${path} → ${imported}`),
  );
}

/** The server and the worker are started by the commands that are named after them. */
function startsAnEntry(importer: string, imported: string): boolean {
  return folderOf(importer) === 'cli' && ['server.ts', 'worker.ts'].includes(imported);
}

/** Resolvers are typed by the schema, and by the context that they are called with. */
function isTyping(importer: string, imported: string): boolean {
  return isResolvers(importer) && ['graphql/resolvers-types.ts', 'graphql/context.ts'].includes(imported);
}

describe('imports', () => {
  it('are found: an empty list would hold anything', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.find(({ path }) => path === 'http/app.ts')?.imports).toEqual(
      expect.arrayContaining(['fastify', 'http/gate.ts', 'graphql/context.ts']),
    );
  });

  it('lead to files of known layers only', () => {
    const known = new Set([...LAYERS.flat(), ...GROUND]);
    expect(files.map(({ path }) => folderOf(path)).filter((folder) => !known.has(folder))).toEqual([]);
    expect(
      arrows(
        (_, imported) =>
          imported.endsWith('.ts') && !isOwn(imported) && imported !== 'graphql/resolvers-types.ts',
      ),
    ).toEqual([]);
  });

  it('run one way: entries, edges, nouns, recompute and ingest, filters, rules', () => {
    const wrong = arrows((importer, imported) => {
      const [from, to] = [layerOf(importer), layerOf(imported)];
      if (from === -1 || to === -1 || folderOf(importer) === folderOf(imported)) return false;
      return to < from && !startsAnEntry(importer, imported) && !isTyping(importer, imported);
    });
    expect(wrong).toEqual([]);
  });

  it('of the ground lead nowhere but to the ground', () => {
    const wrong = arrows(
      (importer, imported) => GROUND.includes(folderOf(importer)) && layerOf(imported) !== -1,
    );
    expect(wrong).toEqual([]);
  });

  it('of recompute do not lead to ingest, nor back', () => {
    const apart = ['recompute', 'ingest'];
    const wrong = arrows(
      (importer, imported) =>
        apart.includes(folderOf(importer)) &&
        apart.includes(folderOf(imported)) &&
        folderOf(importer) !== folderOf(imported),
    );
    expect(wrong).toEqual([]);
  });

  it('of rules and filters lead to SQL as values and to the errors, for they are pure', () => {
    const wrong = arrows(
      (importer, imported) =>
        PURE.includes(folderOf(importer)) &&
        !PURE.includes(folderOf(imported)) &&
        !GROUND_OF_THE_PURE.includes(imported) &&
        imported !== 'zod',
    );
    expect(wrong).toEqual([]);
  });

  it('of one noun by another lead to its service, or to the doors of auth', () => {
    const doors = ['auth/principal.ts', 'auth/filters.ts', 'auth/keys.ts', 'auth/audit.ts'];
    const wrong = arrows((importer, imported) => {
      const [from, to] = [folderOf(importer), folderOf(imported)];
      if (!NOUNS.includes(from) || !NOUNS.includes(to) || from === to) return false;
      return imported !== `${to}/service.ts` && !doors.includes(imported);
    });
    expect(wrong).toEqual([]);
  });

  it('of pg, its COPY streams and the Prisma client are in src/db alone', () => {
    const drivers = /^(pg|pg-copy-streams|@prisma\/.*|generated\/prisma\/.*)$/;
    expect(arrows((importer, imported) => drivers.test(imported) && folderOf(importer) !== 'db')).toEqual([]);
  });
});

describe('the text of a file', () => {
  it('reads the environment in config.ts alone', () => {
    // The supervisor's environment is handed on whole, not read.
    const readers = files.filter(({ text }) => /process\.env\b/.test(text.replace('...process.env', '')));
    expect(readers.map(({ path }) => path)).toEqual(['config.ts']);
    const spread = files.filter(({ text }) => text.includes('...process.env'));
    expect(spread.map(({ path }) => path)).toEqual(['db/embedded/connect.ts']);
  });

  it('holds SQL only where statements live', () => {
    const homes = /^(db|rules|filters|recompute|ingest)\/|^demo\/shop-record\.ts$|^[a-z]+\/queries(\.ts$|\/)/;
    const withSql = files.filter(({ text }) => /\bsql`|\.query(<[^(]*>)?\(/.test(text));
    expect(withSql.length).toBeGreaterThan(10);
    expect(withSql.map(({ path }) => path).filter((path) => !homes.test(path))).toEqual([]);
  });

  it('is never over 400 lines', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 401);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const schema = buildSchema(typeDefs.join('\n'));
    const nameless: string[] = [];
    const look = (name: string, described: { readonly description?: string | null | undefined }): void => {
      if (!described.description?.trim()) nameless.push(name);
    };
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
    );
    expect(types.length).toBeGreaterThan(20);
    for (const type of types) {
      look(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field);
        for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
    expect(nameless).toEqual([]);
  });
});
