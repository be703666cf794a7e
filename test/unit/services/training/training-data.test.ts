// What forbids training a project, and what speaks against it.
import { describe, expect, it } from 'vitest';
import { TrainingDataMemory, trainingData } from '../../../../main/services/training/training-data.ts';
import { defaultProjectSettings } from '../../../../shared/contract/projects.ts';
import type { Verdict } from '../../../../shared/domain/dataset.ts';
import { insertImages } from '../../../support/insert-images.ts';
import { codeOf, sha256, temporaryStore } from '../../store/fixture.ts';

interface Drawn {
  readonly name: string | null;
  readonly verdict?: Verdict;
  readonly images: number;
  readonly lots?: number;
}

function dataOf(classes: readonly Drawn[]) {
  const { store } = temporaryStore();
  const { id } = store.projects.create({ ...defaultProjectSettings, name: 'ねじ' });
  for (const { name, verdict = 'NG', images, lots } of classes) {
    const classId = name === null ? null : store.projectClasses.add(id, { name, verdict }).id;
    const drafts = Array.from({ length: images }, (_, index) => ({
      path: `${name}/${index}.png`,
      contentHash: sha256(`${name} ${index}`),
      classId,
      width: 8,
      height: 8,
      bytes: 99,
      ...(lots ? { lot: `${name} ${index % lots}` } : {}),
    }));
    insertImages(store, id, 'import', drafts);
  }
  return trainingData(store, id);
}

const good = { name: 'OK', verdict: 'OK', images: 40 } as const;
const bad = { name: 'きず', images: 30 } as const;

const cases: readonly (readonly [string, readonly Drawn[], errors: readonly string[], warnings: readonly string[]])[] =
  [
    ['two classes of enough images', [good, bad], [], []],
    ['no images', [], ['projects.nothing-labelled'], []],
    ['no labels', [{ name: null, images: 3 }], ['projects.nothing-labelled'], ['training.unlabelled']],
    ['some without a label', [good, bad, { name: null, images: 3 }], [], ['training.unlabelled']],
    ['one class', [good], ['data.one-class'], ['training.no-ng-class']],
    ['no good parts', [bad, { name: '汚れ', images: 30 }], [], ['training.no-ok-class']],
    ['no defects', [good, { name: '良', verdict: 'OK', images: 30 }], [], ['training.no-ng-class']],
    ['few of a class', [good, { ...bad, images: 5 }], [], ['data.few-images-class']],
    [
      'few and far fewer',
      [
        { ...good, images: 80 },
        { ...bad, images: 5 },
      ],
      [],
      ['data.few-images-class', 'data.imbalanced-classes'],
    ],
    [
      'one of each',
      [
        { ...good, images: 1 },
        { ...bad, images: 1 },
      ],
      ['training.no-test-images'],
      ['data.single-image-class', 'data.single-image-class'],
    ],
    [
      'a class of one lot',
      [
        { ...good, lots: 8 },
        { ...bad, lots: 1 },
      ],
      [],
      ['training.lots-divided'],
    ],
    ['a class without images', [good, bad, { name: '空', images: 0 }], [], []],
  ];

describe('what a project can be trained with', () => {
  it.each(cases)('%s', (_, classes, errors, warnings) => {
    const found = dataOf(classes);
    expect(found.errors.map(({ code }) => code)).toEqual(errors);
    expect(found.warnings.map(({ code }) => code)).toEqual(warnings);
  });

  it('is counted by split and by class', () => {
    const { counts, trainCounts } = dataOf([good, bad, { name: '空', images: 0 }]);
    expect(counts).toEqual({ train: 49, validation: 7, test: 14 });
    expect(trainCounts).toEqual([28, 21]);
  });

  it('is known again only as long as nothing changes', () => {
    const { store } = temporaryStore();
    const { id } = store.projects.create({ ...defaultProjectSettings, name: 'ねじ' });
    const memory = new TrainingDataMemory(store);
    const [ok, ng] = [
      store.projectClasses.add(id, { name: 'OK', verdict: 'OK' }),
      store.projectClasses.add(id, { name: 'きず', verdict: 'NG' }),
    ];
    const add = (name: string, classId: number) =>
      insertImages(store, id, 'import', [
        { path: name, contentHash: sha256(name), classId, width: 8, height: 8, bytes: 9 },
      ]);
    const ids = () => store.projectImages.find(id);
    const changes: readonly (() => unknown)[] = [
      () => add('a', ok.id),
      () => add('b', ng.id),
      () => store.edits.label(id, ids().slice(0, 1), ng.id),
      () => store.edits.undo(id),
      () => store.edits.redo(id),
      () => store.edits.remove(id, ids().slice(0, 1)),
      () => store.projectClasses.update(id, ok.id, { name: 'OK', verdict: 'NG' }),
    ];
    for (const change of changes) {
      const before = memory.of(id);
      expect(memory.of(id)).toBe(before);
      change();
      expect(memory.of(id)).not.toBe(before);
      expect(memory.of(id)).toEqual(trainingData(store, id));
    }
  });

  it('is not told of a project there is not', () => {
    const { store } = temporaryStore();
    expect(codeOf(() => trainingData(store, 7))).toBe('projects.not-found');
  });
});
