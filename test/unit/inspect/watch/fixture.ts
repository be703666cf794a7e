// A line's journal without a line: parts are recorded under a clock of our own, the watch is told, and what is due is done.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoldenAnswer } from '../../../../main/inspect/watch/golden.ts';
import { Watch } from '../../../../main/inspect/watch/watch.ts';
import type { WatchedModel } from '../../../../main/inspect/watch/watched-model.ts';
import { type LineStore, openLineStore, type PartDraft } from '../../../../main/store/index.ts';
import { lineSettings } from '../../../../shared/domain/line-settings.ts';
import { random } from '../../../../shared/domain/random.ts';
import { imageMeasures, type ReferenceMeasure } from '../../../../shared/domain/reference.ts';
import { linePart } from '../../../support/line-part.ts';

const stream = random(8, 'watched line');
export const good: GoldenAnswer = { samples: { samples: 1, largestDifference: 0, otherPixels: 0 }, failure: null };
export const bad: GoldenAnswer = { samples: null, failure: { en: 'It differs.', ja: '違います。' } };

const values = (count: number) => {
  const list = () => Array.from({ length: count }, drawn);
  return {
    brightness: list(),
    contrast: list(),
    sharpness: list(),
    colour: list(),
    ngScore: list(),
    distance: list(),
  };
};
const drawn = () => 0.5 + 0.1 * Math.max(-4, Math.min(4, stream.gaussian()));

export function model(name: string, changes: Partial<WatchedModel> = {}): WatchedModel {
  return {
    name,
    sha256: name.padEnd(64, '0'),
    samples: { samples: 1, largestDifference: 0, otherPixels: 0 },
    manifest: { rule: null },
    reference: { version: 1, good: values(100), defective: values(100) },
    ...changes,
  };
}

export class WatchedLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'narashi-watch-'));
  readonly logged: string[] = [];
  readonly store: LineStore;
  time = new Date('2026-05-11T08:00:00.000Z');
  current: WatchedModel | undefined = model('gears-1');
  path: string | undefined = 'gears-1.zip';
  waiting = 0;
  changes = 0;
  checked = 0;
  answers: GoldenAnswer[] = [];
  freeBytes: number | null = 50e9;
  watch: Watch;

  constructor(changes: object = {}) {
    this.store = openLineStore(join(this.folder, 'inspection.db'), () => this.time);
    const given = lineSettings.parse({ version: 1, name: 'Line', ...changes });
    const begin = () =>
      new Watch({
        folder: this.folder,
        settings: given,
        store: this.store,
        slot: this,
        open: () => this.waiting,
        onChange: () => this.changes++,
        log: (line) => this.logged.push(line),
        now: () => this.time,
        check: async () => {
          this.checked++;
          return this.answers.shift() ?? good;
        },
        free: async () => this.freeBytes,
      });
    this.watch = begin();
    this.#begin = begin;
    this.watch.modelLoaded({ isOther: true });
  }

  readonly #begin: () => Watch;

  /** The program ends and starts again. */
  async restart(): Promise<void> {
    await this.watch.stop();
    this.watch = this.#begin();
    this.watch.modelLoaded({ isOther: false });
  }

  use(next: WatchedModel): void {
    this.current = next;
    this.watch.modelLoaded({ isOther: true });
  }

  /** Records parts, one a second. */
  parts(
    count: number,
    changes: { readonly shift?: Partial<Record<ReferenceMeasure, number>> } & Partial<PartDraft> = {},
  ) {
    const { shift = {}, ...part } = changes;
    for (let each = 0; each < count; each++) {
      this.pass(1_000);
      const of = (measure: ReferenceMeasure) => drawn() + (shift[measure] ?? 0);
      const { id: _, ...common } = linePart();
      const draft: PartDraft = {
        ...common,
        ngScore: Math.max(0, Math.min(1, of('ngScore'))),
        distance: of('distance'),
        model: this.current?.name ?? '',
        receivedAt: this.time.toISOString(),
        identity: null,
        measures: {
          brightness: of('brightness'),
          contrast: of('contrast'),
          sharpness: of('sharpness'),
          colour: of('colour'),
        },
        finished: true,
        ...part,
      };
      this.store.parts.record(this.watch.trusted([draft]));
      this.watch.partJudged();
    }
  }

  pass(milliseconds: number): void {
    this.time = new Date(this.time.getTime() + milliseconds);
  }

  /** Does all that is due now. */
  async tend(): Promise<void> {
    this.pass(1_000);
    // Each duty is due once.
    for (let duty = 0; duty < 6; duty++) {
      this.watch.tick();
      await this.watch.settled();
    }
  }

  async close(): Promise<void> {
    await this.watch.stop();
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const measureCount = imageMeasures.length + 2;
