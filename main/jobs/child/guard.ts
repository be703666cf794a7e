// A thread beside the child's main one: ends the process when the parent has gone or the main thread stands still for
// good, which that thread could not notice itself.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** Signs of life missed in a row; counted, not timed, so that a PC may sleep. */
const PATIENCE = 60;
const EVERY_MILLISECONDS = 1000;

/** Starts the guard. Returns what tells it that the main thread is alive. */
export function startGuard(): () => void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./guard.ts', import.meta.url), {
    workerData: { beats, parent: process.ppid },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  return () => {
    Atomics.add(beats, 0, 1);
  };
}

function watch(): void {
  const { beats, parent } = z.object({ beats: z.instanceof(Int32Array), parent: z.int() }).parse(workerData);
  let last = 0;
  let missed = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    missed = now === last ? missed + 1 : 0;
    last = now;
    // Only where an orphan gets another parent (not on Windows) the first is ever true.
    if (process.ppid !== parent || missed > PATIENCE) process.kill(process.pid, 'SIGKILL');
  }, EVERY_MILLISECONDS);
}

if (!isMainThread) watch();
