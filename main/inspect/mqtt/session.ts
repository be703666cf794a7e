// One connection to a broker, from the attempt to its end. MQTT.js would keep unacknowledged messages itself, without a
// bound and over reconnections; here each connection is a client of its own, and what it did not deliver is still ours.
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'mqtt';
import type { Broker } from './broker.ts';
import type { Message } from './messages.ts';

export interface Session {
  /** `acknowledged` is called once the broker has it; never after the connection ended. */
  publish(message: Message, acknowledged: () => void): void;
  /** Takes leave; the broker then speaks the will only where something was not acknowledged. */
  end(): Promise<void>;
}

export interface SessionEvents {
  readonly opened: () => void;
  /** Once, however it ends; not after `end`. */
  readonly closed: (error: Error | undefined) => void;
}

/** Seconds: a broker speaks the will after one and a half of them without a sign of life. */
const keepalive = 15;
/** Milliseconds until an attempt counts as failed. */
const patience = 10_000;
/** Milliseconds to take leave within. */
const farewell = 500;

export function openSession(broker: Broker, will: Message, { opened, closed }: SessionEvents): Session {
  const { protocol, host, port, clientId, username, password, ca } = broker;
  const client = connect({
    protocol,
    host,
    port,
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: will.isRetained },
    protocolVersion: 4,
    clean: true,
    keepalive,
    connectTimeout: patience,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
  });
  let isOver = false;
  let failure: Error | undefined;
  client.on('connect', () => {
    if (!isOver) opened();
  });
  client.on('error', (error) => {
    failure ??= error;
  });
  client.on('close', () => {
    if (isOver) return;
    isOver = true;
    client.end(true);
    closed(failure);
  });
  let unacknowledged = 0;
  return {
    publish({ topic, payload, isRetained }, acknowledged) {
      unacknowledged += 1;
      client.publish(topic, payload, { qos: 1, retain: isRetained }, (error) => {
        unacknowledged -= 1;
        if (!error && !isOver) acknowledged();
      });
    },
    async end() {
      isOver = true;
      // Where the broker may not have the last status, its will says the same.
      const isPolite = client.connected && unacknowledged === 0;
      const left = new Promise<void>((resolve) => client.end(!isPolite, () => resolve()));
      const limit = new AbortController();
      await Promise.race([left, wait(farewell, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      client.stream.destroy();
    },
  };
}
