// The inspection as an MQTT client: a retained status with a will, a message per part, and a bounded wait for a broker
// that is not there. Nothing here ever stops the inspection.
import { setTimeout as wait } from 'node:timers/promises';
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import { faults } from '../../../shared/domain/inspection.ts';
import type { LineLink } from '../line-link.ts';
import type { BackOff } from './back-off.ts';
import { type BrokerOptions, brokerOf, prefixOf } from './broker.ts';
import { Connection } from './connection.ts';
import { willMessage } from './messages.ts';
import { Publisher } from './publisher.ts';

export interface MqttOptions extends BrokerOptions {
  /** Such as plant/line1: `/status` and `/part` are added. */
  readonly topicPrefix: string;
  /** Parts kept while the broker is away; then the oldest is dropped. */
  readonly queueLimit: number;
  /** Each part on `<prefix>/part/<outcome>` as well. */
  readonly isPerOutcome?: boolean;
  /** Short name of the model, shown until a part tells its own. */
  readonly model?: string;
  /** `tell` waits no longer for an acknowledgement; the part stays queued. */
  readonly acknowledgeMilliseconds?: number;
  /** For the queue to empty at the end. */
  readonly closeMilliseconds?: number;
  readonly backOff?: BackOff;
  readonly now?: () => Date;
}

export interface MqttLink extends LineLink {
  facts(): MqttFacts;
}

export interface MqttFacts {
  readonly isConnected: boolean;
  readonly queued: number;
  readonly dropped: number;
  /** Why there is no connection, for people; undefined where there is one, and before the first attempt has failed. */
  readonly trouble: NarashiError | undefined;
}

/** Throws where the settings cannot be right; does not wait for the broker. */
export async function startMqtt(options: MqttOptions): Promise<MqttLink> {
  const prefix = prefixOf(options.topicPrefix);
  const broker = await brokerOf(options);
  const { queueLimit, isPerOutcome = false, acknowledgeMilliseconds = 2_000, closeMilliseconds = 2_000 } = options;
  const { backOff = { first: 1_000, longest: 30_000 }, now = () => new Date() } = options;
  const start = { ready: false, busy: false, fault: faults.starting };
  const publisher = new Publisher({ prefix, queueLimit, isPerOutcome, now }, start, options.model ?? '');
  const connection = new Connection({
    broker,
    backOff,
    will: () => willMessage(prefix, publisher.presence),
    opened: (session) => publisher.opened(session),
    closed: () => publisher.closed(),
  });
  connection.open();

  async function flush(milliseconds: number): Promise<void> {
    if (!connection.isHopeful) return;
    const limit = new AbortController();
    const late = wait(milliseconds, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([publisher.idle(), late]);
    limit.abort();
  }

  return {
    name: 'MQTT',
    get failure() {
      return connection.trouble ?? null;
    },
    alarm: (alarm) => publisher.alarm(alarm),
    tell: (part) => publisher.tell(part, acknowledgeMilliseconds),
    show: ({ ready, busy, fault }) => publisher.present({ ready, busy, fault }),
    facts: () => ({
      isConnected: publisher.isConnected,
      queued: publisher.queued,
      dropped: publisher.presence.dropped,
      trouble: connection.trouble,
    }),
    async close() {
      connection.stop();
      publisher.present({ ready: false, busy: false, fault: faults.stopping });
      await flush(closeMilliseconds);
      publisher.present({ online: false });
      await flush(500);
      await connection.end();
      publisher.closed();
    },
  };
}
