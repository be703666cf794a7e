// From the doubtful image to the next training by the command line: judged, written beside the data, trained again.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeSampleImages } from '../../main/data/sample/sample-images.ts';
import { imagePlace, placeOf } from '../../main/inspect/keep-image.ts';
import { digest } from '../../main/jobs/run-files.ts';
import { openLineStore } from '../../main/store/index.ts';
import { narashi } from '../support/command-line.ts';
import { withFolder } from '../support/images.ts';
import { picture, writeLinePackage } from '../support/line-package.ts';
import { linePart } from '../support/line-part.ts';

/** A line with a model in use and two doubtful parts. */
async function lineIn(folder: string): Promise<void> {
  const sha256 = 'a'.repeat(64);
  mkdirSync(join(folder, 'models'), { recursive: true });
  await writeLinePackage(join(folder, 'models', `${sha256}.zip`), { name: 'gears-1' });
  writeFileSync(join(folder, 'models', 'in-use.json'), JSON.stringify({ current: sha256, previous: null }));
  const store = openLineStore(join(folder, 'inspection.db'));
  for (const [place, outcome] of (['review', 'OK'] as const).entries()) {
    const bytes = await picture(100 + place, 50 + place);
    const { id: _, ...part } = linePart({ name: `${place}.png`, outcome, contentHash: digest(bytes) });
    const [made] = store.parts.record([{ ...part, identity: null, measures: null, finished: false }]);
    if (!made) throw new Error('not recorded');
    const image = imagePlace(made);
    mkdirSync(join(placeOf(folder, image), '..'), { recursive: true });
    writeFileSync(placeOf(folder, image), bytes);
    store.parts.finish(made.id, image);
    store.reviews.draw(made.id);
  }
  store.checks.add('drift', false, {});
  store.close();
}
const answered = z.looseObject({ run: z.number(), exitCode: z.number() });

it('a doubtful image becomes an image of the next training, with the recipe there was', async () => {
  await withFolder(async (root) => {
    const [line, data, workspace] = [join(root, 'line'), join(root, 'data'), join(root, 'workspace')];
    await lineIn(line);
    const listed = await narashi('review', line);
    expect(listed.out).toMatch(/ 1 +review .*good.*1-0\.png\n +2 +drawn by lot .*good.*2-1\.png\n/u);
    expect(listed.out).toContain('2 images wait for a look');

    const refused = await narashi('review', line, '--say', '1=きず', '--say', '2', '--operator', 'Sato');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('PART=CLASS')]);
    expect((await narashi('review', line, '--say', '1=きず')).err).toContain('--operator');
    expect((await narashi('review', line, '--say', '1=傷', '--operator', 'Sato')).err).toContain('line.unknown-class');
    expect((await narashi('review', line)).out).toContain('2 images wait');

    await makeSampleImages(data, { perClass: 8, classes: ['OK', 'scratch'], size: 32 });
    const place = ['--workspace', workspace];
    const small = ['--network', 'tiny', '--size', '16', '--epochs', '1', '--batch', '8', '--seed', '4'];
    const first = answered.parse(JSON.parse((await narashi('train', data, ...small, ...place, '--json')).out));
    expect((await narashi('retrain', String(first.run), ...place)).err).toContain('line.nothing-new');

    const said = await narashi('review', line, '--say', '1=scratch', '--operator', 'Sato', '--new-class');
    expect(said.out).toBe('Part 1: scratch\n');
    expect((await narashi('review', line, '--export', data)).out).toContain('1 images written');
    expect(readdirSync(join(data, 'scratch'))).toContain('1-0.png');
    expect((await narashi('review', line, '--export', data)).err).toContain('line.nothing-reviewed');
    expect((await narashi('review', line)).out).toContain('1 images wait');

    const again = answered.parse(JSON.parse((await narashi('retrain', String(first.run), ...place, '--json')).out));
    expect(again.run).toBe(first.run + 1);
    const shown = z.looseObject({ run: z.looseObject({ hyperParameters: z.looseObject({}) }), counts: z.unknown() });
    const runs = await Promise.all(
      [first, again].map(async ({ run }) =>
        shown.parse(JSON.parse((await narashi('runs', 'show', String(run), ...place, '--json')).out)),
      ),
    );
    expect(runs[1]?.run.hyperParameters).toEqual(runs[0]?.run.hyperParameters);

    const seen = await narashi('review', line, '--seen', '--operator', 'Sato');
    expect(seen.out).toBe('1 alarms seen by Sato.\n');
    expect((await narashi('review', join(root, 'nowhere'))).err).toContain('line.no-journal');
    expect((await narashi('review', line, '--into', 'ねじ', ...place)).err).toContain('line.no-project');
  });
});
