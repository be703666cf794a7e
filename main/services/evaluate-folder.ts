// An exported model, tested on any folder of labelled images.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import { scanFolder } from '../data/scan-folder.ts';
import { evaluate } from '../eval/index.ts';
import type { ImageJudgement, Predictor } from './predict.ts';

export interface FolderEvaluation {
  readonly evaluation: Evaluation;
  /** Images judged to be of another class than their folder says. */
  readonly wrong: readonly (ImageJudgement & { readonly actual: string })[];
  /** Images left out because they could not be read. */
  readonly unreadable: readonly ImageJudgement[];
}

/** @throws NarashiError data.folder-missing, data.empty-folder, services.class-not-in-model */
export async function evaluateFolder(
  predictor: Predictor,
  folder: string,
  onProgress?: (done: number, total: number) => void,
): Promise<FolderEvaluation> {
  const files: { path: string; className: string }[] = [];
  for await (const { kind, path, className } of scanFolder(folder)) {
    if (kind === 'image') files.push({ path, className });
  }
  const names = predictor.classes.map(({ name }) => name);
  const strange = [...new Set(files.map(({ className }) => className))].filter((name) => !names.includes(name)).sort();
  if (strange.length > 0) {
    throw new NarashiError('services.class-not-in-model', {
      folder,
      names: strange.join(', '),
      classes: names.join(', '),
    });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const labels: number[] = [];
  const probabilities: number[] = [];
  const wrong: (ImageJudgement & { actual: string })[] = [];
  const unreadable: ImageJudgement[] = [];
  let done = 0;
  for await (const judged of predictor.judge(files.map(({ path }) => path))) {
    const actual = files[done++]?.className ?? '';
    onProgress?.(done, files.length);
    if (judged.error) {
      unreadable.push(judged);
      continue;
    }
    labels.push(names.indexOf(actual));
    probabilities.push(...judged.probabilities);
    if (judged.className !== actual) wrong.push({ ...judged, actual });
  }
  if (labels.length === 0) throw new NarashiError('data.empty-folder', { folder, skipped: unreadable.length });
  return { evaluation: evaluate(labels, probabilities, predictor.classes), wrong, unreadable };
}
