// One writer per folder at a time, whichever process it is in: a file that its holder keeps touching. No system call for
// locks is the same on all systems, and a process id alone may by now belong to somebody else.

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface WriterLock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds between two touches, and between two looks of those who wait. */
  readonly beat?: number;
}

/** Looks in a row at which the holder's touch has not moved, until it counts as gone; looks and not seconds, so that a PC may sleep. */
const PATIENCE = 10;

/** Waits until the folder is free. A holder that was killed is noticed at once, one on another machine after seconds. */
export async function lockForWriting(folder: string, { signal, beat = 1_000 }: LockOptions = {}): Promise<WriterLock> {
  const path = join(folder, 'writer.lock');
  let seen = 0;
  let unmoved = 0;
  for (;;) {
    signal?.throwIfAborted();
    const file = await create(path);
    if (file) return hold(path, file, beat);
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    unmoved = touched === seen ? unmoved + 1 : 0;
    seen = touched;
    const holder = await readFile(path, 'utf8').catch(() => '');
    if (touched !== 0 && (unmoved > PATIENCE || isDead(holder))) await takeAway(path, holder);
    else await wait(beat / 4 + Math.random() * beat * 0.75, undefined, signal ? { signal } : {});
  }
}

/** Undefined while another holds it. */
async function create(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

async function hold(path: string, file: FileHandle, beat: number): Promise<WriterLock> {
  const token = `${process.pid} ${randomUUID()} ${hostname()}`;
  await file.writeFile(token);
  await file.close();
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, beat);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      // Taken away by one who thought us dead: it is theirs now.
      if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true });
    },
  };
}

function isDead(holder: string): boolean {
  const [pid = '', , ...host] = holder.split(' ');
  if (pid === '' || host.join(' ') !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Of several who find it dead, one moves it away. Who moved that of a new holder instead puts it back. */
async function takeAway(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await rename(path, aside);
    const isSame = (await readFile(aside, 'utf8')) === holder;
    await (isSame ? rm(aside, { force: true }) : rename(aside, path));
  } catch {
    // Another was faster.
  }
}
