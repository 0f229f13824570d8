// The only reader of the environment: every variable with its meaning, default and legal values.
// A wrong value stops the command with a message that names the variable; nothing is guessed.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { UsageError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const onOff = z.enum(['on', 'off'], 'expected "on" or "off"');
const perMinute = z.coerce.number().int().min(0).max(100_000_000);

const KEY_CACHE_MS = 5000;

/** Texts separated by commas. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
const networks = list.refine(
  (items) => items.every((network) => ipaddr.isValidCIDR(network)),
  'expected networks such as 10.20.0.0/16,fd00:1::/64',
);
const addresses = list.refine(
  (items) => items.every((address) => ipaddr.isValid(address) || ipaddr.isValidCIDR(address)),
  'expected addresses or networks such as 10.0.0.7,10.20.0.0/16',
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
  STRATA_STOP_SECONDS: z.coerce.number().int().min(1).max(3600).default(25),
  STRATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  STRATA_EXPORTS_DIR: z.string().min(1).optional(),
  STRATA_EXPORT_DAYS: z.coerce.number().int().min(1).max(3650).default(7),
  STRATA_WEBHOOK_ALLOW: networks,
  STRATA_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/?#]+\/?$/, 'expected an origin such as https://strata.example.com')
    .optional(),
  STRATA_JWT_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  STRATA_JWT_JWKS: z.string().optional(),
  STRATA_JWT_ISSUER: z.string().optional(),
  STRATA_JWT_AUDIENCE: z.string().optional(),
  STRATA_JWT_ROLE_CLAIM: z.string().default('role'),
  STRATA_INTROSPECTION: onOff.optional(),
  STRATA_EXPLORER: onOff.optional(),
  STRATA_REQUESTS_PER_MINUTE: perMinute.default(6000),
  STRATA_FAILURES_PER_MINUTE: perMinute.default(60),
  STRATA_MOST_COST: z.coerce.number().int().min(1).max(1_000_000_000).default(20_000),
  STRATA_OPERATION_SECONDS: z.coerce.number().int().min(1).max(3600).default(30),
  STRATA_RESPONSE_CACHE: onOff.default('on'),
  STRATA_TRUSTED_DOCUMENTS: z.string().optional(),
  STRATA_TRUSTED_PROXIES: addresses,
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
  /** How long a server or worker that is told to stop may take to finish what is in flight. */
  readonly stopMs: number;
  readonly logLevel: z.infer<typeof variables>['STRATA_LOG_LEVEL'];
  readonly exports: ExportsConfig;
  readonly deliveries: DeliveriesConfig;
  readonly api: ApiConfig;
}

/** Whereto is delivered, and from where. */
export interface DeliveriesConfig {
  /** Networks that deliveries may go to although they are private: CIDR. */
  readonly allowedNetworks: readonly string[];
  /** Absolute folder of files on their way. */
  readonly dir: string;
  /** What the server is called from outside; null if that is not said. */
  readonly publicUrl: string | null;
}

/** Files of exports. */
export interface ExportsConfig {
  /** Absolute folder of those that can be downloaded; server and worker need the same. */
  readonly dir: string;
  /** How long they are kept. */
  readonly keepDays: number;
}

