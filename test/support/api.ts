// The API as a client has it: HTTP requests against a database of its own, with a key for each role, everything
// that the server logs, and every statement that its connections run.
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createKey } from '../../src/auth/keys.ts';
import { ROLES, type Role } from '../../src/auth/principal.ts';
import { type ApiConfig, readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/database.ts';
import type { StartExport, StartRun } from '../../src/graphql/start-run.ts';
import { buildApp } from '../../src/http/app.ts';
import { freshDatabase } from './database.ts';
import { atEndOfFile } from './end-of-file.ts';

export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly correlationId?: string };
}

export interface Answer<T> {
  readonly status: number;
  readonly data: T;
  readonly errors: readonly ApiError[] | undefined;
}

export interface Api {
  readonly database: Database;
  readonly app: FastifyInstance;
  readonly keys: Readonly<Record<Role, string>>;
  readonly logged: Record<string, unknown>[];
  /** Asks as that role, admin where none is given. */
  ask<T = Record<string, unknown>>(query: string, variables?: object, role?: Role): Promise<Answer<T>>;
  /** The data of an answer without errors; throws the errors of any other. */
  data<T>(query: string, variables?: object, role?: Role): Promise<T>;
  /** Every statement that `work` makes the server run. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>;
}

export interface ApiOptions {
  readonly startRun?: StartRun;
  readonly startExport?: StartExport;
  readonly exportsDir?: string;
  readonly database?: Database;
  readonly allowedNetworks?: readonly string[];
  /** What differs from the defaults; keys are looked up at each request and may make any number of them, and no answer is kept. */
  readonly api?: Partial<ApiConfig>;
}

const noWorker = () => Promise.reject(new Error('this API has no queue'));

/** Builds the API over `database`, or a fresh one; it is closed when the test file is done. */
export async function buildApi(options: ApiOptions = {}): Promise<Api> {
  const database = options.database ?? (await freshDatabase());
  const statements = recordStatements(database);
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const unlimited = { keepsAnswers: false, keyCacheMs: 0, requestsPerMinute: null, failuresPerMinute: null };
  const api = { ...readConfig({}).api, ...unlimited, ...options.api };
  const { startRun = noWorker, startExport = noWorker, allowedNetworks = [] } = options;
  const exportsDir = options.exportsDir ?? '/nowhere';
  const app = await buildApp({ database, startRun, startExport, exportsDir, allowedNetworks, log, api });
  atEndOfFile(() => app.close());
  const keys = {} as Record<Role, string>;
  for (const role of ROLES) keys[role] = (await createKey(database.prisma, role, 'test')).key;

  const ask: Api['ask'] = async <T>(query: string, variables: object = {}, role: Role = 'admin') => {
    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${keys[role]}` },
      payload: { query, variables },
    });
    const { data, errors } = response.json();
    return { status: response.statusCode, data: data as T, errors };
  };
  return {
    database,
    app,
    keys,
    logged,
    ask,
    async data<T>(query: string, variables?: object, role?: Role) {
      const { data, errors } = await ask<T>(query, variables, role);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async statementsOf(work) {
      statements.length = 0;
      await work();
      return [...statements];
    },
  };
}

/** What every connection made from now on is asked to run. */
function recordStatements({ pool }: Database): string[] {
  const statements: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
    const recording = (...parameters: unknown[]): unknown => {
      const [statement] = parameters;
      const text = typeof statement === 'string' ? statement : (statement as { text?: string }).text;
      statements.push(text ?? '');
      return query(...parameters);
    };
    client.query = recording as typeof client.query;
  });
  return statements;
}
