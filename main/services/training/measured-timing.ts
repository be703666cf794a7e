// The time a training's parts take, measured by a few steps in a child process and remembered for this PC.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Device, trainsMixed } from '../../../shared/contract/training.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { lanes } from '../../data/lanes.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { untilAborted } from '../../jobs/control/until-aborted.ts';
import { deviceText, programVersion } from '../../jobs/identity.ts';
import { type Measured, measured, type Timing, timing } from '../../jobs/measure-messages.ts';
import { kindOf } from './earlier-trainings.ts';

/** Where other programs took more of the processor than this, they were measured as well. */
const QUIET = 0.15;
const LATELY_MILLISECONDS = 120_000;

const memory = z.record(z.string(), timing);

/** The device, the backbone and the data set a measurement is for. */
export interface MeasuredFor {
  readonly device: Device;
  readonly backbone: BackboneCard | null;
  readonly classes: number;
  readonly images: { readonly train: number; readonly validation: number };
}

export class MeasuredTimings {
  readonly #root: string;
  readonly #start: StartChild;
  /** Two measurements at once would measure each other. */
  readonly #oneAtATime = lanes(1);
  /** From a busy moment: good enough while the user compares choices. */
  readonly #lately = new Map<string, { readonly timing: Timing; readonly until: number }>();
  readonly #now: () => number;

  constructor(root: string, start: StartChild, now: () => number = () => performance.now()) {
    this.#root = root;
    this.#start = start;
    this.#now = now;
  }

  /**
   * @param isAlone nothing is trained meanwhile; only then, and on a quiet PC, is a measurement worth remembering
   * @throws NarashiError jobs.stopped when the signal ends it
   */
  async of(recipe: Recipe, measuredFor: MeasuredFor, isAlone: boolean, signal: AbortSignal): Promise<Timing> {
    const key = keyOf(recipe, measuredFor);
    const known = await this.#known(key);
    if (known) return known;
    return this.#oneAtATime(async () => {
      const justNow = await this.#known(key);
      if (justNow) return justNow;
      const { timing: found, others } = await this.#measure(recipe, measuredFor, signal);
      if (isAlone && others <= QUIET) await this.#remember(key, found);
      else this.#lately.set(key, { timing: found, until: this.#now() + LATELY_MILLISECONDS });
      return found;
    });
  }

  async #known(key: string): Promise<Timing | undefined> {
    const remembered = (await this.#recall())[key];
    const lately = this.#lately.get(key);
    return remembered ?? (lately && lately.until > this.#now() ? lately.timing : undefined);
  }

  async #measure(recipe: Recipe, measuredFor: MeasuredFor, signal: AbortSignal): Promise<Measured> {
    const scratch = join(this.#root, 'tmp', `measure-${randomUUID()}`);
    const child = this.#start('measure', { recipe, ...measuredFor, workspace: this.#root, scratch });
    try {
      return measured.parse(await untilAborted(child, signal, 0));
    } finally {
      // One ended by force leaves what it wrote.
      await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
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

/** Whether features fit into memory depends on the number of images. */
function keyOf(recipe: Recipe, { device, images: { train } }: MeasuredFor): string {
  const scale = recipe.fineTune === 'all' ? '' : ` to ${2 ** Math.ceil(Math.log2(Math.max(1, train)))} images`;
  const mixed = trainsMixed(device) ? ', mixed' : '';
  return `${deviceText(device)}${mixed}, narashi ${programVersion}: ${kindOf(recipe)}${scale}`;
}
