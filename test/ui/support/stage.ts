// Serves the built renderer with services that the test chooses: the page under a strict policy, pictures, uploads, RPC.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import sharp from 'sharp';
import { channelOfSocket } from '../../../shared/rpc/channels/web-socket.ts';
import type { ContractSet, Emitters, Implementations } from '../../../shared/rpc/contract.ts';
import { createEvents } from '../../../shared/rpc/events.ts';
import { serve } from '../../../shared/rpc/server.ts';
import { axeAddress, axeFile } from './axe.ts';
import { moveIn } from './house.ts';

export interface Stage<C extends ContractSet> {
  readonly url: string;
  readonly emit: Emitters<C>;
  /** What the services failed with unforeseen. */
  readonly failures: unknown[];
  /** Paths of the files that were uploaded. */
  readonly uploads: string[];
  /** Cuts every connection, as a restart does. */
  interrupt(): void;
  close(): void;
}

export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const rendererFolder = join(import.meta.dirname, '../../../dist/renderer');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** @param makeServices gets the function that sends events, and gives the implementations */
export async function openStage<C extends ContractSet>(
  contracts: C,
  makeServices: (emit: Emitters<C>) => Implementations<C>,
): Promise<Stage<C>> {
  const failures: unknown[] = [];
  const uploads: string[] = [];
  const events = createEvents(contracts, (reason) => failures.push(reason));
  const services = makeServices(events.emit);
  const house = await moveIn({
    request: (request, response) => {
      answer(request, response, uploads).catch((error: unknown) => {
        failures.push(error);
        response.writeHead(500).end();
      });
    },
    connection: (socket) => {
      serve(contracts, services, channelOfSocket(socket), { events, report: (failure) => failures.push(failure) });
    },
  });
  return {
    url: house.url,
    emit: events.emit,
    failures,
    uploads,
    interrupt: house.interrupt,
    close: house.moveOut,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, uploads: string[]): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stage');
  const media = /^\/media\/(thumbnail|image)\/([0-9a-f]{64})$/.exec(pathname);
  if (media) {
    const bytes = await picture(media[2] ?? '', media[1] === 'thumbnail' ? 160 : 640);
    response.writeHead(200, { 'content-type': 'image/webp', 'cache-control': 'max-age=31536000, immutable' });
    response.end(bytes);
    return;
  }
  const part = /^\/media\/part\/\d+\/(\d+)\/(thumbnail|image)$/.exec(pathname);
  if (part) {
    const bytes = await picture(digestOf(`part ${part[1]}`), part[2] === 'thumbnail' ? 160 : 640);
    response.writeHead(200, { 'content-type': 'image/webp' }).end(bytes);
    return;
  }
  if (pathname.startsWith('/upload/')) {
    for await (const _ of request);
    if (pathname.endsWith('/file')) uploads.push(searchParams.get('path') ?? '');
    const id = pathname.endsWith('/begin') ? { id: randomUUID() } : { grant: randomUUID() };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(id));
    return;
  }
  const path = pathname === axeAddress ? axeFile : join(rendererFolder, pageFile(pathname));
  const file = createReadStream(path);
  file.on('error', () => response.writeHead(404).end());
  file.on('open', () => {
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      // Names of built files are of their contents.
      'cache-control': /^\/(assets\/|axe)/.test(pathname) ? 'max-age=31536000, immutable' : 'no-cache',
    });
    file.pipe(response);
  });
}

function pageFile(pathname: string): string {
  return normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname));
}

const pictures = new Map<string, Promise<Buffer>>();

/** A round part on a grey belt; every seventh is scratched. The same picture for the same first two digits. */
function picture(hash: string, size: number): Promise<Buffer> {
  const kind = Number.parseInt(hash.slice(0, 2), 16) % 24;
  const key = `${kind}/${size}`;
  const made = pictures.get(key) ?? draw(kind, size);
  pictures.set(key, made);
  return made;
}

function draw(kind: number, size: number): Promise<Buffer> {
  const [x, y, turn] = [46 + (kind % 5) * 2, 46 + (kind % 3) * 3, kind * 15];
  const scratch = kind % 7 === 0 ? `<path d="M${x - 18} ${y - 12}l14 10 9 14" stroke="#5b2b20" stroke-width="3"/>` : '';
  const holes = [0, 60, 120, 180, 240, 300]
    .map(
      (angle) =>
        `<circle cx="${x + 21}" cy="${y}" r="3.4" fill="#2a2f36" transform="rotate(${angle + turn} ${x} ${y})"/>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100" fill="none">
    <rect width="100" height="100" fill="hsl(210 8% ${30 + (kind % 4) * 3}%)"/>
    <circle cx="${x}" cy="${y}" r="32" fill="hsl(${30 + (kind % 6) * 4} 9% 72%)"/>
    <circle cx="${x}" cy="${y}" r="11" fill="#3a4048"/>${holes}${scratch}</svg>`;
  return sharp(Buffer.from(svg)).webp({ quality: 70 }).toBuffer();
}

/** A digest for made-up images. */
export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
