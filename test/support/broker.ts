// An MQTT broker of another make than the product's client, which can be away, slow, or strict about passwords.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { z } from 'zod';

export interface BrokerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
}

export class TestBroker {
  /** Connections are cut at once. */
  isAway = false;
  /** Publications are taken and not acknowledged yet. */
  isSilent = false;
  password: string | undefined;
  /** Publications of clients in their order, those repeated as well. */
  readonly received: { topic: string; payload: string }[] = [];
  readonly clients: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly kept: ((error: null) => void)[] = [];
  private readonly streams = new Map<string, { destroy(): unknown }>();
  private readonly server: Server;
  private readonly aedes: Aedes;

  static async start({ tls }: BrokerOptions = {}): Promise<TestBroker> {
    const broker = new TestBroker(await Aedes.createBroker(), tls);
    broker.server.listen(0, '127.0.0.1');
    await once(broker.server, 'listening');
    return broker;
  }

  private constructor(aedes: Aedes, tls: BrokerOptions['tls']) {
    this.aedes = aedes;
    const accept = (socket: Socket) => {
      socket.on('error', () => undefined);
      if (this.isAway) return socket.destroy();
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      return aedes.handle(socket);
    };
    this.server = tls ? createTlsServer(tls, accept) : createServer(accept);
    aedes.authenticate = (_client, _username, password, done) => {
      const isRight = this.password === undefined || password?.toString() === this.password;
      done(isRight ? null : Object.assign(new Error('wrong password'), { returnCode: 4 }), isRight);
    };
    aedes.authorizePublish = (client, { topic, payload }, done) => {
      if (client) this.received.push({ topic, payload: payload.toString() });
      if (this.isSilent) this.kept.push(done);
      else done(null);
    };
    aedes.on('clientReady', ({ id, conn }) => {
      this.clients.push(id);
      this.streams.set(id, conn);
    });
  }

  get port(): number {
    return z.object({ port: z.number() }).parse(this.server.address()).port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  parts(): readonly { id: number }[] {
    const parts = this.received.filter(({ topic }) => topic.endsWith('/part'));
    return parts.map(({ payload }) => z.looseObject({ id: z.number() }).parse(JSON.parse(payload)));
  }

  statuses(): readonly unknown[] {
    return this.received.flatMap(({ topic, payload }) => (topic.endsWith('/status') ? [JSON.parse(payload)] : []));
  }

  /** Acknowledges what it has kept silent about. */
  speak(): void {
    this.isSilent = false;
    for (const done of this.kept.splice(0)) done(null);
  }

  /** Breaks all connections, as a pulled cable would. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Breaks the connection of one client. */
  cutClient(id: string): void {
    this.streams.get(id)?.destroy();
  }

  async close(): Promise<void> {
    this.isSilent = false;
    this.server.close();
    this.cut();
    await new Promise<void>((resolve) => this.aedes.close(() => resolve()));
  }
}

/** All that a subscriber who comes now is told, retained first. */
export async function subscribe(url: string, topic: string, options: { ca?: string } = {}) {
  const client = await connectAsync(url, { reconnectPeriod: 0, ...options });
  const heard: { topic: string; payload: unknown; isRetained: boolean }[] = [];
  client.on('message', (on, payload, { retain }) => {
    heard.push({ topic: on, payload: JSON.parse(payload.toString()), isRetained: retain });
  });
  await client.subscribeAsync(topic, { qos: 1 });
  return { heard, close: () => client.endAsync(true) };
}
