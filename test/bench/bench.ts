// npm run bench: times training steps, interleaved with PyTorch where it is installed, and the input pipeline.
// Options: --networks small,tiny,base,mobilenet_v2  --rounds 3  --steps 20  --peer PATH/torch_baseline.py  --json
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findPeer, type PeerTime } from './peer.ts';
import { measurePipeline } from './pipeline.ts';

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: 'small,tiny,base,mobilenet_v2' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '20' },
    peer: { type: 'string', default: join(import.meta.dirname, '../../../shared/baseline/torch_baseline.py') },
    json: { type: 'boolean', default: false },
  },
});

const ours = z.object({
  lowering: z.string(),
  minimum: z.number(),
  median: z.number(),
  nodes: z.number(),
  compileSeconds: z.number(),
  peakMegabytes: z.number(),
});

const kinds = ['base', 'thorough', 'efficient'] as const;
type Kind = (typeof kinds)[number];
/** Every 16th step of efficient training is an exact two-pass step. */
const EXACT_SHARE = 1 / 16;
const sizes: Readonly<Record<string, number>> = { mobilenet_v2: 96 };
/** Large networks take fewer steps: theirs are long enough to time well. */
const fewerSteps: Readonly<Record<string, number>> = { base: 8, mobilenet_v2: 10 };
const BATCH = 32;

const stepsOf = (network: string) => Math.min(Number(values.steps), fewerSteps[network] ?? Number.POSITIVE_INFINITY);

function timeOurs(network: string, size: number, kind: Kind) {
  const script = join(import.meta.dirname, 'step-time.ts');
  const result = spawnSync(
    process.execPath,
    [script, network, String(size), String(BATCH), kind, String(stepsOf(network))],
    {
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  return ours.parse(JSON.parse(result.stdout.trim().split('\n').at(-1) ?? ''));
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const least = (numbers: readonly number[]) => Math.min(...numbers);

const peer = findPeer(values.peer);
const report: Record<string, Record<string, number | string>> = {};
for (const network of values.networks.split(',')) {
  const size = sizes[network] ?? 64;
  const times: Record<Kind, ReturnType<typeof timeOurs>[]> = { base: [], thorough: [], efficient: [] };
  const peers: Record<'sgd' | 'sam', PeerTime[]> = { sgd: [], sam: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const kind of kinds) times[kind].push(timeOurs(network, size, kind));
    for (const optimizer of ['sgd', 'sam'] as const) {
      const measured = peer?.time(network, size, BATCH, optimizer, stepsOf(network));
      if (measured) peers[optimizer].push(measured);
    }
  }
  const own = (kind: Kind) => least(times[kind].map((time) => time.minimum));
  const efficient = (1 - EXACT_SHARE) * own('efficient') + EXACT_SHARE * own('thorough');
  const torch = (optimizer: 'sgd' | 'sam') => least(peers[optimizer].map((time) => time.minimum));
  const ratio = (a: number, b: number) => (Number.isFinite(b) ? Number((a / b).toFixed(3)) : '-');
  const ofMedians = (kind: Kind, optimizer: 'sgd' | 'sam') =>
    ratio(median(times[kind].map((time) => time.median)), median(peers[optimizer].map((time) => time.median)));
  const peak = Math.max(...times.thorough.map((time) => time.peakMegabytes));
  const peerPeak = Math.max(...peers.sam.map((time) => time.peakMegabytes ?? Number.NaN));
  report[`${network} ${size}px`] = {
    lowering: times.base[0]?.lowering ?? '-',
    'SGD ms': Math.round(own('base')),
    'SAM ms': Math.round(own('thorough')),
    'efficient ms': Math.round(efficient),
    'SGD / PyTorch': ratio(own('base'), torch('sgd')),
    'SAM / PyTorch': ratio(own('thorough'), torch('sam')),
    'SGD / PyTorch (medians)': ofMedians('base', 'sgd'),
    'SAM / PyTorch (medians)': ofMedians('thorough', 'sam'),
    'efficient / own SGD': ratio(efficient, own('base')),
    'efficient / PyTorch SAM': ratio(efficient, torch('sam')),
    'peak MB': Math.round(peak),
    'peak / PyTorch': ratio(peak, peerPeak),
    'compile s': Number(median(times.thorough.map((time) => time.compileSeconds)).toFixed(2)),
  };
}
const pipeline = await measurePipeline(64, BATCH);
const machine = {
  cpu: cpus()[0]?.model.trim() ?? '?',
  cores: cpus().length,
  node: process.version,
  pytorch: peer?.version ?? 'not installed',
};
if (values.json) {
  console.log(JSON.stringify({ machine, batch: BATCH, networks: report, pipeline }, null, 2));
} else {
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, PyTorch ${machine.pytorch}; batch ${BATCH}, 2 threads each, least of all steps`,
  );
  for (const [network, figures] of Object.entries(report)) {
    console.log(`\n${network}`);
    console.table(figures);
  }
  console.log('\ninput pipeline, 64 px');
  console.table(pipeline);
}
