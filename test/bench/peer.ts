// The PyTorch side of the speed benchmark, where this machine has it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const line = z.object({ step_ms_min: z.number(), step_ms_median: z.number(), peak_mb: z.number().optional() });

export interface PeerTime {
  readonly minimum: number;
  readonly median: number;
  readonly peakMegabytes: number | undefined;
}

export interface Peer {
  readonly version: string;
  time(network: string, size: number, batch: number, optimizer: 'sgd' | 'sam', steps: number): PeerTime | undefined;
}

/** PyTorch's best environment: memory is kept, not given back to the system after every step. */
const environment = { ...process.env, MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '100000000000' };

/** Runs a script as `python3 script args…` would and adds the process's peak memory to its last line. */
const wrapper = `
import sys, json, io, resource, runpy, contextlib
out = io.StringIO(); sys.argv = sys.argv[1:]
with contextlib.redirect_stdout(out): runpy.run_path(sys.argv[0], run_name='__main__')
d = json.loads(out.getvalue().strip().splitlines()[-1]); d['peak_mb'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(d))
`;

function run(python: string, args: readonly string[]): string | undefined {
  const result = spawnSync(python, args, { env: environment, encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** Finds a Python that has PyTorch. `script` is the peer program for the preset networks. */
export function findPeer(script: string): Peer | undefined {
  if (!existsSync(script)) return undefined;
  for (const python of ['/usr/bin/python3', 'python3']) {
    const version = run(python, ['-c', 'import torch; print(torch.__version__)']);
    if (version === undefined) continue;
    return {
      version,
      time(network, size, batch, optimizer, steps) {
        const mobile = join(import.meta.dirname, 'mobilenet_peer.py');
        const args =
          network === 'mobilenet_v2'
            ? [mobile, String(size), String(batch), optimizer, String(steps)]
            : [
                script,
                '--net',
                network,
                '--size',
                String(size),
                '--batch',
                String(batch),
                '--opt',
                optimizer,
                '--steps',
                String(steps),
              ];
        const printed = run(python, ['-c', wrapper, ...args]);
        if (printed === undefined) return undefined;
        const parsed = line.parse(JSON.parse(printed));
        return { minimum: parsed.step_ms_min, median: parsed.step_ms_median, peakMegabytes: parsed.peak_mb };
      },
    };
  }
  return undefined;
}
