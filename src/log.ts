// The log: JSON lines on standard error, so that standard output stays the command's own.
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export function createLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  const redact = ['req.headers.authorization', 'headers.authorization'];
  return pino({ level: logLevel, redact }, pino.destination({ dest: 2, sync: true }));
}
