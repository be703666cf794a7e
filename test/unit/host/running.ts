// A browser host over a small site and an empty workspace, and requests to it with any header whatsoever.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { Library } from '../../../main/data/library.ts';
import { startBrowserHost } from '../../../main/host/browser/server.ts';
import { createHttpApp, type HttpParts } from '../../../main/host/http/app.ts';
import { readSite } from '../../../main/host/http/site.ts';
import { type UploadLimits, Uploads } from '../../../main/host/http/uploads.ts';
import { Downloads } from '../../../main/services/downloads.ts';
import { Grants } from '../../../main/services/grants.ts';
import type { Channel } from '../../../shared/rpc/channel.ts';

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export type Running = Awaited<ReturnType<typeof startRunning>>;

export async function startRunning(limits: Partial<UploadLimits> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'narashi-host-'));
  await mkdir(join(root, 'site/assets'), { recursive: true });
  await writeFile(join(root, 'site/index.html'), '<!doctype html><title>Narashi</title>');
  await writeFile(join(root, 'site/assets/main-Ab3_x-9Z.js'), 'export {};');
  await writeFile(join(root, 'site/secret.pem'), 'of no kind the app has');
  await writeFile(join(root, 'outside.html'), 'outside');
  const [grants, downloads, library] = [new Grants(), new Downloads(), new Library(root)];
  const uploads = new Uploads(root, grants, limits);
  const bytes = Uint8Array.of(1, 2, 3);
  const partPicture: HttpParts['partPicture'] = async (projectId, partId, size) =>
    projectId === 3 && partId === 7 ? { bytes, contentType: size === 'image' ? 'image/png' : 'image/webp' } : undefined;
  const failures: unknown[] = [];
  const channels: Channel[] = [];
  const state = { isOpen: true };
  const app = createHttpApp({
    site: await readSite(join(root, 'site')),
    parts: () => (state.isOpen ? { library, downloads, uploads, partPicture } : undefined),
    report: (error) => String(failures.push(error)),
  });
  const accept = (channel: Channel) => channels.push(channel) > 0 && state.isOpen;
  const isOpen = () => state.isOpen;
  const host = await startBrowserHost({ app, isOpen, accept, port: 0, secret: 'only this user' });
  const own = `http://127.0.0.1:${host.port}`;

  function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: host.port, path, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Comes in by a fresh link; gives the cookie. */
  async function enter(): Promise<string> {
    const link = new URL(host.invite());
    const { headers } = await ask(link.pathname + link.search);
    return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  /** Sends as the page does. */
  async function post(path: string, cookie: string, body: string | Uint8Array = ''): Promise<Answer> {
    return ask(path, { method: 'POST', headers: { cookie, origin: own }, body });
  }

  /** The status a WebSocket is answered with; 101 where it is taken. */
  function upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
      socket.on('error', reject);
    });
  }

  async function close(): Promise<void> {
    await host.close();
    await rm(root, { recursive: true, force: true });
  }

  return {
    root,
    own,
    host,
    grants,
    downloads,
    library,
    uploads,
    failures,
    channels,
    state,
    ask,
    enter,
    post,
    upgrade,
    close,
  };
}
