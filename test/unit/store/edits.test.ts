// Undo and redo obey their laws: any sequence of steps equals the same sequence on a plain model.
import { describe, expect, it } from 'vitest';
import { random } from '../../../shared/domain/random.ts';
import { insertImages } from '../../support/insert-images.ts';
import { opened, projectImages, sampleProject, temporaryStore } from './fixture.ts';

/** Class of each image; undefined: removed. */
type Model = Map<number, number | null | undefined>;
type Step = { readonly kind: 'label' | 'remove'; readonly before: Model; readonly after: Model; images: number };

/** What edits must do, in memory: whole copies on two stacks. */
class Plain {
  state: Model;
  readonly undone: Step[] = [];
  readonly done: Step[] = [];

  constructor(state: Model) {
    this.state = state;
  }

  make(kind: 'label' | 'remove', ids: readonly number[], value: number | null | undefined): number {
    const after = new Map(this.state);
    let images = 0;
    for (const id of new Set(ids)) {
      const now = after.get(id);
      if (!after.has(id) || now === undefined || now === value) continue;
      after.set(id, value);
      images++;
    }
    if (images === 0) return 0;
    this.done.push({ kind, before: this.state, after, images });
    this.undone.length = 0;
    this.state = after;
    return images;
  }

  go(from: Step[], to: Step[], state: 'before' | 'after'): { kind: string; images: number } | null {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.state = step[state];
    return { kind: step.kind, images: step.images };
  }

  next(stack: readonly Step[]): { kind: string; images: number } | null {
    const step = stack.at(-1);
    return step ? { kind: step.kind, images: step.images } : null;
  }
}

describe('edits', () => {
  it.each([1, 2, 3, 4, 5, 6])('equal a plain model over a random sequence of steps (seed %i)', (seed) => {
    const { store, path } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    insertImages(store, id, 'import', projectImages(30, classIds));
    const other = sampleProject(store, '別');
    const strangers = insertImages(store, other.id, 'import', projectImages(10, other.classIds));
    expect(strangers.added).toBe(10);
    let current = store;
    const state = () => new Map(current.projectImages.rows(id, all).map((row) => [row.id, row.classId]));
    const all = Array.from({ length: 40 }, (_, index) => index + 1);
    const plain = new Plain(state());
    const stream = random(seed, 'edits');
    const some = () => Array.from({ length: 1 + stream.integer(12) }, () => 1 + stream.integer(42));
    for (let step = 0; step < 150; step++) {
      const choice = stream.integer(10);
      const ids = some();
      if (choice < 4) {
        const classId = [...classIds, null][stream.integer(4)] ?? null;
        expect(current.edits.label(id, ids, classId)).toBe(plain.make('label', ids, classId));
      } else if (choice < 5) {
        expect(current.edits.remove(id, ids)).toBe(plain.make('remove', ids, undefined));
      } else if (choice < 8) {
        expect(current.edits.undo(id)).toEqual(plain.go(plain.done, plain.undone, 'before'));
      } else {
        expect(current.edits.redo(id)).toEqual(plain.go(plain.undone, plain.done, 'after'));
      }
      const present = [...plain.state].filter(([, classId]) => classId !== undefined);
      expect(state()).toEqual(new Map(present));
      expect(current.edits.steps(id)).toEqual({ undo: plain.next(plain.done), redo: plain.next(plain.undone) });
      if (step === 75) {
        current.close();
        current = opened(path);
      }
    }
    expect(current.edits.steps(other.id)).toEqual({ undo: null, redo: null });
    current.checkIntegrity();
  });

  it('tell the history of a label, with what was taken back', () => {
    let hour = 0;
    const { store } = temporaryStore(() => new Date(Date.UTC(2026, 2, 1, hour++)));
    const { id, classIds } = sampleProject(store);
    const [good = 0, scratch = 0, dent = 0] = classIds;
    insertImages(store, id, 'import', projectImages(2, [good]));
    store.edits.label(id, [1], scratch);
    store.edits.label(id, [1, 2], dent);
    store.edits.undo(id);
    store.edits.remove(id, [1]);
    store.edits.undo(id);
    store.edits.label(id, [1], null);
    store.projectClasses.update(id, scratch, { name: 'きず', verdict: 'NG' });
    expect(store.edits.labelHistory(id, 1).map(({ from, to, undone }) => [from, to, undone])).toEqual([
      ['良品', 'きず', false],
      ['きず', 'dent', true],
      ['きず', null, false],
    ]);
    const [first, second] = store.edits.labelHistory(id, 1);
    expect(Number(new Date(second?.at ?? 0))).toBeGreaterThan(Number(new Date(first?.at ?? 0)));
    expect(store.edits.labelHistory(id + 1, 1)).toEqual([]);
  });

  it('do not take back the label of a later import', () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    const [good = 0, scratch = 0, dent = 0] = classIds;
    const drafts = [...projectImages(2, [good])];
    insertImages(store, id, 'import', drafts);
    const labels = () => [1, 2].map((image) => store.projectImages.rows(id, [image])[0]?.classId);
    store.edits.label(id, [1, 2], scratch);
    store.edits.remove(id, [1]);
    insertImages(
      store,
      id,
      'again',
      drafts.slice(0, 1).map((draft) => ({ ...draft, classId: dent })),
    );
    expect(labels()).toEqual([dent, scratch]);
    store.edits.undo(id);
    store.edits.undo(id);
    expect(labels()).toEqual([dent, good]);
    store.edits.redo(id);
    expect(labels()).toEqual([dent, scratch]);
    store.edits.redo(id);
    expect(labels()).toEqual([undefined, scratch]);
  });

  it('that change nothing are no step, and leave what was undone to be done again', () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    const [good = 0, scratch = 0] = classIds;
    insertImages(store, id, 'import', projectImages(1, [good]));
    store.edits.label(id, [1], scratch);
    store.edits.undo(id);
    expect([store.edits.label(id, [1], good), store.edits.label(id, [], scratch), store.edits.remove(id, [9])]).toEqual(
      [0, 0, 0],
    );
    expect(store.edits.redo(id)).toEqual({ kind: 'label', images: 1 });
  });
});
