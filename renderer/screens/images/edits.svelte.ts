// Changes of labels and removals, each told in a toast with its undo.
import { packIdentities } from '../../../shared/contract/common.ts';
import { count } from '../../../shared/text/numbers.ts';
import { useApi } from '../../stores/api.ts';
import { Load } from '../../stores/load.svelte.ts';
import { report } from '../../stores/problem.ts';
import { toasts } from '../../stores/toasts.svelte.ts';
import { speak } from '../../stores/voice.ts';
import { imagesTexts } from '../../text/images.ts';

const say = speak(imagesTexts);

export class Edits {
  /** What undo and redo would do now. */
  readonly steps;
  readonly #projectId: number;

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.steps = new Load((signal) => useApi().images.steps({ projectId }, { signal }));
  }

  /** False where it failed, as told. @param name of the class; undefined: the class is taken off. @param quiet without a toast where all went well */
  async label(
    ids: ReadonlySet<number>,
    classId: number | null,
    name: string | undefined,
    quiet = false,
  ): Promise<boolean> {
    return this.#attempt(async (projectId) => {
      const imageIds = packIdentities([...ids]);
      const { changed } = await useApi().images.label({ projectId, imageIds, classId });
      if (quiet) return;
      if (changed === 0) this.#tell(() => say('done.unchanged'), false);
      else if (name === undefined) this.#tell(() => say('done.unlabelled', { count: count(changed) }));
      else this.#tell(() => say('done.labelled', { count: count(changed), name }));
    });
  }

  /** False where it failed, as told. */
  async remove(ids: ReadonlySet<number>): Promise<boolean> {
    return this.#attempt(async (projectId) => {
      const { changed } = await useApi().images.remove({ projectId, imageIds: packIdentities([...ids]) });
      this.#tell(() => say('done.removed', { count: count(changed) }));
    });
  }

  async undo(): Promise<void> {
    await this.#attempt(async (projectId) => {
      const step = await useApi().images.undo({ projectId });
      if (step) this.#tell(() => say(`done.undone-${step.kind}`, { count: count(step.images) }), false);
      else this.#tell(() => say('done.nothing-to-undo'), false);
    });
  }

  async redo(): Promise<void> {
    await this.#attempt(async (projectId) => {
      const step = await useApi().images.redo({ projectId });
      if (step) this.#tell(() => say(`done.redone-${step.kind}`, { count: count(step.images) }), false);
      else this.#tell(() => say('done.nothing-to-redo'), false);
    });
  }

  async #attempt(change: (projectId: number) => Promise<void>): Promise<boolean> {
    try {
      await change(this.#projectId);
    } catch (error) {
      report(error);
      return false;
    }
    await this.steps.again();
    return true;
  }

  /** One toast at a time: the newest change is the one that undo takes back. */
  #tell(text: () => string, undoable = true): void {
    toasts.close(this.#toast);
    const action = { label: () => say('images.undo'), run: () => void this.undo() };
    this.#toast = toasts.show(text, 'ok', undoable ? action : undefined);
  }

  #toast = 0;
}
