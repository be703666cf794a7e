// What the hosts answer: the page with its headers, pictures, downloads, and nothing that was not meant to be served.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDownload } from '../../../../main/host/http/download.ts';
import { contentSecurityPolicy } from '../../../../main/host/http/headers.ts';
import { type Running, startRunning } from '../running.ts';

describe('the app over HTTP', () => {
  let running: Running;
  let cookie: string;
  let hash: string;
  beforeAll(async () => {
    running = await startRunning();
    cookie = await running.enter();
    const picture = await sharp({ create: { width: 600, height: 300, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    hash = createHash('sha256').update(picture).digest('hex');
    await running.library.add(picture, hash);
  });
  afterAll(() => running.close());

  const get = (path: string) => running.ask(path, { headers: { cookie } });

  it.each(['/', '/assets/main-Ab3_x-9Z.js', '/nothing', '/media/thumbnail/x', '/upload/x/file'])(
    'puts the security headers on %s',
    async (path) => {
      expect((await get(path)).headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    },
  );

  it('allows no inline script, no evaluation and no other origin', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/u);
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/u);
  });

  it('lets browsers keep what is named by its content, and ask again for the rest', async () => {
    expect((await get('/assets/main-Ab3_x-9Z.js')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    expect((await get('/')).headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });

  it.each([
    '/../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/assets/../../outside.html',
    '/assets/..%5c..%5coutside.html',
    '//outside.html',
    '/secret.pem',
    '/index.html%00.js',
    '/media/thumbnail/..%2f..%2foutside.html',
    '/media/image/',
    '/__proto__',
  ])('has nothing at %s', async (path) => {
    const { status, text } = await get(path);
    expect([status, JSON.parse(text)]).toEqual([404, { code: 'host.not-found', data: {} }]);
  });

  it('shows pictures of the library, small and whole', async () => {
    const [small, whole] = [await get(`/media/thumbnail/${hash}`), await get(`/media/image/${hash}`)];
    expect([small.status, small.headers['content-type']]).toEqual([200, 'image/webp']);
    expect([whole.status, whole.headers['content-type']]).toEqual([200, 'image/png']);
    expect(small.headers['cache-control']).toContain('immutable');
  });

  it('shows pictures of a line, and has none of other parts or by other words', async () => {
    const [small, whole] = [await get('/media/part/3/7/thumbnail'), await get('/media/part/3/7/image')];
    expect([small.status, small.headers['content-type'], small.text]).toEqual([200, 'image/webp', '\x01\x02\x03']);
    expect([whole.status, whole.headers['content-type']]).toEqual([200, 'image/png']);
    for (const place of ['3/8/image', '4/7/image', '3/7/path', '3/7/', '-3/7/image', '3/7e0/image']) {
      expect((await get(`/media/part/${place}`)).status, place).toBe(404);
    }
  });

  it.each(['thumbnail', 'image'])('says so where a %s is missing', async (kind) => {
    const { status, text } = await get(`/media/${kind}/${'0'.repeat(64)}`);
    expect([status, JSON.parse(text).code]).toEqual([404, 'data.original-missing']);
  });

  it('gives out what is kept for download, under a Japanese name', async () => {
    const path = join(running.root, 'kept.zip');
    await writeFile(path, 'content');
    const id = running.downloads.add({ path, name: '検査 1号機.zip', temporary: true });
    const { status, headers, text } = await get(`/download/${id}`);
    expect([status, text, headers['content-length']]).toEqual([200, 'content', '7']);
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('検査 1号機.zip')}`);
    running.downloads.close();
    expect((await get(`/download/${id}`)).status).toBe(404);
    await expect(writeFile(path, 'again', { flag: 'wx' })).resolves.toBeUndefined();
  });

  it.each([
    ["line's (1)*.zip", 'line%27s%20%281%29%2A.zip'],
    ['half\ud800.zip', 'half%EF%BF%BD.zip'],
  ])('names a download %j as browsers read it', async (name, expected) => {
    const path = join(running.root, 'other.zip');
    await writeFile(path, 'content');
    const download = { path, name, temporary: false };
    const { headers } = await answerDownload('GET', download);
    expect(headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${expected}`);
  });

  it('opens no file for who asks only for the headers of a download', async () => {
    const path = join(running.root, 'asked.zip');
    await writeFile(path, 'content');
    const download = { path, name: 'asked.zip', temporary: false };
    const { body, headers } = await answerDownload('HEAD', download);
    expect([body, headers.get('content-length')]).toEqual([null, '7']);
    const id = running.downloads.add(download);
    const asked = await running.ask(`/download/${id}`, { method: 'HEAD', headers: { cookie } });
    expect([asked.status, asked.text, asked.headers['content-length']]).toEqual([200, '', '7']);
  });

  it('asks for patience while the app starts anew', async () => {
    running.state.isOpen = false;
    const { status, text } = await get(`/media/thumbnail/${hash}`);
    expect([status, JSON.parse(text).code]).toEqual([503, 'host.starting']);
    expect((await get('/')).status).toBe(200);
    running.state.isOpen = true;
  });

  it('tells nothing of failures nobody expected but their number', async () => {
    const original = running.library.thumbnail;
    running.library.thumbnail = () => Promise.reject(new Error('secret'));
    const { status, text } = await get(`/media/thumbnail/${hash}`);
    running.library.thumbnail = original;
    expect([status, text]).toEqual([500, '{"code":"rpc.internal","data":{"id":"1"}}']);
    expect(running.failures).toEqual([new Error('secret')]);
  });
});
