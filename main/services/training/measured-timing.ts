// The time a training's parts take, measured by a few steps in a child process and remembered for this PC.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { lanes } from '../../data/lanes.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { deviceText, programVersion, thisDevice } from '../../jobs/identity.ts';
import { type Timing, timing } from '../../jobs/measure-messages.ts';
import { kindOf } from './earlier-trainings.ts';

const memory = z.record(z.string(), timing);

export class MeasuredTimings {
  readonly #root: string;
  readonly #start: StartChild;
  /** Two measurements at once would measure each other. */
  readonly #oneAtATime = lanes(1);

  constructor(root: string, start: StartChild) {
    this.#root = root;
    this.#start = start;
  }

  /**
   * @param isAlone nothing else computes, so that the measurement is worth remembering
   * @throws NarashiError jobs.stopped when the signal ends it
   */
  async of(recipe: Recipe, classes: number, isAlone: boolean, signal: AbortSignal): Promise<Timing> {
    const known = (await this.#recall())[keyOf(recipe)];
    if (known) return known;
    return this.#oneAtATime(async () => {
      const justNow = (await this.#recall())[keyOf(recipe)];
      if (justNow) return justNow;
      const found = await this.#measure(recipe, classes, signal);
      if (isAlone) await this.#remember(keyOf(recipe), found);
      return found;
    });
  }

  async #measure(recipe: Recipe, classes: number, signal: AbortSignal): Promise<Timing> {
    const scratch = join(this.#root, 'tmp', `measure-${randomUUID()}`);
    const child = this.#start('measure', { recipe, classes, workspace: this.#root, scratch });
    const stop = () => child.stop(0);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      return timing.parse(await child.result);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  get #file(): string {
    return join(this.#root, 'timings.json');
  }

  async #recall(): Promise<Readonly<Record<string, Timing>>> {
    try {
      return memory.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      // Missing or damaged: measure again.
      return {};
    }
  }

  /** Best effort: what cannot be kept is measured again next time. */
  async #remember(key: string, found: Timing): Promise<void> {
    try {
      const text = JSON.stringify({ ...(await this.#recall()), [key]: found });
      await mkdir(this.#root, { recursive: true });
      await writeFile(`${this.#file}.tmp`, text);
      await rename(`${this.#file}.tmp`, this.#file);
    } catch {
      // The disk may be full.
    }
  }
}

function keyOf(recipe: Recipe): string {
  return `${deviceText(thisDevice())}, narashi ${programVersion}: ${kindOf(recipe)}`;
}
