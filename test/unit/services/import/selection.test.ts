// Of what was found, each content is taken once, under one class.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FoundLine } from '../../../../main/data/import/work-folder.ts';
import { LineFile } from '../../../../main/data/line-file.ts';
import { Selection } from '../../../../main/services/import/selection.ts';
import { collect } from '../../../support/collect.ts';
import { withFolder } from '../../../support/images.ts';

/** `OK 1`: a file with content 1 in class OK; ` 1`: outside any class; `!`: a file that cannot be used. */
type Case = readonly [found: readonly string[], chosen: readonly string[], figures: readonly number[]];

const cases: readonly Case[] = [
  [
    ['OK 1', 'NG 2'],
    ['OK 1', 'NG 2'],
    [0, 0, 0, 0],
  ],
  [['OK 1', 'OK 1', 'OK 1'], ['OK 1'], [2, 0, 0, 0]],
  [['OK 1', 'NG 1', 'NG 2'], ['NG 2'], [0, 0, 1, 0]],
  [['OK 1', 'NG 1', 'dent 1', 'OK 1'], [], [0, 0, 1, 0]],
  [[' 1', 'OK 1'], ['OK 1'], [1, 0, 0, 0]],
  [['OK 1', ' 1'], ['OK 1'], [1, 0, 0, 0]],
  [[' 1', ' 1'], [' 1'], [1, 0, 0, 0]],
  [[' 1', 'OK 1', 'NG 1'], [], [1, 0, 1, 0]],
  [['OK 7', 'NG 7', 'OK 1'], ['OK 1'], [1, 1, 0, 0]],
  [['!', 'OK 1', '!'], ['OK 1'], [0, 0, 0, 2]],
];

describe('a selection', () => {
  it.each(cases)('of %j is %j', (found, chosen, [duplicates, known, conflicts, unusable]) =>
    withFolder(async (folder) => {
      const file = new LineFile<FoundLine>(join(folder, 'found'));
      for (const [place, text] of found.entries()) {
        const [className = '', content = ''] = text.split(' ');
        if (text === '!') await file.add({ path: `${place}`, code: 'data.image-empty', reason: '' });
        else {
          const hash = content.padStart(64, '0').split('').reverse().join('');
          await file.add({ path: `${place}`, file: '', hash, className, bytes: 1, width: 1, height: 1 });
        }
      }
      await file.finish();
      const sevens = (hashes: readonly string[]) => new Set(hashes.filter((hash) => hash.startsWith('7')));
      const selection = await Selection.of(join(folder, 'found'), sevens);
      const taken = (await collect(selection.chosen())).map(({ className, hash }) => `${className} ${hash[0]}`);
      expect(taken).toEqual(chosen);
      expect(selection).toMatchObject({ duplicates, known, conflicts, unusable });
    }),
  );
});
