// The port a PLC connects to: few connections, none kept for those who have gone, no memory for those who do not read.
import { createServer, type Socket } from 'node:net';
import { framesOf } from './frames.ts';
import { listen } from './listen.ts';

export interface DoorOptions {
  readonly host: string;
  readonly port: number;
  readonly connections: number;
  /** A connection that is silent for so long is cut, milliseconds. */
  readonly idle: number;
  readonly now: () => number;
  /** Begins a connection; what it gives answers one frame, or nothing where the connection is to be cut. */
  readonly open: () => (frame: Buffer) => Buffer | undefined;
}

export interface Door {
  readonly port: number;
  counts(): DoorCounts;
  close(): Promise<void>;
}

export interface DoorCounts {
  readonly connections: number;
  /** Connections that found no place, and such as had to make place. */
  readonly turnedAway: number;
  /** Connections cut because of what they sent. */
  readonly malformed: number;
}

/** A PLC asks more often than this; who has not asked for so long makes place for a new one, milliseconds. */
const leisure = 2_000;
/** Answers that a connection may leave unfetched, bytes. */
const backlog = 65_536;
/** For the last answers to leave, milliseconds. */
const farewell = 200;

export async function openDoor({ host, port, connections, idle, now, open }: DoorOptions): Promise<Door> {
  /** When each last asked. */
  const sockets = new Map<Socket, number>();
  let turnedAway = 0;
  let malformed = 0;

  function makePlace(): boolean {
    if (sockets.size < connections) return true;
    turnedAway += 1;
    const [oldest] = [...sockets].toSorted(([, a], [, b]) => a - b);
    if (!oldest || now() - oldest[1] < leisure) return false;
    cut(oldest[0]);
    return true;
  }

  function cut(socket: Socket): void {
    sockets.delete(socket);
    socket.destroy();
  }

  /** The frames in what came, answered in their order; false where the connection must be cut. */
  function serve(socket: Socket, frames: readonly Buffer[], answer: (frame: Buffer) => Buffer | undefined): boolean {
    for (const frame of frames) {
      sockets.set(socket, now());
      const reply = answer(frame);
      if (!reply) return false;
      socket.write(reply);
    }
    return socket.writableLength <= backlog;
  }

  function accept(socket: Socket): void {
    socket.on('error', () => undefined);
    if (!makePlace()) {
      socket.destroy();
      return;
    }
    sockets.set(socket, now());
    socket.on('close', () => sockets.delete(socket));
    socket.setTimeout(idle, () => cut(socket));
    const answer = open();
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      if (!sockets.has(socket)) return;
      const found = framesOf(rest, chunk);
      rest = found.rest;
      if (found.isBroken) malformed += 1;
      if (!serve(socket, found.frames, answer) || found.isBroken) cut(socket);
    });
  }

  const server = createServer({ noDelay: true, keepAlive: true }, accept);
  const bound = await listen(server, host, port);
  // One that cannot be accepted is no reason to stop the others.
  server.on('error', () => undefined);
  return {
    port: bound,
    counts: () => ({ connections: sockets.size, turnedAway, malformed }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.keys()) socket.destroySoon();
      const force = setTimeout(() => [...sockets.keys()].forEach(cut), farewell);
      await closed;
      clearTimeout(force);
    },
  };
}
