// The settings that an embedded Postgres starts with: defaults for one machine that also runs everything else, then
// the caller's own, then those that keep it on the loopback interface. Durability is left on unless the caller's turn it off.

import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const DEFAULTS = {
  max_connections: '100',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const LEAST_BUFFER_MB = 128;
const MOST_BUFFER_MB = 1024;
const SMALLEST_SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/** As arguments of the server program. */
export function settingArguments(own: Record<string, string>, port: number): string[] {
  const settings = {
    ...DEFAULTS,
    shared_buffers: `${bufferMegabytes()}MB`,
    ...sharedMemory(),
    ...own,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** An eighth of the machine's memory, within bounds: a full run of a million users takes a fifth less with 1 GB than 256 MB. */
function bufferMegabytes(): number {
  const eighth = Math.floor(totalmem() / 8 / 2 ** 20);
  return Math.min(Math.max(eighth, LEAST_BUFFER_MB), MOST_BUFFER_MB);
}

/** A container often has 64 MB of /dev/shm, in which parallel queries fail with "No space left on device". */
function sharedMemory(): Record<string, string> {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize < SMALLEST_SHARED_MEMORY_BYTES ? { dynamic_shared_memory_type: 'mmap' } : {};
  } catch {
    return {};
  }
}
