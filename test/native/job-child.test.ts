// Children: what they say arrives whole and in order, and they end, whatever they do and whatever becomes of the parent.
import { spawn } from 'node:child_process';
import { getPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ChildOptions, type ChildTimes, startChild } from '../../main/jobs/control/child.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

const support = (file: string) => fileURLToPath(new URL(`../support/${file}`, import.meta.url));
const entry = support('job-child.ts');

function start(kind: string, payload: unknown = null, options: ChildOptions = {}) {
  const child = startChild(kind, payload, { entry, ...options });
  onTestFinished(() => child.kill());
  return child;
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a job', () => {
  it('gets its payload and gives its result', async () => {
    const payload = { text: '均し', numbers: [0.1, 1e-300, -5], nothing: null };
    const child = start('echo', payload);
    expect(await child.result).toEqual({ payload });
    expect(isAlive(child.pid)).toBe(false);
  });

  it('reports in order; the parent deals with one thing at a time, and with all before the result', async () => {
    const handled: unknown[] = [];
    let busy = false;
    const child = start('report', 200, {
      onEvent: async (event) => {
        expect(busy).toBe(false);
        busy = true;
        await wait(event === 'last' ? 50 : 0);
        busy = false;
        handled.push(event);
      },
    });
    expect(await child.result).toBe('asked');
    expect(handled).toEqual([...Array(200).keys(), 'last']);
  });

  it('is told when what it asked could not be done', async () => {
    const child = start('report', 0, {
      onEvent: () => {
        throw new NarashiError('store.disk-full', { path: 'narashi.db' });
      },
    });
    await expect(child.result).rejects.toMatchObject({ code: 'store.disk-full', data: { path: 'narashi.db' } });
  });

  it('ends when an event cannot be dealt with', async () => {
    const child = start('deaf', null, {
      onEvent: () => {
        throw new NarashiError('store.disk-full', { path: 'narashi.db' });
      },
    });
    await expect(child.result).rejects.toMatchObject({ code: 'store.disk-full' });
  });

  it('lets a computation end before its engine is closed', async () => {
    expect(await start('closing').result).toBe('computed');
  });

  it('runs below the priority of the window', async () => {
    expect(await start('priority').result).toBeGreaterThan(getPriority());
  });

  it('leaves a line of its start and end in the log', async () => {
    const lines: string[] = [];
    await start('echo', null, { log: (line) => lines.push(line) }).result;
    expect(lines).toEqual([expect.stringMatching(/^echo \d+: started/), expect.stringMatching(/exit code 0, done$/)]);
  });
});

const failures: readonly (readonly [kind: string, expected: object])[] = [
  ['expected', { code: 'data.disk-full', data: { folder: '/検査', records: 3 } }],
  ['unexpected', { code: 'jobs.crashed', data: { kind: 'unexpected', reason: 'nobody thought of this' } }],
  ['exit', { code: 'jobs.crashed', data: { kind: 'exit', reason: 'exit code 7' }, cause: 'last words\n' }],
  ['abort', { code: 'jobs.crashed', data: { kind: 'abort', reason: 'SIGABRT' } }],
  ['missing', { code: 'jobs.crashed', data: { kind: 'missing', reason: 'there is no kind of job missing' } }],
  ['nonsense', { code: 'jobs.crashed', data: { kind: 'nonsense' } }],
];

describe('a failure', () => {
  it.each(failures)('%s', async (kind, expected) => {
    const child = start(kind);
    await expect(child.result).rejects.toBeInstanceOf(NarashiError);
    await expect(child.result).rejects.toMatchObject(expected);
  });
});

const quick = { terminateAfter: 300, killAfter: 200 };
const stops: readonly (readonly [kind: string, times: Partial<ChildTimes>, outcome: object])[] = [
  ['tidy', {}, { result: 'kept' }],
  ['untidy', {}, { code: 'jobs.stopped' }],
  ['deaf', quick, { code: 'jobs.stopped' }],
  ['busy', quick, { code: 'jobs.stopped' }],
];

describe('stopping', () => {
  it.each(stops)('%s', async (kind, times, outcome) => {
    const lines: string[] = [];
    const begun = Promise.withResolvers<void>();
    const child = start(kind, null, { times, log: (line) => lines.push(line), onEvent: () => begun.resolve() });
    await begun.promise;
    child.stop();
    const found = await child.result.then(
      (result) => ({ result }),
      (error: unknown) => error,
    );
    expect(found).toMatchObject(outcome);
    expect(isAlive(child.pid)).toBe(false);
    const log = lines.join('\n');
    expect([log.includes('SIGTERM'), log.includes('SIGKILL: ')]).toEqual([
      kind === 'deaf' || kind === 'busy',
      kind === 'busy',
    ]);
  });

  it('ends quietly in the middle of a computation', async () => {
    const lines: string[] = [];
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const child = start('computing', null, { log: (line) => lines.push(line), onEvent: () => resolve() });
    await begun;
    await wait(200);
    child.stop(0);
    await expect(child.result).rejects.toMatchObject({ code: 'jobs.stopped' });
    expect(lines.join('\n')).not.toMatch(/terminate called|SIGABRT/u);
  });

  it('reaches a process the system has frozen', async () => {
    const begun = Promise.withResolvers<void>();
    const child = start('deaf', null, { times: quick, onEvent: () => begun.resolve() });
    await begun.promise;
    if (child.pid) process.kill(child.pid, 'SIGSTOP');
    child.stop();
    await expect(child.result).rejects.toMatchObject({ code: 'jobs.stopped' });
    expect(isAlive(child.pid)).toBe(false);
  });
});

describe('the watchdog', () => {
  it('ends a child whose thread is stuck', async () => {
    const child = start('busy', null, { times: { silence: 1_500 } });
    await expect(child.result).rejects.toMatchObject({ code: 'jobs.hung', data: { kind: 'busy', seconds: 2 } });
    expect(isAlive(child.pid)).toBe(false);
  });

  it('leaves a child alone that only waits', async () => {
    const child = start('tidy', null, { times: { silence: 2_500 } });
    await wait(3_500);
    expect(isAlive(child.pid)).toBe(true);
    child.stop();
    expect(await child.result).toBe('kept');
  });
});

describe('without its parent', () => {
  it.each(['deaf', 'busy'])('a child ends (%s)', async (kind) => {
    const parent = spawn(process.execPath, [support('job-parent.ts'), kind], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.on('data', (text) => resolve(Number(text)));
    });
    onTestFinished(() => void (isAlive(pid) && process.kill(pid, 'SIGKILL')));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });
});
