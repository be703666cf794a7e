// Results sent to another system as JSON. It may get the same parts again after a failure: their ids tell.
import { shownPart } from '../shown-part.ts';
import type { Follower } from './follower.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly line: string;
  readonly timeoutMilliseconds?: number;
}

const SCHEMA = 1;

export function openWebhook({ url, token, line, timeoutMilliseconds = 10_000 }: WebhookOptions): Follower {
  return {
    name: 'webhook',
    async tell(parts) {
      const [first, last] = [parts[0]?.id ?? 0, parts.at(-1)?.id ?? 0];
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `${first}-${last}`,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ schema: SCHEMA, line, parts: parts.map(shownPart) }),
        // Results go where the settings say, and nowhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    },
    close: async () => undefined,
  };
}
