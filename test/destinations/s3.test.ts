// Files into a bucket: whole, with what they were when they were written, and under no address that is refused.
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putObjects, type S3Target } from '../../src/destinations/s3.ts';
import { withFolder } from '../support/shop.ts';
import { type Bucket, startBucket } from './bucket.ts';
import { LOOPBACK, receiverOfTest } from './receiver.ts';

const open = { allowed: LOOPBACK };
let bucket: Bucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.close());

const target = (changes: object = {}): S3Target => ({
  settings: {
    endpoint: bucket.endpoint,
    region: 'us-east-1',
    bucket: bucket.name,
    prefix: 'strata/',
    ...changes,
  },
  secrets: bucket.credentials,
});

describe('a file', () => {
  it('arrives whole, small or in several parts, and once: what is there already is not sent again', async () => {
    await withFolder(async (folder) => {
      for (const [name, bytes] of Object.entries({ empty: 0, small: 10, large: 9_000_000 })) {
        const content = randomBytes(bytes / 2).toString('hex');
        const path = join(folder, name);
        await writeFile(path, content);
        const sha256 = createHash('sha256').update(content).digest('hex');
        const file = { key: `a/${name}`, content: { path, sha256, bytes } };
        await putObjects(target(), [file], open);
        expect(await bucket.text(`strata/a/${name}`)).toBe(content);
        await writeFile(path, 'something else');
        await putObjects(target(), [file], open);
        expect(await bucket.text(`strata/a/${name}`)).toBe(content);
      }
    });
  });

  it('of text replaces what was there', async () => {
    for (const text of ['{"a":1}', '{"a":"ü"}']) {
      await putObjects(target(), [{ key: 'manifest.json', content: { text } }], open);
      expect(await bucket.text('strata/manifest.json')).toBe(text);
    }
  });

  it('that can not be put is told of in words', async () => {
    const put = (to: S3Target) => putObjects(to, [{ key: 'x', content: { text: 'x' } }], open);
    await expect(put(target({ bucket: 'nobodys' }))).rejects.toThrow(/^It answered with 404 \(NoSuchBucket/);
    await expect(
      put({ ...target(), secrets: { accessKeyId: 'nobody', secretAccessKey: 'x' } }),
    ).rejects.toThrow(/^It answered with 403 \(InvalidAccessKeyId/);
    await expect(put(target({ endpoint: 'http://127.0.0.1:1' }))).rejects.toThrow(/^It could not be reached/);
  });
});

describe('the endpoint', () => {
  it('is connected to at checked addresses only, and redirects are not followed', async () => {
    const files = [{ key: 'x', content: { text: 'x' } }];
    await expect(putObjects(target(), files, { allowed: [] })).rejects.toThrow(
      /127\.0\.0\.1 is not connected to/,
    );
    const named = target({ endpoint: 'https://bucket.test:8443' });
    const resolve = async () => [{ address: '10.0.0.1', family: 4 }];
    await expect(putObjects(named, files, { allowed: [], resolve })).rejects.toThrow(
      /bucket\.test is not connected to: 10\.0\.0\.1 is not a public address/,
    );
    const elsewhere = await receiverOfTest();
    elsewhere.answer = (_, response) => response.writeHead(307, { location: bucket.endpoint }).end();
    const redirecting = target({ endpoint: `http://127.0.0.1:${elsewhere.port}` });
    await expect(putObjects(redirecting, files, open)).rejects.toThrow(/^It answered with 307/);
    expect(elsewhere.received).toHaveLength(1);
  });
});
