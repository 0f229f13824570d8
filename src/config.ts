// The only reader of the environment: every variable with its meaning, default and legal values.
// A wrong value stops the command with a message that names the variable; nothing is guessed.
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { UsageError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);

/** Networks in CIDR form, separated by commas. */
const networks = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((network) => network.trim())
      .filter((network) => network !== ''),
  )
  .refine(
    (list) => list.every((network) => ipaddr.isValidCIDR(network)),
    'expected networks such as 10.20.0.0/16,fd00:1::/64',
  );

const variables = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgresql://user:password@host:port/database')
    .optional(),
  STRATA_DIR: z.string().min(1).default('.strata'),
  STRATA_HOST: z.string().min(1).default('127.0.0.1'),
  STRATA_PORT: port.default(4000),
  STRATA_WHOLE_HOURS: z.coerce.number().int().min(1).max(87_600).default(24),
  STRATA_HISTORY_DAYS: z.coerce.number().int().min(1).max(36_500).default(400),
  STRATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  STRATA_WEBHOOK_ALLOW: networks,
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
});

export interface Config {
  /** Postgres to use; without it the embedded one in `strataDir`. */
  readonly databaseUrl: string | undefined;
  /** Absolute folder of the embedded Postgres and of the demo's files. */
  readonly strataDir: string;
  readonly host: string;
  readonly port: number;
  /** How long snapshots are kept whole after they ceased to be the newest, and how long the segments of their users. */
  readonly retention: { readonly wholeHours: number; readonly historyDays: number };
  readonly logLevel: z.infer<typeof variables>['STRATA_LOG_LEVEL'];
  /** Networks that deliveries may go to although they are private: CIDR. */
  readonly allowedNetworks: readonly string[];
  /** Introspection and stack traces are on outside production only. */
  readonly production: boolean;
}

/** Whether a command that fails shows where: at log levels debug and trace. Never throws. */
export function showsStacks(environment: NodeJS.ProcessEnv = process.env): boolean {
  return ['debug', 'trace'].includes(environment.STRATA_LOG_LEVEL ?? '');
}

/** Whether the terminal shows signs beyond ASCII, as its locale says. */
export function takesSymbols(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM } = environment;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') && TERM !== 'dumb' && TERM !== 'linux';
}

/** Reads the configuration; throws a UsageError that names each variable that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new UsageError(`The environment is not usable: ${problems.join('; ')}`);
  }
  const { data } = parsed;
  return {
    databaseUrl: data.DATABASE_URL,
    strataDir: resolve(data.STRATA_DIR),
    host: data.STRATA_HOST,
    port: data.STRATA_PORT,
    retention: { wholeHours: data.STRATA_WHOLE_HOURS, historyDays: data.STRATA_HISTORY_DAYS },
    logLevel: data.STRATA_LOG_LEVEL,
    allowedNetworks: data.STRATA_WEBHOOK_ALLOW,
    production: data.NODE_ENV === 'production',
  };
}
