// The sample project: pictures drawn on the spot and imported, so that a new user can train within a minute.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import { makeVoice } from '../../shared/text/voice.ts';
import { makeSampleImages } from '../data/sample/sample-images.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';

/**
 * Imports a folder with one folder per class into a project whose classes have these names, without asking anything:
 * all of it or, when it fails or `signal` is aborted, nothing.
 */
export type ImportSample = (
  projectId: number,
  folder: string,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<unknown>;

export interface SampleParts {
  readonly importSample: ImportSample;
  readonly draw?: typeof makeSampleImages;
}

type Progress = (value: { done: number; total: number }) => void;

const texts = {
  name: { en: 'Sample: turned metal parts', ja: 'サンプル：旋削部品の外観検査' },
  note: {
    en: 'Pictures drawn by the program, to try everything with. Archive the project when you no longer need it.',
    ja: 'ソフトが描いた練習用の画像です。ひととおり試すのに使えます。不要になったらアーカイブしてください。',
  },
  OK: { en: 'OK', ja: '良品' },
  scratch: { en: 'scratch', ja: 'キズ' },
  stain: { en: 'stain', ja: '汚れ' },
} as const;

/** Good parts are more frequent, as on a line. */
const contents = [
  { kind: 'OK', verdict: 'OK', pictures: 120 },
  { kind: 'scratch', verdict: 'NG', pictures: 80 },
  { kind: 'stain', verdict: 'NG', pictures: 80 },
] as const;
const pictures = contents.reduce((sum, each) => sum + each.pictures, 0);

export class SampleMaker {
  readonly #context: AppContext;
  readonly #importSample: ImportSample;
  readonly #drawPictures: typeof makeSampleImages;
  /** The one folder they are drawn in, taken by one call after the other; what a crash left in it is cleared first. */
  readonly #folder: string;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(context: AppContext, { importSample, draw = makeSampleImages }: SampleParts) {
    this.#context = context;
    this.#importSample = importSample;
    this.#drawPictures = draw;
    this.#folder = join(context.workspace.root, 'tmp', 'sample');
  }

  /** Returns the new project's id. Nothing of it is left when it fails or is aborted. */
  make(progress: Progress, signal: AbortSignal): Promise<number> {
    const made = this.#previous.then(() => this.#make(progress, signal));
    this.#previous = made.catch(() => {});
    return made;
  }

  async #make(progress: Progress, signal: AbortSignal): Promise<number> {
    const { workspace, emit } = this.#context;
    const { store } = workspace;
    const say = makeVoice(texts, store.settings.app().language);
    // Drawing and importing take about as long: each is half of the way.
    const report = (done: number) => progress({ done: Math.round(done), total: 2 * pictures });
    try {
      await rm(this.#folder, { recursive: true, force: true });
      await mkdir(this.#folder, { recursive: true });
      await this.#draw(say, report, signal);
      const settings = { ...defaultProjectSettings, name: say('name'), note: say('note') };
      const projectId = store.transaction(() => {
        const { id } = store.projects.create(settings, { isSample: true });
        for (const { kind, verdict } of contents) store.projectClasses.add(id, { name: say(kind), verdict });
        return id;
      });
      try {
        const imported = (done: number, total: number) => report(pictures + (done / Math.max(1, total)) * pictures);
        await this.#importSample(projectId, this.#folder, imported, signal);
      } catch (error) {
        if (store.projects.figures(projectId).images === 0) store.projects.discard(projectId);
        // Who stopped it need not hear how the import put it.
        signal.throwIfAborted();
        throw error;
      }
      logged(this.#context, (log) => log({ kind: 'project.created', projectId, data: { name: settings.name } }));
      emit.projects('changed', { projectId });
      report(2 * pictures);
      return projectId;
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  async #draw(say: (kind: keyof typeof texts) => string, report: (done: number) => void, signal: AbortSignal) {
    let drawn = 0;
    for (const { kind, pictures: perClass } of contents) {
      const onImage = () => report(++drawn);
      await this.#drawPictures(this.#folder, { perClass, classes: [kind], signal, onImage });
      if (say(kind) !== kind) await rename(join(this.#folder, kind), join(this.#folder, say(kind)));
    }
  }
}
