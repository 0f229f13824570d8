// The log of an embedded Postgres and its supervisor: one file, appended to, and emptied at a start that finds it large.
// A line that cannot be written is dropped: a full disk must not end the supervisor as well.

import * as fs from 'node:fs';

const LARGEST_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 4_000;

export interface LogFile {
  /** Text as it comes, line ends included. */
  write(text: string): void;
  /** One line of our own, with the time. */
  note(message: string): void;
}

export function openLogFile(file: string): LogFile {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const descriptor = fs.openSync(file, 'a', 0o600);
  if (size > LARGEST_BYTES) fs.ftruncateSync(descriptor);
  const write = (text: string): void => {
    try {
      fs.writeSync(descriptor, text);
    } catch {}
  };
  return {
    write,
    note: (message) => write(`${new Date().toISOString()} supervisor [${process.pid}] ${message}\n`),
  };
}

/** The last lines, for a message; empty when there is no log. */
export function tailOf(file: string): string {
  try {
    return fs
      .readFileSync(file)
      .subarray(-TAIL_BYTES)
      .toString('utf8')
      .split('\n')
      .slice(-15)
      .join('\n')
      .trim();
  } catch {
    return '';
  }
}
