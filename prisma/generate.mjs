// Generates the Prisma client into src/generated/prisma, unless it is fresh. Plain JavaScript, so that an old Node
// gets as far as being told which one is needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  console.error(
    `Strata needs Node ${NEEDED} or newer, this is ${process.version}. On Linux npm installs one beside it; elsewhere install it.`,
  );
  process.exit(1);
}

const root = dirname(import.meta.dirname);
const target = join(root, 'src/generated/prisma');
const stampFile = join(target, '.stamp');
const prisma = createRequire(import.meta.url).resolve('prisma/package.json');
const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'prisma/schema.prisma')))
  .update(JSON.parse(readFileSync(prisma, 'utf8')).version)
  .digest('hex');
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) process.exit(0);

// Every Prisma command first wants a schema engine to be there, which `generate` never runs: any program will do.
const environment = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [join(dirname(prisma), 'build/index.js'), 'generate'],
  {
    cwd: root,
    env: { ...environment, ...process.env },
    encoding: 'utf8',
  },
);
if (status !== 0) {
  console.error(stdout, stderr);
  process.exit(status ?? 1);
}
mkdirSync(target, { recursive: true });
writeFileSync(stampFile, stamp);
