// One attempt at a run in a child process: from its order to its end, with everything it says recorded on the way.
import { rm } from 'node:fs/promises';
import type { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Device } from '../../../shared/contract/training.ts';
import { type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
import type { Log } from '../../data/rotating-log.ts';
import { writeImageList } from '../image-list.ts';
import { imageListPath } from '../run-files.ts';
import { type TrainEvent, trainEnd, trainEvent, type trainPayload } from '../train-messages.ts';
import { backboneFor } from './backbone-for.ts';
import type { ChildJob, ChildTimes, StartChild } from './child.ts';
import { EnergyMeter } from './energy-meter.ts';
import type { Electricity } from './run-cost.ts';
import { RunRecorder } from './run-recorder.ts';
import type { Workplace } from './workplace.ts';

export type AttemptEnd = { readonly outcome: 'done' } | { readonly outcome: 'stopped' } | AttemptFailure;

export interface AttemptFailure {
  readonly outcome: 'failed';
  readonly error: unknown;
  /** The process broke off or hung, which another try may survive. */
  readonly broke: boolean;
}

export interface AttemptOptions {
  readonly place: Workplace;
  readonly runId: number;
  readonly startChild: StartChild;
  readonly electricity: Electricity;
  readonly device: Device | Promise<Device>;
  /** Called once an event is on disk. */
  readonly onEvent: (event: TrainEvent) => void;
  readonly checkpointSeconds?: number;
  readonly threads?: number;
  readonly times?: Partial<ChildTimes>;
  readonly log?: Log;
}

export class Attempt {
  readonly runId: number;
  readonly recipe: Recipe;
  readonly recorder: RunRecorder;
  /** Resolves, never rejects, when the process is gone. The run's status is then for the caller to set, unless it is done. */
  readonly end: Promise<AttemptEnd>;
  readonly #options: AttemptOptions;
  #device: Device | null = null;
  #child: ChildJob | undefined;
  #stopRequest: { terminateAfter: number | undefined } | undefined;

  constructor(options: AttemptOptions) {
    const { place, runId, electricity } = options;
    this.#options = options;
    this.runId = runId;
    this.recipe = recipeSchema.parse(place.store.runs.get(runId).hyperParameters);
    const meter = EnergyMeter.open();
    // The processor's counters miss a GPU.
    const onCpu = () => (this.#device?.isGpu === false ? (meter?.kilowattHours ?? null) : null);
    const metered = {
      get kilowattHours() {
        return onCpu();
      },
    };
    this.recorder = new RunRecorder(place, runId, electricity, undefined, metered);
    this.end = this.#run();
  }

  /** What it is trained on; null before that is known. */
  get device(): Device | null {
    return this.#device;
  }

  /** Asks the trainer to keep a checkpoint and stop; it is ended by force where it does not. */
  stop(terminateAfter?: number): void {
    this.#stopRequest = { terminateAfter };
    this.#child?.stop(terminateAfter);
  }

  async #run(): Promise<AttemptEnd> {
    const list = imageListPath(this.#options.place.runFolder(this.runId));
    try {
      const payload = await this.#prepare(list);
      if (this.#stopRequest) return { outcome: 'stopped' };
      return await this.#inChild(payload);
    } catch (error) {
      if (this.#stopRequest && isCode(error, ['jobs.stopped'])) return { outcome: 'stopped' };
      return { outcome: 'failed', error, broke: isCode(error, ['jobs.crashed', 'jobs.hung']) };
    } finally {
      await rm(list, { force: true }).catch(() => undefined);
    }
  }

  async #prepare(list: string): Promise<z.input<typeof trainPayload>> {
    const { place, runId, checkpointSeconds, threads } = this.#options;
    const device = await this.#options.device;
    this.#device = device;
    const { snapshotId } = place.store.runs.get(runId);
    const { digest, classes } = place.store.snapshots.get(snapshotId);
    await writeImageList(list, place.store.snapshots.images(snapshotId));
    return {
      runId,
      recipe: this.recipe,
      backbone: backboneFor(place, this.recipe),
      snapshot: { digest, classes: [...classes] },
      workspace: place.root,
      runFolder: place.runFolder(runId),
      device,
      ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
      ...(threads === undefined ? {} : { threads }),
    };
  }

  async #inChild(payload: unknown): Promise<AttemptEnd> {
    const { startChild, onEvent, times, log } = this.#options;
    this.#child = startChild('train', payload, {
      onEvent: async (told) => {
        const event = trainEvent.parse(told);
        await this.recorder.record(event);
        onEvent(event);
      },
      ...(times === undefined ? {} : { times }),
      ...(log === undefined ? {} : { log }),
    });
    const { status } = trainEnd.parse(await this.#child.result);
    return { outcome: status };
  }
}

function isCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof NarashiError && codes.includes(error.code);
}
