// The start command in a process of its own, with a browser's way in: the link, the cookie, the services.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Contracts, contracts } from '../../shared/contract/index.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import { channelOfSocket } from '../../shared/rpc/channels/web-socket.ts';
import { connectLasting, type Link } from '../../shared/rpc/reconnect.ts';

const command = fileURLToPath(new URL('../../main/host/start.js', import.meta.url));
const linkPattern = /http:\/\/127\.0\.0\.1:(\d+)\/enter\?token=\S+/u;

export class Started {
  readonly process: ChildProcess;
  readonly begun = performance.now();
  output = '';
  readonly ended: Promise<number | null>;

  constructor(workspace: string, ...args: string[]) {
    const argv = [command, '--browser', '--no-open', '--workspace', workspace, ...args];
    this.process = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
  }

  /** Once it is printed. */
  async link(): Promise<URL> {
    let isGone = false;
    void this.ended.then(() => {
      isGone = true;
    });
    for (;;) {
      const [found] = linkPattern.exec(this.output) ?? [];
      if (found) return new URL(found);
      if (isGone) throw new Error(`ended without a link: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async enter(): Promise<Entered> {
    const link = await this.link();
    const answer = await fetch(link, { redirect: 'manual' });
    const [cookie = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';');
    return new Entered(link.origin, cookie);
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

/** A browser that was let in. */
export class Entered {
  readonly origin: string;
  readonly cookie: string;
  readonly api: Link<Contracts>;

  constructor(origin: string, cookie: string) {
    this.origin = origin;
    this.cookie = cookie;
    this.api = connectLasting(contracts, () => this.#open(), [50]);
  }

  get(path: string): Promise<Response> {
    return fetch(this.origin + path, { headers: { cookie: this.cookie } });
  }

  async post(path: string, body?: Uint8Array<ArrayBuffer>): Promise<unknown> {
    const headers = { cookie: this.cookie, origin: this.origin };
    const answer = await fetch(this.origin + path, { method: 'POST', headers, ...(body ? { body } : {}) });
    return answer.json();
  }

  /** Sends files as the page does; gives the grant. */
  async upload(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<string> {
    const { id } = z.object({ id: z.string() }).parse(await this.post('/upload/begin'));
    for (const [path, bytes] of Object.entries(files)) {
      await this.post(`/upload/${id}/file?path=${encodeURIComponent(path)}`, bytes);
    }
    return z.object({ grant: z.string() }).parse(await this.post(`/upload/${id}/finish`)).grant;
  }

  /** Resolves when the services answer. */
  async connected(): Promise<void> {
    while (this.api.status !== 'connected') await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #open(): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${this.origin.replace('http', 'ws')}/rpc`, {
        headers: { cookie: this.cookie, origin: this.origin },
      });
      socket.on('open', () => resolve(channelOfSocket(socket)));
      socket.on('error', reject);
    });
  }
}
