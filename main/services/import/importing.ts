// Imports from the pick to the rows: each state is kept in the database, the long work is done by children, one at a
// time, and whatever is interrupted goes on at the next start.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassDecision, ImportPhase, ImportState } from '../../../shared/contract/imports.ts';
import { fromProblem, toProblem } from '../../../shared/contract/problem.ts';
import { isDiskFull, reasonOf } from '../../data/disk-error.ts';
import { freeBytes, gigabytes } from '../../data/disk-space.ts';
import { Library } from '../../data/library.ts';
import type { ChildJob, StartChild } from '../../jobs/control/child.ts';
import type { ImportJob } from '../../store/index.ts';
import type { AppContext } from '../context.ts';
import { cleanUp, hasEnded, isOurs, isThere, needsFolder, removeOrphans, workFolderOf } from './cleaning.ts';
import { commitImport } from './commit.ts';
import { resolveDecisions } from './decisions.ts';
import { decisionsOf, factsOf, inspectStage, type Progress, type Surroundings, writeStage } from './stages.ts';

/** Room left free on the disk, and what a thumbnail and a row come to. */
const reserveBytes = 256 * 2 ** 20;
const bytesPerImage = 12_000;

export class Importing {
  readonly library: Library;
  readonly #context: AppContext;
  readonly #startChild: StartChild;
  readonly #progress = new Map<string, Progress>();
  readonly #dismissed = new Set<string>();
  readonly #listeners = new Set<(state: ImportState) => void>();
  #current: { readonly id: string; child: ChildJob | undefined } | undefined;
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(context: AppContext, startChild: StartChild) {
    this.#context = context;
    this.#startChild = startChild;
    this.library = new Library(context.workspace.root);
  }

