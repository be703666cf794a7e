// Studies one after the other: each waits while something is being trained, and while one goes on nothing else is begun.
import type { Problem } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { Study, StudyOrder } from '../../../shared/contract/studies.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import type { StudyRecord } from '../../store/index.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';
import { doStudy, draftOf } from './study-work.ts';

export interface StudyQueueParts {
  readonly startChild: StartChild;
  readonly log: (line: string) => void;
  /** Something is being trained or timed: studies wait. */
  readonly isTraining: () => boolean;
  /** A study has ended: what waited for it may begin. */
  readonly onFree: () => void;
}

interface Current {
  readonly id: number;
  readonly stop: AbortController;
  readonly settled: Promise<void>;
  progress: { readonly done: number; readonly total: number | null };
}

export class StudyQueue {
  readonly #context: AppContext;
  readonly #parts: StudyQueueParts;
  #current: Current | undefined;
  #isOpen = false;

  constructor(context: AppContext, parts: StudyQueueParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Begins to work; a study that was under way when the app ended begins anew. */
  open(): void {
    this.#studies.takeUp();
    this.#isOpen = true;
    this.next();
  }

  /** The present study begins anew at the next start. */
  async close(): Promise<void> {
    this.#isOpen = false;
    this.#current?.stop.abort();
    await this.#current?.settled;
  }

  /** A study goes on or waits for its turn: no further training may begin. */
  get isBusy(): boolean {
    return this.#current !== undefined || (this.#isOpen && this.#studies.nextQueued() !== undefined);
  }

  /** @throws NarashiError why it cannot be done */
  add(order: StudyOrder): Study {
    const { id } = this.#studies.create(draftOf(this.#context.workspace, order));
    this.#tell(id);
    this.next();
    return this.view(this.#studies.get(id));
  }

  /** @throws NarashiError studies.not-found, studies.has-ended */
  async stop(id: number): Promise<Study> {
    const { status } = this.#studies.get(id);
    if (status !== 'queued' && status !== 'running') throw new NarashiError('studies.has-ended', { id, status });
    this.#studies.stop(id);
    if (this.#current?.id === id) {
      this.#current.stop.abort();
      await this.#current.settled;
    }
    return this.#tell(id);
  }

  view({ settings: _, ...record }: StudyRecord): Study {
    const progress = this.#current?.id === record.id ? this.#current.progress : { done: 0, total: null };
    return { ...record, ...progress };
  }

  /** Begins the next study if nothing speaks against it. */
  next(): void {
    if (!this.#isOpen || this.#current || this.#parts.isTraining()) return;
    const study = this.#studies.nextQueued();
    if (!study) return;
    const { id } = study;
    try {
      this.#studies.begin(id);
    } catch (error) {
      // Training must not wait for one that cannot be recorded; it is taken up at the next start.
      this.#isOpen = false;
      this.#parts.log(`study ${id} could not begin: ${String(error)}`);
      this.#parts.onFree();
      return;
    }
    const stop = new AbortController();
    const settled = this.#do(study, stop.signal)
      .then(() => this.#ended(id))
      .catch((error: unknown) => this.#parts.log(`after study ${id}: ${String(error)}`));
    this.#current = { id, stop, settled, progress: { done: 0, total: null } };
    this.#tell(id);
  }

  #ended(id: number): void {
    this.#current = undefined;
    this.#tell(id);
    if (!this.#isOpen) return;
    this.#parts.onFree();
    this.next();
  }

  get #studies() {
    return this.#context.workspace.store.studies;
  }

  /** Never rejects. */
  async #do(study: StudyRecord, signal: AbortSignal): Promise<void> {
    const { id, kind, projectId, runId } = study;
    try {
      const result = await doStudy(this.#context.workspace, study, {
        start: this.#parts.startChild,
        signal,
        onProgress: (progress) => {
          if (this.#current?.id !== id || signal.aborted) return;
          this.#current.progress = progress;
          this.#tell(id);
        },
      });
      if (signal.aborted) return this.#interrupted(id);
      logged(this.#context, (log) => {
        this.#studies.finish(id, result);
        log({ kind: 'study.done', projectId, runId, data: { study: kind } });
      });
    } catch (error) {
      if (signal.aborted) this.#interrupted(id);
      else this.#fail(id, kind, error);
    }
  }

  /** By the user, who has had it recorded already, or because the app closes. */
  #interrupted(id: number): void {
    if (this.#studies.get(id).status === 'running') this.#studies.requeue(id);
  }

  #fail(id: number, kind: string, error: unknown): void {
    this.#parts.log(`study ${id} failed: ${String(error)}`);
    try {
      this.#studies.fail(id, problemOf(kind, error));
    } catch (unwritten) {
      // The disk may be full; the study begins anew at the next start.
      this.#parts.log(`study ${id}: ${String(unwritten)}`);
    }
  }

  #tell(id: number): Study {
    const view = this.view(this.#studies.get(id));
    this.#context.emit.studies('changed', view);
    return view;
  }
}

function problemOf(kind: string, error: unknown): Problem {
  if (error instanceof NarashiError) return toProblem(error);
  const reason = error instanceof Error ? error.message : String(error);
  return toProblem(new NarashiError('jobs.crashed', { kind, reason }));
}
