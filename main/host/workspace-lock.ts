// One app per workspace: a lock for as long as it runs, and a note beside it by which a second start finds the first.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { tryLock } from '../store/index.ts';

/** How to reach the app that runs. Only this user can read it. */
const noteSchema = z.object({
  pid: z.int(),
  host: z.enum(['electron', 'browser']),
  /** Of the browser host. */
  port: z.int().optional(),
  /** Whoever knows it may ask for a new link. */
  secret: z.string(),
});
export type RunningNote = z.infer<typeof noteSchema>;

export interface WorkspaceLock {
  readonly secret: string;
  /** Tells later starts where the app listens. */
  announce(port: number): void;
  release(): void;
}

const lockPath = (root: string) => join(root, 'app.lock');
const notePath = (root: string) => join(root, 'app.json');

/** @throws NarashiError host.in-use, services.workspace-not-writable */
export function lockWorkspace(root: string, host: RunningNote['host']): WorkspaceLock {
  const lock = writing(root, () => {
    mkdirSync(root, { recursive: true });
    return tryLock(lockPath(root));
  });
  if (!lock) throw new NarashiError('host.in-use', { path: root, where: describeRunning(root) });
  const secret = randomBytes(32).toString('base64url');
  const note = { pid: process.pid, host, secret };
  const write = (content: RunningNote) => {
    // Made anew each time, because a file keeps the permissions it was made with.
    rmSync(notePath(root), { force: true });
    writeFileSync(notePath(root), JSON.stringify(content), { mode: 0o600, flag: 'wx' });
  };
  writing(root, () => write(note));
  return {
    secret,
    announce: (port) => write({ ...note, port }),
    release() {
      rmSync(notePath(root), { force: true });
      lock.release();
    },
  };
}

/** The app that has this workspace open now, if any does. */
export function findRunning(root: string): RunningNote | undefined {
  const note = readNote(root);
  if (!note) return undefined;
  const lock = tryLock(lockPath(root));
  lock?.release();
  return lock ? undefined : note;
}

function describeRunning(root: string): string {
  const note = readNote(root);
  if (!note) return '?';
  const address = note.port === undefined ? '' : `, http://127.0.0.1:${note.port}`;
  return `${note.host === 'electron' ? 'Narashi' : 'npm start'} (PID ${note.pid}${address})`;
}

function readNote(root: string): RunningNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(notePath(root), 'utf8')));
  } catch {
    return undefined;
  }
}

function writing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('services.workspace-not-writable', { path, reason }, { cause: error });
  }
}
