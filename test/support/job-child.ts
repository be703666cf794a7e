// A child whose jobs misbehave in every way the parent must cope with.
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { serve } from '../../main/jobs/child/serve.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

const forever = () => new Promise<never>(() => undefined);

serve({
  echo: async (payload) => ({ payload }),
  report: async (payload, { report, ask }) => {
    const count = z.int().parse(payload);
    for (let index = 0; index < count; index++) report(index);
    await ask('last');
    return 'asked';
  },
  priority: async () => (await import('node:os')).getPriority(),
  expected: async () => {
    throw new NarashiError('data.disk-full', { folder: '/検査', records: 3 });
  },
  unexpected: async () => {
    throw new TypeError('nobody thought of this');
  },
  exit: async () => {
    console.error('last words');
    process.exit(7);
  },
  abort: async () => process.abort(),
  tidy: async (_, { report, signal }) => {
    report('begun');
    await wait(60_000, undefined, { signal }).catch(() => undefined);
    return 'kept';
  },
  untidy: async (_, { report, signal }) => {
    report('begun');
    await wait(60_000, undefined, { signal });
  },
  deaf: async (_, { report }) => {
    report('begun');
    await forever();
  },
  busy: async (_, { report }) => {
    report('begun');
    // Time for the report to leave.
    await wait(50);
    for (;;);
  },
  nonsense: async () => {
    process.send?.({ type: 'what' });
    await forever();
  },
});
