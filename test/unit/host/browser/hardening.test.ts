// Who is let in, and from where: links, cookies, Host, Origin, for requests and for WebSockets.
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, startRunning } from '../running.ts';

describe('the browser host', () => {
  let running: Running;
  let cookie: string;
  let port: number;
  beforeAll(async () => {
    running = await startRunning();
    port = running.host.port;
    cookie = await running.enter();
  });
  afterAll(() => running.close());

  const link = () => {
    const { pathname, search } = new URL(running.host.invite());
    return pathname + search;
  };

  it('exchanges a link for a cookie that no script and no other site gets', async () => {
    const { status, headers } = await running.ask(link());
    expect([status, headers.location]).toEqual([303, '/']);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^narashi-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`)),
    ]);
  });

  it('lets each link in once', async () => {
    const used = link();
    await running.ask(used);
    const again = await running.ask(used);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.text).toMatch(/使用済み[\s\S]*used already/u);
  });

  it('brings back to the app who returns to a used link with a cookie', async () => {
    const used = link();
    const { headers } = await running.ask(used);
    const [own = ''] = headers['set-cookie'] ?? [];
    const again = await running.ask(used, { headers: { cookie: own } });
    expect([again.status, again.headers.location]).toEqual([303, '/']);
  });

  it('does not use up a link by HEAD, as previews ask', async () => {
    const fresh = link();
    await running.ask(fresh, { method: 'HEAD', headers: { origin: 'http://preview.example' } });
    expect((await running.ask(fresh)).status).toBe(303);
  });

  it.each(['', '?token=', '?token=short', `?token=${'A'.repeat(43)}`, '?token[]=x', `?token=${'x'.repeat(5_000)}`])(
    'refuses the link /enter%s',
    async (search) => {
      const { status, text: page } = await running.ask(`/enter${search}`);
      expect(status).toBe(403);
      expect(page).toMatch(/<p lang="ja">.+<\/p><p lang="en">.+<\/p>/u);
    },
  );

  it('lets requests with the cookie in', async () => {
    const { status, text: page } = await running.ask('/', { headers: { cookie } });
    expect([status, page]).toEqual([200, expect.stringContaining('Narashi')]);
  });

  it.each([
    ['no cookie', {}],
    ['an invented session', () => ({ cookie: `narashi-${port}=${'A'.repeat(43)}` })],
    ['an empty session', () => ({ cookie: `narashi-${port}=` })],
    ['a session under another name', () => ({ cookie: cookie.replace('narashi', 'other') })],
  ])('refuses %s on every path', async (_, headers) => {
    const given = typeof headers === 'function' ? headers() : headers;
    for (const path of [
      '/',
      '/assets/main-Ab3_x-9Z.js',
      `/media/thumbnail/${'0'.repeat(64)}`,
      '/download/x',
      '/nothing',
    ]) {
      const { status, text: page, headers: got } = await running.ask(path, { headers: given });
      expect([path, status]).toEqual([path, 401]);
      expect(page).toMatch(/許可されていません[\s\S]*not been let in/u);
      expect(got['content-security-policy']).toContain("default-src 'none'");
    }
    const begin = await running.ask('/upload/begin', { method: 'POST', headers: { ...given, origin: running.own } });
    expect(begin.status).toBe(401);
  });

  it.each<[string, (own: number) => string]>([
    ['of another site', () => 'evil.example'],
    ['of another site with our port', (own) => `evil.example:${own}`],
    ['that begins like ours', (own) => `127.0.0.1.evil.example:${own}`],
    ['without our port', () => '127.0.0.1'],
    ['with another port', () => '127.0.0.1:1'],
    ['by name without our port', () => 'localhost'],
    ['of IPv6', (own) => `[::1]:${own}`],
    ['of every address', (own) => `0.0.0.0:${own}`],
    ['in another case', (own) => `LOCALHOST:${own}`],
  ])('refuses a Host %s, cookie or not', async (_, make) => {
    const host = make(port);
    for (const path of ['/', link()]) {
      const { status, headers } = await running.ask(path, { headers: { host, cookie } });
      expect(status).toBe(403);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect(await running.upgrade('/rpc', { host, cookie, origin: `http://${host}` })).toBe(403);
  });

  it('refuses a request that names no Host', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.end(`GET / HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /u);
  });

  it.each(['127.0.0.1', 'localhost'])('knows the Host %s', async (name) => {
    const headers = { host: `${name}:${port}`, cookie, origin: `http://${name}:${port}` };
    expect((await running.ask('/', { headers })).status).toBe(200);
    expect(await running.upgrade('/rpc', headers)).toBe(101);
  });

  const foreign: readonly (readonly [string, () => Record<string, string>])[] = [
    ['another site', () => ({ origin: 'http://evil.example' })],
    ['another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['another scheme', () => ({ origin: `https://127.0.0.1:${port}` })],
    ['the other name of this PC', () => ({ origin: `http://localhost:${port}` })],
    ['a page of no origin', () => ({ origin: 'null' })],
    ['no origin at all', () => ({})],
    ['another site, by Sec-Fetch-Site', () => ({ origin: running.own, 'sec-fetch-site': 'cross-site' })],
    ['another port, by Sec-Fetch-Site', () => ({ origin: running.own, 'sec-fetch-site': 'same-site' })],
  ];

  it.each(foreign)('takes nothing from %s', async (_, headers) => {
    const given = { ...headers(), cookie };
    expect((await running.ask('/upload/begin', { method: 'POST', headers: given })).status).toBe(403);
    expect((await running.ask('/', { method: 'DELETE', headers: given })).status).toBe(403);
    expect(await running.upgrade('/rpc', given)).toBe(403);
  });

  it('shows no part of itself inside another site', async () => {
    const embedded = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await running.ask(`/media/image/${'0'.repeat(64)}`, { headers: embedded })).status).toBe(403);
    const followed = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await running.ask('/', { headers: followed })).status).toBe(200);
  });

  it('opens WebSockets only with a cookie, and only at /rpc', async () => {
    const { own } = running;
    const before = running.channels.length;
    expect(await running.upgrade('/rpc', { origin: own })).toBe(401);
    expect(await running.upgrade('/rpc', { origin: own, cookie: 'narashi=x' })).toBe(401);
    expect(await running.upgrade('/other', { origin: own, cookie })).toBe(404);
    expect(running.channels.length).toBe(before);
    expect(await running.upgrade('/rpc', { origin: own, cookie })).toBe(101);
    expect(running.channels.length).toBe(before + 1);
  });

  it('lets no window in while the app starts anew: it would believe to be connected', async () => {
    running.state.isOpen = false;
    expect(await running.upgrade('/rpc', { origin: running.own, cookie })).toBe(503);
    running.state.isOpen = true;
    expect(await running.upgrade('/rpc', { origin: running.own, cookie })).toBe(101);
  });

  it('ends in time, whatever window does not take its leave', async () => {
    const other = await startRunning();
    const deaf = connect(other.host.port, '127.0.0.1');
    const lines = [
      'GET /rpc HTTP/1.1',
      `Host: 127.0.0.1:${other.host.port}`,
      `Origin: ${other.own}`,
      `Cookie: ${await other.enter()}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    deaf.write(`${lines.join('\r\n')}\r\n\r\n`);
    await expect.poll(() => other.channels.length).toBe(1);
    const begun = performance.now();
    await other.close();
    expect(performance.now() - begun).toBeLessThan(4_000);
    deaf.destroy();
  });

  it('listens on the loopback address only', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
    }
  });
});
