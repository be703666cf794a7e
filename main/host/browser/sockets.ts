// WebSockets of admitted windows, each a channel to the services.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '../../../shared/rpc/channel.ts';
import { channelOfSocket, frameLimit } from '../../../shared/rpc/channels/web-socket.ts';
import { isOurs } from './guard.ts';
import { type PageCode, statusOf } from './pages.ts';
import type { Sessions } from './secrets.ts';

export interface Sockets {
  /** Ends all connections, also of windows that do not answer. They come back by themselves where the program goes on. */
  closeAll(): void;
}

const path = '/rpc';
/** A window that does not answer for so long is gone, milliseconds. */
const heartbeat = 30_000;
/** RFC 6455, 7.4.1. */
const goingAway = 1001;

/** A window that does not take its leave within this time is cut off, milliseconds. */
const farewell = 1_000;

export interface Windows {
  /** False while the app cannot serve them: they are asked to come again before they believe to be connected. */
  readonly isOpen: () => boolean;
  /** Takes over a window's channel; false while the app cannot serve it. */
  readonly accept: (channel: Channel) => boolean;
}

export function acceptSockets(server: Server, sessions: Sessions, port: number, { isOpen, accept }: Windows): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameLimit, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  server.on('upgrade', (request, socket, head) => {
    const refusal = judge(request, sessions, port) ?? (isOpen() ? undefined : 503);
    if (refusal !== undefined) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (open) => {
      alive.add(open);
      open.on('pong', () => alive.add(open));
      if (!accept(channelOfSocket(open))) open.close(goingAway);
    });
  });
  const timer = setInterval(() => {
    for (const open of sockets.clients) {
      if (!alive.delete(open)) open.terminate();
      else open.ping();
    }
  }, heartbeat);
  timer.unref();
  server.on('close', () => clearInterval(timer));
  return {
    closeAll() {
      for (const open of sockets.clients) {
        open.close(goingAway);
        setTimeout(() => open.terminate(), farewell).unref();
      }
    },
  };
}

function judge(
  { url, method = '', headers }: IncomingMessage,
  sessions: Sessions,
  port: number,
): PageCode | 404 | undefined {
  const seen = {
    host: headers.host,
    origin: headers.origin,
    'sec-fetch-site': single(headers['sec-fetch-site']),
    'sec-fetch-mode': single(headers['sec-fetch-mode']),
  };
  if (!isOurs({ method, isUpgrade: true, headers: seen }, port)) return 'host.foreign-request';
  if (!sessions.admits(headers.cookie)) return 'host.link-missing';
  return url === path ? undefined : 404;
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}

function refuse(socket: Duplex, refusal: PageCode | 404 | 503): void {
  const status = typeof refusal === 'number' ? refusal : statusOf(refusal);
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
