// Opens the port of a line's HTTP; requests under way end before it closes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

export interface HttpPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Requests at once: the queue of parts is shorter. */
const CONNECTIONS = 200;
const PATIENCE = 5_000;

/** @throws NarashiError host.port-in-use */
export function serve(app: Hono, host: string, port: number): Promise<HttpPort> {
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.maxConnections = CONNECTIONS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 30_000;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new NarashiError('host.port-in-use', { port, reason: error.message }, { cause: error }));
    });
    server.listen(port, host, () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('not listening on a port'));
        return;
      }
      resolve({
        port: address.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeIdleConnections();
            setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
          }),
      });
    });
  });
}
