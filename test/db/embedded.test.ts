// The embedded Postgres as commands see it: separate processes that come, share one server, go, and are killed.
// Every test ends by waiting until no process is left; one that stays fails the test.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startPostgres } from '../../src/db/embedded/postgres.ts';

const CONNECT = path.resolve(import.meta.dirname, '../../src/db/embedded/connect.ts');
const COMMAND = `
const { connectEmbedded } = await import(${JSON.stringify(pathToFileURL(CONNECT).href)});
const { url, close } = await connectEmbedded(process.argv[1]);
console.log(url);
process.stdin.resume().once('end', close);
`;
const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.geteuid?.() === 0;

// Memory where there is enough of it: how long a disk takes to sync is not what is tested.
const parent = freeBytes('/dev/shm') > 1e9 ? '/dev/shm' : tmpdir();
const root = fs.mkdtempSync(path.join(parent, 'strata-embedded-'));
fs.chmodSync(root, 0o755);
const shared = path.join(root, '.strata');
const commands = new Set<ChildProcess>();

type Command = { url: string; process: ChildProcess };

async function command(dir: string, user: { uid?: number; gid?: number } = {}): Promise<Command> {
  const program = ['--input-type=module', '-e', COMMAND, dir];
  const child = spawn(process.execPath, program, { ...user, detached: true });
  commands.add(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const [output] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  if (!(output instanceof Buffer)) throw new Error(errors);
  return { url: output.toString().trim(), process: child };
}

async function leave({ process: child }: Command): Promise<void> {
  child.stdin?.end();
  await once(child, 'close');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url).on('error', () => {});
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** The processes of which the named file or link in /proc says something that fits. */
function processes(file: 'cmdline' | 'cwd', fits: (text: string) => boolean): number[] {
  const pids = fs.readdirSync('/proc').map(Number).filter(Number.isInteger);
  const look = file === 'cwd' ? fs.readlinkSync : (name: string) => fs.readFileSync(name, 'utf8');
  return pids.filter((pid) => {
    try {
      return fits(look(`/proc/${pid}/${file}`));
    } catch {
      return false;
    }
  });
}

const naming = (text: string): number[] => processes('cmdline', (line) => line.includes(text));
/** Of Postgres itself: postmaster, backends and watchdog. */
const servers = (dir: string): number[] => processes('cwd', (cwd) => cwd === path.join(dir, 'postgres'));
const supervisors = (dir: string): number[] => naming(`supervisor.ts\0${dir}\0`);
const postmaster = (dir: string): number =>
  Number.parseInt(fs.readFileSync(path.join(dir, 'postgres/postmaster.pid'), 'utf8'), 10);
const kill = (pid: number | undefined): boolean => process.kill(pid ?? Number.NaN, 'SIGKILL');
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const stopped = (dir: string) => eventually(() => expect([...supervisors(dir), ...servers(dir)]).toEqual([]));

function freeBytes(folder: string): number {
  if (!fs.existsSync(folder)) return 0;
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}

/** Below a closed home folder nobody can run Node and the project. */
function nobodyCanRead(): boolean {
  return spawnSync(process.execPath, [CONNECT], { ...NOBODY, cwd: '/' }).status === 0;
}

describe.skipIf(process.platform !== 'linux')('the embedded Postgres', { timeout: 20_000 }, () => {
  beforeAll(async () => leave(await command(shared)));
  afterEach(async () => {
    for (const child of commands) child.kill('SIGKILL');
    commands.clear();
    await eventually(() => expect(naming(root)).toEqual([]));
  });
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

  test('admits only who knows the password, on the loopback interface', async () => {
    const { url } = await command(shared);
    expect(await query(url, "select current_setting('listen_addresses')")).toEqual(['127.0.0.1']);
    await expect(query(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow(/password/);
    expect(fs.statSync(path.join(shared, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.join(shared, 'supervisor.sock')).mode & 0o777).toBe(0o600);
  });

  test('ten commands that start at once get one Postgres between them', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => command(shared)));
    const started = await Promise.all(all.map(({ url }) => query(url, 'select pg_postmaster_start_time()')));
    expect(new Set(started.flat().map(String)).size).toBe(1);
    await eventually(() => expect(supervisors(shared)).toHaveLength(1));
  });

  test('stays for a second command and stops with the last', async () => {
    const first = await command(shared);
    const server = postmaster(shared);
    const second = await command(shared);
    await leave(first);
    expect(await query(second.url, 'select 1')).toEqual([1]);
    expect([second.url, postmaster(shared)]).toEqual([first.url, server]);
    await leave(second);
    await stopped(shared);
    expect(fs.existsSync(`/proc/${server}`)).toBe(false);
  });

  test('a command that starts while Postgres is stopping gets the next one', async () => {
    await leave(await command(shared));
    await eventually(() => expect(fs.existsSync(path.join(shared, 'supervisor.sock'))).toBe(false));
    expect(await query((await command(shared)).url, 'select 1')).toEqual([1]);
  });

  test('a killed command no longer holds Postgres', async () => {
    const { process: child } = await command(shared);
    kill(child.pid);
    await stopped(shared);
  });

  test('Ctrl-C in the terminal of the command that started it leaves the others their Postgres', async () => {
    const first = await command(shared);
    const second = await command(shared);
    process.kill(-(first.process.pid ?? Number.NaN), 'SIGINT');
    await once(first.process, 'close');
    expect(await query(second.url, 'select 1')).toEqual([1]);
  });

  test('stops with a killed supervisor, and the next command finds the data as it was', async () => {
    const { url } = await command(shared);
    await query(url, 'create table if not exists kept as select 42 as answer');
    kill(supervisors(shared)[0]);
    await stopped(shared);
    expect(await query((await command(shared)).url, 'select answer from kept')).toEqual([42]);
  });

  test('a Postgres left running without supervisor and watchdog is stopped by the next command', async () => {
    await command(shared);
    const orphan = postmaster(shared);
    const [supervisor = Number.NaN] = supervisors(shared);
    process.kill(supervisor, 'SIGSTOP');
    for (const watchdog of naming('\0watched\0').filter((pid) => servers(shared).includes(pid)))
      kill(watchdog);
    kill(supervisor);
    expect(servers(shared)).toContain(orphan);
    expect(await query((await command(shared)).url, 'select 1')).toEqual([1]);
    expect(servers(shared)).not.toContain(orphan);
  });

  test('a killed Postgres is started again under the same URL, and its busy backends are ended', async () => {
    const { url } = await command(shared);
    const busy = query(url, 'select count(*) from generate_series(1, 1e5) a, generate_series(1, 1e6) b');
    const active = "select 1 from pg_stat_activity where state = 'active' and query like '%1e6) b'";
    await eventually(async () => expect(await query(url, active)).toEqual([1]));
    kill(postmaster(shared));
    await expect(busy).rejects.toThrow();
    await eventually(async () => expect(await query(url, 'select 1')).toEqual([1]));
  });

  test('starts over a stale pid file that names a live process, and leaves that process alone', async () => {
    await stopped(shared);
    const { uid, gid } = fs.statSync(path.join(shared, 'postgres'));
    const bystander = spawn('/bin/cat', { uid, gid });
    fs.writeFileSync(path.join(shared, 'postgres/postmaster.pid'), `${bystander.pid}\n${shared}/postgres\n`);
    expect(await query((await command(shared)).url, 'select 1')).toEqual([1]);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill();
  });

  test('sets a new password when the file with the old one is gone', async () => {
    await stopped(shared);
    const file = path.join(shared, 'postgres.password');
    const before = fs.readFileSync(file, 'utf8');
    fs.rmSync(file);
    expect(await query((await command(shared)).url, 'select 1')).toEqual([1]);
    expect(fs.readFileSync(file, 'utf8')).not.toBe(before);
  });

  test('begins anew after an initialisation that was killed half-way, in a folder too deep for a socket', async () => {
    const dir = path.join(root, 'd'.repeat(120), '.strata');
    const coming = command(dir);
    const unfinished = (): string[] => fs.readdirSync(dir).filter((name) => name.startsWith('postgres.new-'));
    const begun = (): boolean => fs.existsSync(path.join(dir, unfinished()[0] ?? '', 'data/base'));
    await eventually(() => expect(begun()).toBe(true));
    kill(supervisors(dir)[0]);
    expect(fs.existsSync(path.join(dir, 'postgres'))).toBe(false);
    expect(await query((await coming).url, 'select 1')).toEqual([1]);
    expect(unfinished()).toEqual([]);
  });

  test('says why it cannot start, and touches nothing that is not its own', async () => {
    const dir = path.join(root, 'foreign');
    fs.mkdirSync(path.join(dir, 'postgres/thesis'), { recursive: true });
    await expect(command(dir)).rejects.toThrow(/postgres is not empty, and not a Postgres data directory/);
    expect(fs.readdirSync(path.join(dir, 'postgres'))).toEqual(['thesis']);
  });

  test('takes settings, and another port when the wanted one is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const settings = { shared_buffers: '16MB', log_min_messages: 'fatal' };
    const server = await startPostgres({ dir: path.join(root, 'direct/postgres'), settings, port });
    expect(server.port).not.toBe(port);
    expect(await query(server.url, "select current_setting('shared_buffers')")).toEqual(['16MB']);
    await server.stop();
    squatter.close();
  });

  test.skipIf(!isRoot)('serves root from a folder that no other account can walk to', async () => {
    const closed = path.join(root, 'closed');
    fs.mkdirSync(closed, { mode: 0o700 });
    expect(await query((await command(path.join(closed, '.strata'))).url, 'select 1')).toEqual([1]);
  });

  test.skipIf(!isRoot || !nobodyCanRead())(
    'serves an ordinary user, who is told when a folder is somebody else’s',
    async () => {
      const own = path.join(root, 'own');
      fs.mkdirSync(own);
      fs.chownSync(own, NOBODY.uid, NOBODY.gid);
      const { url } = await command(path.join(own, '.strata'), NOBODY);
      expect(await query(url, 'select 1')).toEqual([1]);
      await expect(command(shared, NOBODY)).rejects.toThrow(/belongs to .* uid 0.*runs as uid 65534/);
    },
  );
});
