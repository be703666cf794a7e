// Where a run's model looked in an image: asked of a child, and kept for as long as the window looks through a few of them.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Heatmap } from '../../../shared/contract/judging.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { attentionResult } from '../../jobs/attention-messages.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { untilAborted } from '../../jobs/control/until-aborted.ts';
import { modelPath } from '../../jobs/run-files.ts';
import type { JudgementReader } from '../judged-images.ts';
import type { Workspace } from '../workspace.ts';

/** Answers kept. */
const KEPT = 200;

export class Attention {
  readonly #workspace: Workspace;
  readonly #judgements: JudgementReader;
  readonly #start: StartChild;
  readonly #known = new Map<string, Heatmap>();

  constructor(workspace: Workspace, judgements: JudgementReader, start: StartChild) {
    this.#workspace = workspace;
    this.#judgements = judgements;
    this.#start = start;
  }

  /** Of the class judged and, where it is another, of the right one. @throws NarashiError judging.not-tested, judging.no-map, … */
  async of(runId: number, imageId: number, signal: AbortSignal): Promise<Heatmap> {
    const key = `${runId}/${imageId}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { store, root, runFolder } = this.#workspace;
    const run = store.runs.get(runId);
    const judged = this.#judgements.of(runId)?.images.find((image) => image.imageId === imageId);
    const [image] = store.snapshots.byIds(run.snapshotId, [imageId]);
    if (!judged || !image) throw new NarashiError('judging.not-tested', { id: runId });
    const model = modelPath(runFolder(runId));
    if (!existsSync(model)) throw new NarashiError('services.nothing-to-export', { id: runId });
    const { size } = recipeSchema.parse(run.hyperParameters);
    const classes = [...new Set([judged.predicted, judged.actual])];
    const { id, path, contentHash, classIndex, split } = image;
    const child = this.#start('attention', {
      runId,
      workspace: root,
      model,
      size,
      image: { id, path, contentHash, classIndex, split },
      classes,
    });
    const { side, maps } = attentionResult.parse(await untilAborted(child, signal));
    const heatmap = { side, maps: maps.map((values, place) => ({ classIndex: classes[place] ?? 0, values })) };
    this.#known.set(key, heatmap);
    for (const oldest of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(oldest);
    return heatmap;
  }
}
