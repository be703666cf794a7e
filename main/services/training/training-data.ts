// What a project would be trained with if it were frozen now, and what forbids or speaks against it.

import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../../shared/domain/project.ts';
import { checkTrainable } from '../../data/check-trainable.ts';
import { splitProject } from '../../data/split-project.ts';
import type { Store } from '../../store/index.ts';

export interface TrainingData {
  readonly images: readonly LabelledImage[];
  /** Training images of each class that has images, in the order of the classes. */
  readonly trainCounts: readonly number[];
  readonly counts: Readonly<Record<Split, number>>;
  readonly errors: readonly NarashiError[];
  readonly warnings: readonly NarashiError[];
}

/** As `trainingData`, kept until something changes: 100,000 images take a moment, and are asked for at every choice. */
export class TrainingDataMemory {
  readonly #store: Store;
  #last: { readonly key: string; readonly data: TrainingData } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws NarashiError projects.not-found */
  of(projectId: number): TrainingData {
    const { projects, projectClasses, projectImages } = this.#store;
    const { settings } = projects.get(projectId);
    const key = JSON.stringify([
      projectId,
      settings.name,
      projectClasses.list(projectId),
      projectImages.revision(projectId),
    ]);
    if (this.#last?.key !== key) this.#last = { key, data: trainingData(this.#store, projectId) };
    return this.#last.data;
  }
}

/** @throws NarashiError projects.not-found */
export function trainingData(store: Store, projectId: number): TrainingData {
  const { settings } = store.projects.get(projectId);
  const images = store.projectImages.labelled(projectId);
  const { splits, ...bare } = splitProject(images);
  const used = new Set(images.map(({ classId }) => classId));
  const classes = store.projectClasses.list(projectId).filter(({ id }) => used.has(id));
  const places = new Map(classes.map(({ id }, index) => [id, index]));
  const trainCounts = classes.map(() => 0);
  const sizes = classes.map(() => 0);
  const counts = { train: 0, validation: 0, test: 0 };
  images.forEach(({ classId }, index) => {
    const split = splits[index] ?? 'train';
    const place = places.get(classId) ?? 0;
    counts[split]++;
    sizes[place] = (sizes[place] ?? 0) + 1;
    if (split === 'train') trainCounts[place] = (trainCounts[place] ?? 0) + 1;
  });
  if (images.length === 0) {
    const errors = [new NarashiError('projects.nothing-labelled', { name: settings.name })];
    return { images, trainCounts, counts, errors, warnings: unlabelled(store, projectId) };
  }
  const found = checkTrainable({
    folder: settings.name,
    conflicts: 0,
    classes: classes.map(({ name }, index) => ({ name, count: sizes[index] ?? 0 })),
  });
  const names = (ids: readonly number[]) => ids.map((id) => classes[places.get(id) ?? 0]?.name ?? '');
  const warnings = [
    ...found.warnings,
    ...(classes.some(({ verdict }) => verdict === 'OK') ? [] : [new NarashiError('training.no-ok-class', {})]),
    ...(classes.some(({ verdict }) => verdict === 'NG') ? [] : [new NarashiError('training.no-ng-class', {})]),
    ...names(bare.untested).map((name) => new NarashiError('data.class-untested', { name })),
    ...names(bare.untrained).map((name) => new NarashiError('training.class-untrained', { name })),
    ...names(bare.dividedLots).map((name) => new NarashiError('training.lots-divided', { name })),
    ...unlabelled(store, projectId),
  ];
  const errors = [...found.errors];
  if (errors.length === 0 && counts.test === 0) errors.push(new NarashiError('training.no-test-images', {}));
  return { images, trainCounts, counts, errors, warnings };
}

function unlabelled(store: Store, projectId: number): NarashiError[] {
  const { unlabelled: count } = store.projects.figures(projectId);
  return count > 0 ? [new NarashiError('training.unlabelled', { count })] : [];
}
