// strata keys: API keys made, listed and revoked.
import { Argument, Command, Option } from 'commander';
import { audit } from '../auth/audit.ts';
import { createKey, listKeys, revokeKey } from '../auth/keys.ts';
import { ROLES, type Role } from '../auth/principal.ts';
import { print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';

const create = new Command('create')
  .description('Make an API key. It is shown once: only its hash is kept.')
  .addOption(new Option('--role <role>', 'what its holder may do').choices(ROLES).makeOptionMandatory())
  .option('--name <name>', 'what it is for', '')
  .option('--json', 'print {"id", "role", "key"}')
  .action((options: { role: Role; name: string; json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      const created = await createKey(prisma, options.role, options.name);
      await audit(prisma, ACTOR, 'key.create', { key: created.id, role: created.role });
      if (options.json) return printJson(created);
      print(`Key ${created.id} (${created.role}), shown this once:\n${created.key}`);
    }),
  );

const list = new Command('list')
  .description('List the keys, without their secrets.')
  .option('--json', 'print as JSON')
  .action((options: { json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      const keys = await listKeys(prisma);
      if (options.json) return printJson({ keys });
      for (const { id, role, name, createdAt, revokedAt } of keys) {
        print(
          `${id}  ${role.padEnd(8)}  ${createdAt.toISOString()}  ${revokedAt ? 'revoked' : 'valid'}  ${name}`,
        );
      }
    }),
  );

const revoke = new Command('revoke')
  .description('Revoke a key at once.')
  .addArgument(new Argument('<id>', 'as keys list shows it'))
  .option('--json', 'print as JSON')
  .action((id: string, options: { json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      await revokeKey(prisma, id);
      await audit(prisma, ACTOR, 'key.revoke', { key: id });
      if (options.json) return printJson({ revoked: id });
      print(`Key ${id} is revoked.`);
    }),
  );

export const keysCommand = new Command('keys')
  .description('API keys.')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke);
