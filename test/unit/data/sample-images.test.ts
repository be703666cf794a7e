// The sample set is reproducible, imports without a complaint, and its classes differ.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTrainable } from '../../../main/data/check-trainable.ts';
import { ImageCache } from '../../../main/data/image-cache.ts';
import { importFolder } from '../../../main/data/import-folder.ts';
import { sampleClasses } from '../../../main/data/sample/part-drawing.ts';
import { makeSampleImages, sampleImage } from '../../../main/data/sample/sample-images.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { withFolder } from '../../support/images.ts';

describe('sample images', () => {
  it('are the same for a seed', async () => {
    expect(await sampleImage('scratch', 2, 1, 64)).toEqual(await sampleImage('scratch', 2, 1, 64));
    expect(await sampleImage('scratch', 2, 1, 64)).not.toEqual(await sampleImage('scratch', 2, 2, 64));
  });

  it('import as one class per folder', () =>
    withFolder(async (folder) => {
      expect(await makeSampleImages(join(folder, 'set'), { perClass: 10, size: 64 })).toBe(40);
      const cache = await ImageCache.open(join(folder, 'cache'), squarePreprocessing(64));
      const summary = await importFolder({ folder: join(folder, 'set'), cache, onImage: () => undefined });
      await cache.close();
      expect(summary.classes.map(({ name }) => name).toSorted()).toEqual(sampleClasses.toSorted());
      expect(summary).toMatchObject({ images: 40, duplicates: 0, conflicts: 0, skipped: {} });
      expect(checkTrainable(summary)).toEqual({ errors: [], warnings: [] });
    }));
});