  /** Begins to look through what was picked. @throws NarashiError projects.not-found */
  inspect(projectId: number, paths: readonly string[]): ImportState {
    this.#store.projects.get(projectId);
    const job = this.#store.importJobs.create(randomUUID(), projectId, {
      source: sourceName(paths),
      paths: [...paths],
    });
    void this.#enqueue(job.id);
    return this.#tell(job);
  }

  /** @throws NarashiError imports.not-found */
  get(id: string): ImportState {
    return this.#state(this.#store.importJobs.get(id));
  }

  /** Imports of a project that are under way or have failed, newest first. */
  active(projectId: number): ImportState[] {
    const jobs = this.#store.importJobs.list(projectId);
    return jobs
      .filter(({ id, phase }) => phase !== 'done' && phase !== 'cancelled' && !this.#dismissed.has(id))
      .map((job) => this.#state(job));
  }

  /** @throws NarashiError imports.not-inspected, imports.disk-short, imports.unknown-class, … */
  async confirm(id: string, decisions: readonly ClassDecision[]): Promise<ImportState> {
    const { projectId, payload } = this.#inspected(id);
    const { report } = payload;
    const { classes } = factsOf(this.#store, projectId);
    const names = new Set(classes.map(({ name }) => name));
    resolveDecisions(report, decisions, (name) => names.has(name));
    const { path } = workFolderOf(this.#root, id);
    const free = await freeBytes(path);
    const copied = isOurs(this.#root, payload.paths) ? 0 : report.bytes;
    const needed = copied + report.images * bytesPerImage;
    if (free !== null && needed > free - reserveBytes) {
      throw new NarashiError('imports.disk-short', { needed: gigabytes(needed), free: gigabytes(free) });
    }
    // While the disk was asked, another window may have confirmed or cancelled it.
    this.#inspected(id);
    const job = this.#store.importJobs.update(id, 'writing', { decisions: [...decisions] });
    this.#progress.set(id, { done: 0, total: report.images });
    void this.#enqueue(id);
    return this.#tell(job);
  }

  /** Stops an import wherever it is; one that has ended stays as it is. What it left is cleared away soon after. */
  cancel(id: string): ImportState {
    const job = this.#store.importJobs.get(id);
    if (hasEnded(job.phase)) return this.#state(job);
    const cancelled = this.#store.importJobs.update(id, 'cancelled');
    if (this.#current?.id === id) this.#current.child?.kill();
    void this.#enqueue(id);
    return this.#tell(cancelled);
  }

  /** Takes an import that has ended off the list. @throws NarashiError imports.not-ended, imports.not-found */
  dismiss(id: string): void {
    if (!hasEnded(this.#store.importJobs.get(id).phase)) throw new NarashiError('imports.not-ended', {});
    this.#dismissed.add(id);
    // The row goes once what it stands for is cleared away.
    void this.#enqueue(id);
  }

  /** Imports a folder as it is, looked through and confirmed at once: all of it or nothing. @throws NarashiError */
  async importFolder(
    projectId: number,
    folder: string,
    report: (done: number, total: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<ImportState> {
    const { importId } = this.inspect(projectId, [folder]);
    const stop = (): unknown => this.cancel(importId);
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) stop();
      const found = await this.#phaseAfter(importId, ['inspecting'], ({ done, total }) =>
        report(done, 2 * (total ?? done)),
      );
      if (found.phase === 'inspected') await this.confirm(importId, []);
      const state = await this.#phaseAfter(importId, ['inspected', 'writing'], ({ done, total }) =>
        report((total ?? 0) + done, 2 * (total ?? 0)),
      );
      if (state.failure) throw fromProblem(state.failure);
      if (state.phase !== 'done') throw new NarashiError('imports.cancelled', {});
      return state;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.cancel(importId);
      this.#dismissed.add(importId);
      await this.#enqueue(importId);
    }
  }

  /** At start: clears up after imports that have ended, and goes on with the others. */
  async resume(): Promise<void> {
    // What cannot be removed now must not keep the app from starting; the next start tries again.
    await this.library.removeLeftovers().catch(() => undefined);
    await removeOrphans(this.#root, this.#store).catch(() => undefined);
    for (const job of this.#store.importJobs.list().reverse()) {
      const isLost = job.phase === 'inspected' && !(await isThere(workFolderOf(this.#root, job.id).found));
      if (isLost) this.#store.importJobs.update(job.id, 'inspecting', { report: null });
      const isGone = hasEnded(job.phase) && (await this.#clean(job.id));
      if (isGone && job.phase !== 'failed') this.#store.importJobs.remove(job.id);
      if (isLost || job.phase === 'inspecting' || job.phase === 'writing') void this.#enqueue(job.id);
    }
  }

  /** Whether an import that has not ended needs this folder of an upload. */
  needs(folder: string): boolean {
    return needsFolder(this.#root, this.#store.importJobs.list(), folder);
  }

  /** Resolves once nothing is going on. */
  async settled(): Promise<void> {
    for (let queue: unknown; queue !== this.#queue; ) {
      queue = this.#queue;
      await queue;
    }
  }

  /** Ends the child; what was going on goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#current?.child?.kill();
    await this.settled();
  }

  get #store() {
    return this.#context.workspace.store;
  }

  get #root(): string {
    return this.#context.workspace.root;
  }

  /** Resolves once the import waits for the user or has ended. */
  #enqueue(id: string): Promise<void> {
    this.#queue = this.#queue.then(() => this.#work(id));
    return this.#queue;
  }

  /** Brings one import to where it waits for the user, or to its end. Never throws. */
  async #work(id: string): Promise<void> {
    const job = this.#store.importJobs.find(id);
    if (job === undefined || this.#isClosed) return;
    const { phase } = job;
    const current: { id: string; child: ChildJob | undefined } = { id, child: undefined };
    this.#current = current;
    const isWanted = (): boolean => !this.#isClosed && this.#store.importJobs.find(id)?.phase === phase;
    const around: Surroundings = {
      workspaceRoot: this.#root,
      store: this.#store,
      startChild: this.#startChild,
      onChild: (child) => {
        current.child = child;
        if (!isWanted()) child.kill();
      },
      onProgress: (progress) => this.#advance(id, progress),
      isWanted,
    };
    try {
      if (phase === 'inspecting') await this.#inspectNow(job, around);
      else if (phase === 'writing') await this.#writeNow(job, around);
    } catch (error) {
      if (isWanted()) this.#fail(id, error);
    }
    this.#current = undefined;
    if (!this.#isClosed) await this.#clean(id);
  }

  async #inspectNow(job: ImportJob, around: Surroundings): Promise<void> {
    const report = await inspectStage(job, workFolderOf(this.#root, job.id), around);
    if (around.isWanted()) this.#tell(this.#store.importJobs.update(job.id, 'inspected', { report }));
  }

  async #writeNow(job: ImportJob, around: Surroundings): Promise<void> {
    const folder = workFolderOf(this.#root, job.id);
    if (!(await isThere(folder.found))) throw new NarashiError('imports.damaged', { reason: folder.found });
    await writeStage(job, folder, around);
    if (!around.isWanted()) return;
    const decisions = decisionsOf(job, factsOf(this.#store, job.projectId));
    const done = await commitImport(this.#context, job, decisions, folder, around.isWanted);
    if (done === undefined) return;
    this.#progress.delete(job.id);
    this.#tell(done);
    this.#context.emit.images('changed', { projectId: job.projectId });
    this.#context.emit.projects('changed', { projectId: job.projectId });
  }

  /** A file that cannot be removed now (held by a virus scanner, say) is removed at the next start. */
  async #clean(id: string): Promise<boolean> {
    const job = this.#store.importJobs.find(id);
    if (job === undefined || !hasEnded(job.phase)) return false;
    this.#progress.delete(id);
    try {
      await this.library.removeLeftovers();
      await cleanUp(this.#root, this.#store, this.library, job);
      if (this.#dismissed.delete(id)) this.#store.importJobs.remove(id);
      return true;
    } catch {
      return false;
    }
  }

  #fail(id: string, error: unknown): void {
    this.#tell(this.#store.importJobs.update(id, 'failed', { failure: toProblem(this.#asNarashi(error)) }));
  }

  #asNarashi(error: unknown): NarashiError {
    if (error instanceof NarashiError) return error;
    if (isDiskFull(error)) return new NarashiError('imports.disk-full', { folder: this.#root }, { cause: error });
    return new NarashiError('imports.damaged', { reason: reasonOf(error) }, { cause: error });
  }

  #advance(id: string, progress: Progress): void {
    this.#progress.set(id, progress);
    const job = this.#store.importJobs.find(id);
    if (job !== undefined && !hasEnded(job.phase)) this.#tell(job);
  }

  #inspected(id: string): ImportJob & { payload: { report: NonNullable<ImportJob['payload']['report']> } } {
    const job = this.#store.importJobs.get(id);
    const { report } = job.payload;
    if (job.phase !== 'inspected' || report === null) {
      throw new NarashiError('imports.not-inspected', { phase: job.phase });
    }
    return { ...job, payload: { ...job.payload, report } };
  }

  #tell(job: ImportJob): ImportState {
    const state = this.#state(job);
    this.#context.emit.imports('changed', state);
    for (const listener of this.#listeners) listener(state);
    return state;
  }

  #state({ id, projectId, phase, payload, startedAt }: ImportJob): ImportState {
    const { source, report, added, failure } = payload;
    const fallback = { done: phase === 'done' ? (added ?? 0) : 0, total: phase === 'done' ? added : null };
    const { done, total } = this.#progress.get(id) ?? fallback;
    return { importId: id, projectId, source, phase, done, total, startedAt, report, added, failure };
  }

  /** The state once the import is in none of these phases. */
  #phaseAfter(
    id: string,
    phases: readonly ImportPhase[],
    onProgress: (progress: Progress) => void,
  ): Promise<ImportState> {
    const now = this.get(id);
    if (!phases.includes(now.phase)) return Promise.resolve(now);
    return new Promise((resolve) => {
      const listener = (state: ImportState): void => {
        if (state.importId !== id) return;
        if (phases.includes(state.phase)) {
          onProgress(state);
          return;
        }
        this.#listeners.delete(listener);
        resolve(state);
      };
      this.#listeners.add(listener);
    });
  }
}

/** What was picked, as the user knows it. */
function sourceName(paths: readonly string[]): string {
  const names = paths.slice(0, 3).map((path) => basename(path) || path);
  return paths.length > 3 ? `${names.join(', ')}, … (${paths.length})` : names.join(', ');
}