/** Who is let in, and how much of what is carried out. */
export interface ApiConfig {
  readonly introspection: boolean;
  readonly explorer: boolean;
  /** Which tokens are taken beside API keys; null: none. */
  readonly jwt: JwtConfig | null;
  /** For how long an API key is not looked up again: a key that another process revoked is taken for that long. */
  readonly keyCacheMs: number;
  /** Of one key or token; null: any number. */
  readonly requestsPerMinute: number | null;
  /** Requests from one address without a good key or token; null: any number. */
  readonly failuresPerMinute: number | null;
  /** The most that one operation may cost: objects that it could answer with. */
  readonly mostCost: number;
  readonly longestOperationMs: number;
  /** Whether answers of the newest snapshot are kept in memory. */
  readonly keepsAnswers: boolean;
  /** Absolute path of a JSON file of documents by their SHA-256: then nothing else is carried out. */
  readonly trustedDocuments: string | null;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export interface JwtConfig {
  /** A secret shared with the issuer, or its public keys: a JWK set, or where to fetch one. */
  readonly keys: { readonly secret: string } | { readonly url: string } | { readonly set: JwkSet };
  readonly issuer: string;
  readonly audience: string;
  /** The claim with the role, by name or as a path with dots. */
  readonly roleClaim: string;
}

export interface JwkSet {
  readonly keys: { readonly kty: string; readonly [name: string]: unknown }[];
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
  const production = data.NODE_ENV === 'production';
  const on = (given: 'on' | 'off' | undefined): boolean => (given ? given === 'on' : !production);
  return {
    databaseUrl: data.DATABASE_URL,
    strataDir: resolve(data.STRATA_DIR),
    host: data.STRATA_HOST,
    port: data.STRATA_PORT,
    retention: { wholeHours: data.STRATA_WHOLE_HOURS, historyDays: data.STRATA_HISTORY_DAYS },
    stopMs: data.STRATA_STOP_SECONDS * 1000,
    logLevel: data.STRATA_LOG_LEVEL,
    exports: {
      dir: resolve(data.STRATA_EXPORTS_DIR ?? join(data.STRATA_DIR, 'exports')),
      keepDays: data.STRATA_EXPORT_DAYS,
    },
    deliveries: {
      allowedNetworks: data.STRATA_WEBHOOK_ALLOW,
      dir: resolve(data.STRATA_DIR, 'deliveries'),
      publicUrl: data.STRATA_PUBLIC_URL ?? null,
    },
    api: {
      introspection: on(data.STRATA_INTROSPECTION),
      explorer: on(data.STRATA_EXPLORER),
      jwt: readJwt(data),
      keyCacheMs: KEY_CACHE_MS,
      requestsPerMinute: data.STRATA_REQUESTS_PER_MINUTE || null,
      failuresPerMinute: data.STRATA_FAILURES_PER_MINUTE || null,
      mostCost: data.STRATA_MOST_COST,
      longestOperationMs: data.STRATA_OPERATION_SECONDS * 1000,
      keepsAnswers: data.STRATA_RESPONSE_CACHE === 'on',
      trustedDocuments: data.STRATA_TRUSTED_DOCUMENTS ? resolve(data.STRATA_TRUSTED_DOCUMENTS) : null,
      trustedProxies: data.STRATA_TRUSTED_PROXIES,
    },
  };
}

/** Tokens are taken where there is something to check them with; then issuer and audience have to be known too. */
function readJwt(given: z.infer<typeof variables>): JwtConfig | null {
  const {
    STRATA_JWT_SECRET: secret,
    STRATA_JWT_JWKS: jwks,
    STRATA_JWT_ISSUER: issuer,
    STRATA_JWT_AUDIENCE: audience,
  } = given;
  if (secret !== undefined && jwks !== undefined)
    throw new UsageError('STRATA_JWT_SECRET and STRATA_JWT_JWKS: expected one of them, got both.');
  const checkable = secret !== undefined || jwks !== undefined;
  if (!checkable && (issuer !== undefined || audience !== undefined)) {
    throw new UsageError(
      'STRATA_JWT_ISSUER, STRATA_JWT_AUDIENCE: they need STRATA_JWT_SECRET or STRATA_JWT_JWKS to check tokens with.',
    );
  }
  if (!checkable) return null;
  if (issuer === undefined || audience === undefined)
    throw new UsageError('STRATA_JWT_ISSUER and STRATA_JWT_AUDIENCE: both are needed to take tokens.');
  const keys = secret === undefined ? readJwks(jwks as string) : { secret };
  return { keys, issuer, audience, roleClaim: given.STRATA_JWT_ROLE_CLAIM };
}

const jwkSet = z.object({ keys: z.array(z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })).min(1) });

function readJwks(given: string): JwtConfig['keys'] {
  if (/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(given)) return { url: given };
  const expected =
    'STRATA_JWT_JWKS: expected an https:// address, a file, or JSON such as {"keys": [{"kty": "RSA", …}]} of public keys';
  if (/^[a-z]+:\/\//i.test(given)) throw new UsageError(`${expected}.`);
  try {
    return { set: jwkSet.parse(JSON.parse(given.startsWith('{') ? given : readFileSync(given, 'utf8'))) };
  } catch (error) {
    throw new UsageError(`${expected}. ${error instanceof z.ZodError ? z.prettifyError(error) : error}`);
  }
}
