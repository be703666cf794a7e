// Carries out what becomes of runs: written at once where the store can, and else as soon as it can again.

import type { Device } from '../../../shared/contract/training.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Store } from '../../store/index.ts';
import type { FailedDevice } from '../devices.ts';
import type { Attempt, AttemptEnd } from './attempt.ts';
import { type Conclusion, conclude, type Intent } from './conclusion.ts';
import { failureOf } from './run-recorder.ts';

/** What became of a run, for the log of decisions and notifications. */
export type RunNews = 'paused' | 'resumed' | 'stopped' | 'done' | 'failed' | 'interrupted' | 'device-lost';

/** The device that failed under a run, and how: what its runtime or process said. */
export interface LostDevice extends FailedDevice {
  readonly device: Device;
}

export type TellNews = (news: RunNews, run: Run, lost?: LostDevice) => void;

/** @param error one that a device gives */
export function lostDevice(device: Device, error: unknown): LostDevice {
  const { code, message } = failureOf(error);
  return { device, message, state: code === 'engine.device-differs' ? 'differs' : 'lost' };
}

/** A run whose end could not be written yet, because the disk is full, say. */
interface Unwritten {
  readonly attempt: Attempt;
  readonly conclusion: Conclusion;
  readonly error: unknown;
}

export class Endings {
  readonly #store: Store;
  readonly #tell: TellNews;
  /** How often each run broke off since it last got further. */
  readonly #breaks = new Map<number, number>();
  /** Runs whose GPU failed: they go on on the CPU. */
  readonly #lost = new Set<number>();
  #unwritten: Unwritten | undefined;

  constructor(store: Store, tell: TellNews) {
    this.#store = store;
    this.#tell = tell;
  }

  /** Nothing may begin before it is written. */
  get isWaiting(): boolean {
    return this.#unwritten !== undefined;
  }

  /** Why the end of this run could not be written; undefined where it was. */
  errorOf(runId: number): unknown {
    return this.#unwritten?.attempt.runId === runId ? this.#unwritten.error : undefined;
  }

  hasLostDevice(runId: number): boolean {
    return this.#lost.has(runId);
  }

  /** A checkpoint was kept, or the user has changed something: whatever broke before was survived. */
  gotFurther(runId: number): void {
    this.#breaks.delete(runId);
  }

  /** An attempt is over. Returns the error that keeps its end from being written. */
  end(attempt: Attempt, end: AttemptEnd, intent: Intent | undefined): unknown {
    const { runId } = attempt;
    if (end.outcome === 'failed' && end.broke) this.#breaks.set(runId, (this.#breaks.get(runId) ?? 0) + 1);
    const conclusion = conclude(runId, end, intent, this.#breaks.get(runId) ?? 0, attempt.device?.isGpu);
    if (conclusion.become === 'device-lost') this.#lost.add(runId);
    try {
      this.#write(attempt, conclusion);
    } catch (error) {
      this.#unwritten = { attempt, conclusion, error };
    }
    return this.#unwritten?.error;
  }

  /** Writes what could not be written before. @throws NarashiError store.* while that is still so */
  catchUp(): void {
    if (this.#unwritten) this.#write(this.#unwritten.attempt, this.#unwritten.conclusion);
    this.#unwritten = undefined;
  }

  #write({ runId, recorder, device }: Attempt, conclusion: Conclusion): void {
    const { runs } = this.#store;
    this.#store.transaction(() => {
      switch (conclusion.become) {
        case 'done':
          return;
        case 'interrupted':
          return recorder.end('interrupted');
        case 'failed':
          return recorder.end('failed', conclusion.error);
        case 'device-lost':
          recorder.end('failed', conclusion.error);
          if (runs.get(runId).status !== 'queued') runs.requeue(runId);
          return;
        case 'queued':
          recorder.end(conclusion.error === undefined ? 'interrupted' : 'failed', conclusion.error);
          // It may not even have begun, and is queued still.
          if (runs.get(runId).status !== 'queued') runs.requeue(runId);
          return;
        default:
          recorder.end('stopped');
          runs.setListed(runId, conclusion.become === 'paused');
      }
    });
    const { become } = conclusion;
    if (become === 'failed' || become === 'done') this.#breaks.delete(runId);
    // An app that closes says what it interrupted when it opens again.
    if (become === 'device-lost' && device) this.#tell(become, runs.get(runId), lostDevice(device, conclusion.error));
    else if (become !== 'interrupted') this.#tell(become === 'queued' ? 'interrupted' : become, runs.get(runId));
  }
}
