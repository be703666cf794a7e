// Addresses that stay while one app moves out and the next one in: a tab that has loaded an app there has its files, fonts and
// compiled scripts for the next one.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Who is at home and answers. */
export interface Guest {
  request(request: IncomingMessage, response: ServerResponse): void;
  connection(socket: WebSocket): void;
}

export interface House {
  readonly url: string;
  /** Cuts every connection of pages to services, as a restart does. */
  interrupt(): void;
  moveOut(): void;
}

interface Building extends House {
  moveIn(guest: Guest): void;
}

const empty: Building[] = [];

/** The house that was left last, else a new one. */
export async function moveIn(guest: Guest): Promise<House> {
  const house = empty.pop() ?? (await build());
  house.moveIn(guest);
  return house;
}

async function build(): Promise<Building> {
  let guest: Guest | undefined;
  const server = createServer((request, response) => {
    if (guest) guest.request(request, response);
    else response.writeHead(503).end();
  });
  const sockets = new WebSocketServer({ server, path: '/rpc' });
  sockets.on('connection', (socket) => {
    if (guest) guest.connection(socket);
    else socket.terminate();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // It stands for as long as the process lasts.
  server.unref();
  const interrupt = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  const house: Building = {
    url: `http://127.0.0.1:${portOf(server.address())}/`,
    interrupt,
    moveIn: (next) => {
      guest = next;
    },
    moveOut: () => {
      guest = undefined;
      interrupt();
      server.closeAllConnections();
      empty.push(house);
    },
  };
  return house;
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
