// npm run bench:responsiveness: does the app answer while it trains? A real training in its child, and in the app's process
// the delay of the event loop, what took the longest, how much of it this thread computed itself (the rest the machine gave
// to others), and the time that calls take.
// Options: --images 600  --epochs 3  --preset standard  --size 64
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openApp } from '../../main/host/compose.ts';
import { openWorkspace } from '../../main/services/workspace.ts';
import { contracts } from '../../shared/contract/index.ts';
import { trainingPresets } from '../../shared/contract/training.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { trainableProject } from '../support/trainable-project.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '600' },
    epochs: { type: 'string', default: '3' },
    preset: { type: 'string', default: 'standard' },
    size: { type: 'string', default: '64' },
  },
});
const preset = trainingPresets.find((each) => each === values.preset) ?? 'standard';
const images = Number(values.images) / 2;
const root = await mkdtemp(join(tmpdir(), 'narashi-responsiveness-'));

try {
  const workspace = openWorkspace(root);
  const projectId = await trainableProject(workspace, [
    { kind: 'OK', images },
    { kind: 'stain', images },
  ]);
  workspace.close();
  const app = await openApp({ root, host: 'browser', language: 'en', restart: () => undefined });
  const [here, there] = memoryPair();
  app.serve(there);
  const client = connect(contracts, here);

  let phase = 'before';
  client.training.on('changed', (run) => {
    phase = run.phase;
  });
  const advanced = { epochs: Number(values.epochs), size: Number(values.size) };
  const { runId } = await client.training.start({ projectId, preset, method: 'samar', advanced });

  const calls = {
    'projects.list': () => client.projects.list({}),
    'training.queue': () => client.training.queue({}),
    'training.curves': () => client.training.curves({ runId }),
    'images.facets': () => client.images.facets({ projectId }),
    'system.settings': () => client.system.settings({}),
  };
  const times = new Map<string, number[]>();
  const slowest: { milliseconds: number; own: number; what: string }[] = [];
  /** Milliseconds this thread has computed. */
  const computed = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begun = performance.now();
  while ((await client.training.get({ runId })).phase !== 'ended') {
    for (const [name, call] of Object.entries(calls)) {
      const from = performance.now();
      const during = phase;
      const before = computed();
      await call();
      const milliseconds = performance.now() - from;
      times.set(name, [...(times.get(name) ?? []), milliseconds]);
      slowest.push({ milliseconds, own: computed() - before, what: `${name} while ${during}` });
      const [slept, idle] = [performance.now(), computed()];
      await wait(20);
      const late = performance.now() - slept - 20;
      slowest.push({ milliseconds: late, own: computed() - idle, what: `a timer while ${during}, then ${phase}` });
    }
  }
  delay.disable();
  const milliseconds = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
  console.log(`${preset}, ${2 * images} images, ${((performance.now() - begun) / 1000).toFixed(0)} s of training`);
  console.log(
    `event loop, ms: median ${milliseconds(delay.percentile(50))}, 99 % ${milliseconds(delay.percentile(99))}, ` +
      `99.9 % ${milliseconds(delay.percentile(99.9))}, largest ${milliseconds(delay.max)}`,
  );
  for (const [name, all] of times) {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(1);
    console.log(`${name}, ms: median ${at(0.5)}, 99 % ${at(0.99)}, largest ${at(1)} of ${sorted.length}`);
  }
  const show = (title: string, key: 'milliseconds' | 'own') => {
    console.log(title);
    for (const each of slowest.toSorted((a, b) => b[key] - a[key]).slice(0, 6)) {
      console.log(`  ${each.milliseconds.toFixed(0)} ms, own ${each.own.toFixed(0)} ms: ${each.what}`);
    }
  };
  show('slowest', 'milliseconds');
  show('most computed', 'own');
  await app.close();
} finally {
  await rm(root, { recursive: true, force: true });
}
