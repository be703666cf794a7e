// Results and alarms sent to another system as JSON. It may get the same again after a failure: their ids tell.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineAlarm } from '../../../shared/domain/alarm.ts';
import type { JournalPart } from '../../store/index.ts';
import { shownPart } from '../shown-part.ts';
import type { Follower } from './follower.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly line: string;
  readonly timeoutMilliseconds?: number;
}

const SCHEMA = 1;

export function openWebhook(options: WebhookOptions): Follower<JournalPart> {
  return {
    name: 'webhook',
    tell: (parts) => post(options, rangeOf(parts), { parts: parts.map(shownPart) }),
    close: async () => undefined,
  };
}

/** Alarms go to the same address, each change of one in order. */
export function openAlarmWebhook(options: WebhookOptions): Follower<LineAlarm> {
  return {
    name: 'webhook',
    tell: (alarms) => post(options, `alarms-${rangeOf(alarms)}`, { alarms }),
    close: async () => undefined,
  };
}

const rangeOf = (items: readonly { readonly id: number }[]) => `${items[0]?.id ?? 0}-${items.at(-1)?.id ?? 0}`;

/** @throws NarashiError line.webhook-away, line.webhook-refused */
async function post(options: WebhookOptions, key: string, what: object): Promise<void> {
  const { url, token, line, timeoutMilliseconds = 10_000 } = options;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ schema: SCHEMA, line, ...what }),
    // Results go where the settings say, and nowhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  }).catch((error: unknown) => {
    throw new NarashiError('line.webhook-away', { url, reason: reasonOf(error) }, { cause: error });
  });
  await response.body?.cancel();
  if (!response.ok) throw new NarashiError('line.webhook-refused', { url, status: response.status });
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
