// The demo's API keys: one a role, kept in a file that only its owner can read, so that a second run shows the same.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createKey, principalOf } from '../auth/keys.ts';
import { ROLES } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';

const keyFile = z.array(z.object({ role: z.enum(ROLES), key: z.string() }));
type DemoKeys = z.infer<typeof keyFile>;

/** The stored keys as far as the database still takes them, new ones for the rest. */
export async function demoKeys(database: Database, strataDir: string): Promise<DemoKeys> {
  const path = join(strataDir, 'demo', 'keys.json');
  const text = await readFile(path, 'utf8').catch(() => '[]');
  const stored = keyFile.parse(JSON.parse(text));
  const keys: DemoKeys = [];
  for (const role of ROLES) {
    const known = stored.find((entry) => entry.role === role);
    const principal = known && (await principalOf(database.prisma, known.key));
    if (known && principal?.role === role) keys.push(known);
    else keys.push({ role, key: (await createKey(database.prisma, role, 'demo')).key });
  }
  await writeFile(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}
