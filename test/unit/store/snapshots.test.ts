// Snapshots: identity by content, all or nothing, 100,000 images at a stretch.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ClassLabel, ImageEntry } from '../../../shared/domain/dataset.ts';
import { classes, codeOf, codeOfAsync, images, sha256, temporaryFolder, temporaryStore } from './fixture.ts';

describe('a snapshot', () => {
  it('gives back classes, images in path order, counts and skipped files', async () => {
    const { store } = temporaryStore();
    const dataset = store.datasets.create('ねじ', 'C:\\検査\\ねじ');
    const skipped: { path: string; reason: string }[] = [];
    async function* source(): AsyncGenerator<ImageEntry> {
      yield { path: 'b.png', contentHash: sha256('b'), className: 'dent', split: 'test', camera: 'C2', lot: null };
      skipped.push({ path: '壊れた.bmp', reason: 'truncated' });
      yield { path: 'a.png', contentHash: sha256('a'), className: '良品', split: 'train', capturedAt: '2026/3/1 9:00' };
    }
    const { snapshot, importId, isNew } = await store.snapshots.record({
      datasetId: dataset.id,
      classes,
      images: source(),
      skipped,
    });
    const nothing = { lot: null, part: null, line: null, camera: null, capturedAt: null };
    expect(isNew).toBe(true);
    expect(snapshot).toMatchObject({ imageCount: 2, classes });
    expect([...store.snapshots.images(snapshot.id)]).toEqual([
      {
        id: 1,
        path: 'a.png',
        contentHash: sha256('a'),
        classIndex: 0,
        split: 'train',
        ...nothing,
        capturedAt: '2026/3/1 9:00',
      },
      { id: 2, path: 'b.png', contentHash: sha256('b'), classIndex: 2, split: 'test', ...nothing, camera: 'C2' },
    ]);
    expect([...store.snapshots.images(snapshot.id, 'test')].map((image) => image.path)).toEqual(['b.png']);
    expect(store.snapshots.counts(snapshot.id)).toEqual([
      { classIndex: 0, split: 'train', images: 1 },
      { classIndex: 2, split: 'test', images: 1 },
    ]);
    expect(store.snapshots.skipped(importId)).toEqual(skipped);
    expect(store.snapshots.imports(dataset.id)).toMatchObject([{ snapshotId: snapshot.id, skippedCount: 1 }]);
  });

  it('has the digest that another implementation gives, so that it means the same on every machine and version', async () => {
    expect(await digestOf([...images(3)])).toBe('220069cfaec78cf7c2c285cde3f93e6e37ebcaf4d76f814c4ab0556cbfdb1ed9');
  });

  const [first, ...rest] = [...images(6)];
  if (!first) throw new Error('no image');
  const swapped: readonly ClassLabel[] = classes.toReversed();
  const passing: readonly ClassLabel[] = classes.map((label) => ({ ...label, verdict: 'OK' }));
  const variants: readonly (readonly [
    what: string,
    same: boolean,
    images: ImageEntry[],
    classes: readonly ClassLabel[],
  ])[] = [
    ['the order of import', true, [...rest, first].toReversed(), classes],
    ['a column left out or null', true, [{ ...first, part: null }, ...rest], classes],
    ['the content', false, [{ ...first, contentHash: sha256('other') }, ...rest], classes],
    ['the class', false, [{ ...first, className: 'dent' }, ...rest], classes],
    ['the split', false, [{ ...first, split: 'validation' }, ...rest], classes],
    ['the lot', false, [{ ...first, lot: 'L9' }, ...rest], classes],
    ['a name', false, [{ ...first, path: 'renamed.png' }, ...rest], classes],
    ['one image fewer', false, rest, classes],
    ['the order of classes', false, [first, ...rest], swapped],
    ['a verdict', false, [first, ...rest], passing],
  ];
  it.each(variants)('with a change in %s is the same: %s', async (_, same, changed, labels) => {
    expect((await digestOf(changed, labels)) === (await digestOf([first, ...rest]))).toBe(same);
  });

  it('imported again, into any data set, is the one already there', async () => {
    const { store } = temporaryStore();
    const [one, two] = [store.datasets.create('one', '/1'), store.datasets.create('two', '/2')];
    const before = await store.snapshots.record({ datasetId: one.id, classes, images: images(50) });
    const again = await store.snapshots.record({ datasetId: two.id, classes, images: [...images(50)].toReversed() });
    expect(again).toMatchObject({ isNew: false, snapshot: before.snapshot });
    expect([...store.snapshots.images(before.snapshot.id)]).toHaveLength(50);
    expect(store.datasets.ofSnapshot(before.snapshot.id).map((dataset) => dataset.name)).toEqual(['two', 'one']);
  });

  const good = { path: 'a.png', contentHash: sha256('a'), className: 'dent', split: 'train' } as const;
  const wrong: readonly (readonly [string, Iterable<ImageEntry>, string])[] = [
    ['a path twice', [good, good], 'store.duplicate-path'],
    ['an unknown class', [{ ...good, className: 'burr' }], 'store.unknown-class'],
    ['a short hash', [{ ...good, contentHash: 'abc' }], 'store.invalid'],
    ['no path', [{ ...good, path: '' }], 'store.invalid'],
    ['half a character', [{ ...good, path: '\ud842.png' }], 'store.invalid'],
    ['a broken iterator', failingAfter(2500), 'other error: Error: camera unplugged'],
  ];
  it.each(wrong)('is not recorded at all with %s', async (_, source, code) => {
    const { store } = temporaryStore();
    const dataset = store.datasets.create('ねじ', '/data');
    const record = { datasetId: dataset.id, classes, images: source };
    expect(await codeOfAsync(() => store.snapshots.record(record))).toBe(code);
    expect(store.snapshots.imports(dataset.id)).toEqual([]);
    const { snapshot } = await store.snapshots.record({ ...record, images: [good] });
    expect(snapshot.imageCount).toBe(1);
  });

  it('needs a data set and distinct class names', async () => {
    const { store } = temporaryStore();
    const dataset = store.datasets.create('ねじ', '/data');
    expect(codeOf(() => store.datasets.create('ねじ', '/other'))).toBe('store.dataset-exists');
    expect(await codeOfAsync(() => store.snapshots.record({ datasetId: 9, classes, images: [] }))).toBe(
      'store.dataset-not-found',
    );
    const twice = { datasetId: dataset.id, classes: [...classes, ...classes], images: [] };
    expect(await codeOfAsync(() => store.snapshots.record(twice))).toBe('store.invalid');
  });

  it('of 100,000 images is quick and does not grow memory', async () => {
    const recorder = fileURLToPath(new URL('./recorder.ts', import.meta.url));
    // A heap that could not hold them all.
    const flags = ['--max-old-space-size=48', '--max-semi-space-size=4'];
    const path = join(temporaryFolder(), 'narashi.db');
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, recorder, path, '100000']);
    const found = z.object({ images: z.int(), seconds: z.number(), mebibytes: z.number() }).parse(JSON.parse(stdout));
    expect(found.images).toBe(100_000);
    expect(found.seconds).toBeLessThan(20);
    expect(found.mebibytes).toBeLessThan(100);
  });

  it('can be imported twice at the same time, beside other work', async () => {
    const { store } = temporaryStore();
    const dataset = store.datasets.create('ねじ', '/data');
    const record = (count: number) => store.snapshots.record({ datasetId: dataset.id, classes, images: images(count) });
    const both = Promise.all([record(2500), record(1500)]);
    store.datasets.create('別', '/other');
    expect((await both).map(({ snapshot }) => snapshot.imageCount)).toEqual([2500, 1500]);
  });
});

async function digestOf(entries: ImageEntry[], labels: readonly ClassLabel[] = classes): Promise<string> {
  const { store } = temporaryStore();
  const dataset = store.datasets.create('ねじ', '/data');
  return (await store.snapshots.record({ datasetId: dataset.id, classes: labels, images: entries })).snapshot.digest;
}

function* failingAfter(count: number): Generator<ImageEntry> {
  yield* images(count);
  throw new Error('camera unplugged');
}
