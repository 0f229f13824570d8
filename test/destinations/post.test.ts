// The sender can't be turned on what it must not reach: by a name that leads there, or leads there the second time, by
// a redirect, by a certificate of another name; and it waits for nobody longer than it said.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Guard } from '../../src/destinations/outbound/guard.ts';
import { post } from '../../src/destinations/outbound/post.ts';
import { newSigningSecret, signatureHeaders } from '../../src/destinations/outbound/signature.ts';
import { CERTIFICATE, KEY } from './certificate.ts';
import { LOOPBACK, receiverOfTest } from './receiver.ts';

const BODY = '{"hello":"wörld"}';
const open: Guard = { allowed: LOOPBACK };

function send(url: string, guard: Guard, timeoutMs = 5_000): Promise<void> {
  return post({
    url: new URL(url),
    headers: { 'content-type': 'application/json' },
    body: BODY,
    guard,
    timeoutMs,
  });
}

const leadingTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('a message', () => {
  it('is posted whole, and any 2xx is a yes', async () => {
    const receiver = await receiverOfTest();
    for (const status of [200, 202, 204, 299]) {
      receiver.answer = (_, response) => response.writeHead(status).end();
      await send(`http://127.0.0.1:${receiver.port}/in?x=1`, open);
    }
    const [first] = receiver.received;
    expect(first).toMatchObject({ method: 'POST', url: '/in?x=1', body: BODY });
    expect(first?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '18' });
  });

  it.each([400, 404, 410, 429, 500, 503])('answered with %i is not accepted', async (status) => {
    const receiver = await receiverOfTest();
    receiver.answer = (_, response) => response.writeHead(status).end('because of /etc/passwd');
    await expect(send(`http://127.0.0.1:${receiver.port}/`, open)).rejects.toMatchObject({
      message: `It answered with ${status}.`,
      status,
    });
  });

  it.each([301, 302, 303, 307, 308])('answered with the redirect %i goes no further', async (status) => {
    const inner = await receiverOfTest();
    const outer = await receiverOfTest();
    outer.answer = (_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${inner.port}/` }).end();
    await expect(send(`http://127.0.0.1:${outer.port}/`, open)).rejects.toThrow(
      `It answered with a redirect (${status}); none is followed.`,
    );
    expect(inner.received).toEqual([]);
  });

  it('is given up when no answer comes in time, and when none can', async () => {
    const receiver = await receiverOfTest();
    receiver.answer = () => {};
    const url = `http://127.0.0.1:${receiver.port}/`;
    await expect(send(url, open, 50)).rejects.toThrow('No answer within 0.05 seconds.');
    await receiver.close();
    await expect(send(url, open)).rejects.toThrow(/^It could not be reached: .*ECONNREFUSED/);
  });

  it('is accepted by its status, whatever follows: an endless answer is cut', async () => {
    const receiver = await receiverOfTest();
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const more = (): boolean => response.write('x'.repeat(65_536));
      response.on('drain', more);
      more();
    };
    await send(`http://127.0.0.1:${receiver.port}/`, open);
    receiver.answer = (_, response) => void response.writeHead(200).write('unfinished');
    await send(`http://127.0.0.1:${receiver.port}/`, open, 50);
    expect(receiver.received).toHaveLength(2);
  });
});

describe('a target', () => {
  it.each([
    'http://127.0.0.1',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
    'https://0x7f.1',
  ])('%s is not connected to', async (origin) => {
    const receiver = await receiverOfTest();
    await expect(send(`${origin}:${receiver.port}/`, { allowed: [] })).rejects.toThrow(
      /is not connected to: .* is not a public address \(loopback\)/,
    );
    expect(receiver.received).toEqual([]);
  });

  it('is refused where its name leads to a private address, among public ones too', async () => {
    const receiver = await receiverOfTest();
    const url = `https://hooks.test:${receiver.port}/`;
    for (const resolve of [leadingTo('127.0.0.1'), leadingTo('::1'), leadingTo('::ffff:7f00:1')])
      await expect(send(url, { allowed: [], resolve })).rejects.toThrow(
        /hooks\.test is not connected to: .*loopback/,
      );
    await expect(
      send('https://hooks.test/', { allowed: [], resolve: leadingTo('8.8.8.8', '10.0.0.1') }),
    ).rejects.toThrow(/10\.0\.0\.1 is not a public address \(private\)/);
    await expect(send(url, { allowed: [], resolve: leadingTo() })).rejects.toThrow(/it has no address/);
    expect(receiver.received).toEqual([]);
  });

  it('is looked up once a connection: there is no second answer to be turned by', async () => {
    const receiver = await receiverOfTest();
    let looks = 0;
    const rebinding: Guard['resolve'] = async () => {
      looks++;
      return [{ address: looks === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    await send(`http://hooks.test:${receiver.port}/`, { allowed: LOOPBACK, resolve: rebinding });
    expect(looks).toBe(1);
    await expect(
      send(`http://hooks.test:${receiver.port}/`, { allowed: LOOPBACK, resolve: rebinding }),
    ).rejects.toThrow(/10\.0\.0\.1/);
    expect(receiver.received).toHaveLength(1);
  });

  it('shows a certificate of its name', async () => {
    const receiver = await receiverOfTest({ key: KEY, cert: CERTIFICATE });
    const resolve = leadingTo('127.0.0.1');
    const trusting: Guard = { allowed: LOOPBACK, resolve, ca: CERTIFICATE };
    await send(`https://hooks.test:${receiver.port}/`, trusting);
    await expect(send(`https://other.test:${receiver.port}/`, trusting)).rejects.toThrow(/altnames/);
    await expect(
      send(`https://hooks.test:${receiver.port}/`, { allowed: LOOPBACK, resolve }),
    ).rejects.toThrow(/self-signed certificate/);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a signature', () => {
  const README = join(import.meta.dirname, '../../src/destinations/README.md');
  const message = { id: 'msg_1', sentAt: new Date(), body: BODY };

  it('is that of the published example of Standard Webhooks', () => {
    const headers = signatureHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      sentAt: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is checked by the example in the README, which refuses what is altered, old or of another secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-verify-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [, example = ''] = /```js\n(.*?)```/s.exec(readFileSync(README, 'utf8')) ?? [];
    writeFileSync(join(folder, 'verify.mjs'), example);
    const { verify } = await import(join(folder, 'verify.mjs'));
    const secret = newSigningSecret();
    const headers = signatureHeaders(secret, message);
    verify(secret, headers, BODY);
    verify(secret, { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }, BODY);
    expect(() => verify(newSigningSecret(), headers, BODY)).toThrow(/not signed/);
    expect(() => verify(secret, headers, `${BODY} `)).toThrow(/not signed/);
    expect(() => verify(secret, { ...headers, 'webhook-id': 'msg_2' }, BODY)).toThrow(/not signed/);
    const old = signatureHeaders(secret, { ...message, sentAt: new Date(Date.now() - 301_000) });
    expect(() => verify(secret, old, BODY)).toThrow(/too old/);
  });
});
