// What an epoch of each method takes on this PC: a few real steps each, in turns, so that a busy moment hits none alone.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../../../shared/contract/training.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { TrialMethod } from '../../../shared/domain/trial.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { untilAborted } from '../../jobs/control/until-aborted.ts';
import { measured, type Timing } from '../../jobs/measure-messages.ts';
import { type Sizes, secondsOfEpoch } from '../training/estimate.ts';

/** Each method is measured so often; its fastest counts, because other programs only ever slow it down. */
const ROUNDS = 2;

export interface TimedMethod {
  readonly method: TrialMethod;
  readonly recipe: Recipe;
}

/** What all methods of a trial share. */
export interface TimedOn {
  readonly device: Device;
  readonly backbone: BackboneCard | null;
  readonly classes: number;
  readonly images: Sizes;
}

/** @throws NarashiError jobs.* ; jobs.stopped when the signal ends it */
export async function timeMethods(
  start: StartChild,
  workspaceRoot: string,
  methods: readonly TimedMethod[],
  data: TimedOn,
  signal: AbortSignal,
): Promise<Map<TrialMethod, number>> {
  const seconds = new Map<TrialMethod, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { method, recipe } of methods) {
      const timing = await measure(start, workspaceRoot, recipe, data, signal);
      const taken = secondsOfEpoch(recipe, data.images, timing);
      seconds.set(method, Math.min(taken, seconds.get(method) ?? Number.POSITIVE_INFINITY));
    }
  }
  return seconds;
}

async function measure(
  start: StartChild,
  workspace: string,
  recipe: Recipe,
  data: TimedOn,
  signal: AbortSignal,
): Promise<Timing> {
  const scratch = join(workspace, 'tmp', `measure-${randomUUID()}`);
  const child = start('measure', { recipe, ...data, workspace, scratch });
  try {
    return measured.parse(await untilAborted(child, signal, 0)).timing;
  } finally {
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }
}
