// The sample project: pictures drawn on the spot and imported, so that a new user can train within a minute.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import { makeVoice } from '../../shared/text/voice.ts';
import { temporaryFolder } from '../data/import/work-folder.ts';
import { makeSampleImages } from '../data/sample/sample-images.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { hasEnded } from './import/cleaning.ts';

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

const sampleFolder = (workspaceRoot: string) => join(temporaryFolder(workspaceRoot), 'sample');

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
    this.#folder = sampleFolder(context.workspace.root);
  }

  /** Returns the new project's id. Nothing of it is left when it fails or is aborted. */
  make(progress: Progress, signal: AbortSignal): Promise<number> {
    const made = this.#previous.then(() => this.#make(progress, signal));
    this.#previous = made.catch(() => {});
    return made;
  }

  async #make(progress: Progress, signal: AbortSignal): Promise<number> {
    const { workspace } = this.#context;
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
        settle(this.#context, projectId);
        // Who stopped it need not hear how the import put it.
        signal.throwIfAborted();
        throw error;
      }
      settle(this.#context, projectId);
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

/**
 * At start: a sample whose making was cut short is taken back, with all that its import left. `resumeImports` clears up
 * after imports that have ended and goes on with the others.
 */
export async function settleSamples(context: AppContext, resumeImports: () => Promise<void>): Promise<void> {
  const { store } = context.workspace;
  const unfinished = store.projects.unfinishedSamples();
  for (const { id: projectId } of unfinished) {
    // Nobody waits any more to confirm these.
    for (const { id, phase } of store.importJobs.list(projectId)) {
      if (!hasEnded(phase)) store.importJobs.update(id, 'cancelled');
    }
  }
  await resumeImports();
  for (const { id } of unfinished) settle(context, id);
  // What cannot be removed now is removed when the next sample is made.
  await rm(sampleFolder(context.workspace.root), { recursive: true, force: true }).catch(() => undefined);
}

/** From here on the sample is a project like others, or gone where nothing ever came into it. */
function settle(context: AppContext, projectId: number): void {
  const { store } = context.workspace;
  if (!store.projects.discard(projectId)) {
    const { name } = store.projects.get(projectId).settings;
    logged(context, (log) => log({ kind: 'project.created', projectId, data: { name } }));
  }
  context.emit.projects('changed', { projectId });
}
