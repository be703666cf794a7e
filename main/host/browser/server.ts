// The browser host: the app on the loopback address of this PC, for browsers that came by its own link.
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { admit, entrance } from './admission.ts';
import { Sessions } from './secrets.ts';
import { acceptSockets, type Windows } from './sockets.ts';

export interface BrowserHost {
  readonly port: number;
  /** A link that lets one browser in, once. */
  invite(): string;
  /** Ends the windows' connections; they come back where the host goes on. */
  disconnectAll(): void;
  close(): Promise<void>;
}

export interface BrowserHostOptions extends Windows {
  readonly app: Hono;
  /** 0: any free one. */
  readonly port: number;
  /** Whoever knows it may ask for new links. */
  readonly secret: string;
}

/** Only this PC itself can reach it. */
const address = '127.0.0.1';

/** @throws NarashiError host.port-in-use */
export async function startBrowserHost({
  app,
  isOpen,
  accept,
  port: wanted,
  secret,
}: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer();
  // A large upload takes as long as it takes.
  server.requestTimeout = 0;
  const port = await listen(server, wanted);
  const sessions = new Sessions(port);
  const invite = () => `http://${address}:${port}${entrance}?token=${sessions.issueToken()}`;
  const door = admit({ app, sessions, port, secret, invite });
  server.on(
    'request',
    getRequestListener(door.fetch, { hostname: `${address}:${port}`, overrideGlobalObjects: false }),
  );
  const sockets = acceptSockets(server, sessions, port, { isOpen, accept });
  return {
    port,
    invite,
    disconnectAll: () => sockets.closeAll(),
    close: () =>
      new Promise((resolve) => {
        sockets.closeAll();
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1_000).unref();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new NarashiError('host.port-in-use', { port, reason: error.message }, { cause: error }));
    });
    server.listen(port, address, () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') reject(new Error('not listening on a port'));
      else resolve(bound.port);
    });
  });
}
