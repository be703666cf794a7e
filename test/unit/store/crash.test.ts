// Power cuts and crashes: what was acknowledged is there, the file is sound, and dead runs are told from live ones.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeOf, environment, opened, sampleRun, temporaryFolder, temporaryStore } from './fixture.ts';

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

describe('killed at any moment', () => {
  it('the database is sound and holds every acknowledged row', async () => {
    const { store, path } = temporaryStore();
    const { id } = await sampleRun(store);
    store.close();
    let acknowledged = 0;
    for (let round = 0; round < 10; round++) {
      const child = start(path, id, acknowledged + 1);
      acknowledged = await killAfter(child, acknowledged, round * 7);
      const after = opened(path);
      after.checkIntegrity();
      expect(after.interrupted).toEqual([id]);
      const epochs = after.epochs.list(id);
      expect(epochs.length - acknowledged).toBeOneOf([0, 1]);
      expect(epochs.every(({ epoch, loss }, index) => epoch === index + 1 && loss === 1 / epoch)).toBe(true);
      after.close();
    }
    const last = opened(path);
    expect(last.runs.get(id)).toMatchObject({ status: 'interrupted', resumeCount: 9 });
    expect(readdirSync(dirname(path)).filter((name) => name.includes('owner'))).toEqual([]);
  });
});

describe('a run left running', () => {
  it('stays running while its process lives, and is interrupted when that is gone', async () => {
    const { store, path } = temporaryStore();
    const { id } = await sampleRun(store);
    const child = start(path, id, 1);
    await line(child);
    const beside = opened(path);
    expect([beside.interrupted, beside.runs.get(id).status]).toEqual([[], 'running']);
    expect(codeOf(() => beside.runs.start(id, environment))).toBe('store.run-status');
    await kill(child);
    const after = opened(path);
    const [attempt] = after.runs.attempts(id);
    expect(after.interrupted).toEqual([id]);
    expect(attempt).toMatchObject({ pid: child.pid, outcome: 'interrupted' });
    expect(attempt?.endedAt).not.toBeNull();
    expect(after.runs.start(id, environment).resumeCount).toBe(1);
  });

  it('of this very process is left alone', async () => {
    const { store, path } = temporaryStore();
    const { id } = await sampleRun(store);
    store.runs.start(id, environment);
    expect(opened(path).interrupted).toEqual([]);
    store.close();
    expect(opened(path).interrupted).toEqual([id]);
  });

  it('is interrupted in a copy taken to another machine', async () => {
    const { store } = temporaryStore();
    const { id } = await sampleRun(store);
    store.runs.start(id, environment);
    const copy = join(temporaryFolder(), 'copy.db');
    await store.backUp(copy);
    expect(opened(copy).interrupted).toEqual([id]);
    expect(store.runs.get(id).status).toBe('running');
  });
});

function start(path: string, run: number, first: number): ChildProcess {
  const child = spawn(process.execPath, [writer, path, `${run}`, `${first}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function line(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  const [chunk] = await once(child.stdout, 'data');
  return String(chunk);
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}

/** Kills some milliseconds after the first acknowledgement; returns the last row acknowledged. */
async function killAfter(child: ChildProcess, before: number, milliseconds: number): Promise<number> {
  let output = await line(child);
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await kill(child);
  const lines = output.split('\n').slice(0, -1);
  return Math.max(before, ...lines.map(Number));
}
