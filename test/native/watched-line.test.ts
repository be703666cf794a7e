// A running line and its watch on the real runtime: the package in use is proved daily in a thread of its own, and a package
// that no longer is what it was takes the line out.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engines } from '../../main/inspect/engines.ts';
import { Line } from '../../main/inspect/runtime.ts';
import { checkGolden } from '../../main/inspect/watch/golden.ts';
import { digest } from '../../main/jobs/run-files.ts';
import { lineSettings } from '../../shared/domain/line-settings.ts';
import { withFolder } from '../support/images.ts';
import { picture, writeLinePackage } from '../support/line-package.ts';

const hashOf = async (path: string) => digest(await readFile(path));

describe('a package checked in a thread', () => {
  it('is well where its samples are judged as it says', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'gears.zip');
      await writeLinePackage(path, { name: 'gears-1' });
      expect(await checkGolden(path, await hashOf(path))).toMatchObject({ samples: { samples: 1 }, failure: null });
    });
  });

  it('is not where it judges its samples otherwise', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'gears.zip');
      await writeLinePackage(path, { name: 'gears-1', expectsProbability: 0.9 });
      const { samples, failure } = await checkGolden(path, await hashOf(path));
      expect(samples).toBeNull();
      expect(failure?.en).toContain('golden/001.png');
      expect(failure?.ja).toContain('golden/001.png');
      expect(failure?.ja).not.toBe(failure?.en);
    });
  });

  it.each([
    ['is gone', async () => undefined],
    [
      'was replaced by another that is well signed',
      (path: string) => writeLinePackage(path, { name: 'gears-1', verdict: 'NG' as const }),
    ],
    ['is damaged', (path: string) => writeFile(path, 'PK')],
  ])('is not where its file %s', async (_, change) => {
    await withFolder(async (folder) => {
      const path = join(folder, 'gears.zip');
      await writeLinePackage(join(folder, 'was.zip'), { name: 'gears-1' });
      await change(path);
      expect((await checkGolden(path, await hashOf(join(folder, 'was.zip')))).failure?.en).toBeTruthy();
    });
  });
});

it('takes the line out when its package is no longer what it was, and back when it is again', async () => {
  await withFolder(async (folder) => {
    const path = join(folder, 'gears.zip');
    await writeLinePackage(path, { name: 'gears-1' });
    await mkdir(join(folder, 'line'));
    let time = new Date();
    const logged: string[] = [];
    const line = await Line.start(
      {
        folder: join(folder, 'line'),
        settings: lineSettings.parse({ version: 1, name: 'Line' }),
        engines: new Engines(1),
        requireTrusted: () => undefined,
        log: (text) => logged.push(text),
        now: () => time,
      },
      path,
    );
    const bytes = await picture(90, 2);
    const judge = () =>
      line.inspect({
        source: 'http',
        name: 'part',
        reference: null,
        identity: null,
        bytes,
        completeAt: performance.now(),
        hasImage: false,
      });
    const until = async (holds: () => boolean) => {
      for (let wait = 0; wait < 200 && !holds(); wait++) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(holds()).toBe(true);
    };
    const pass = (hours: number) => {
      time = new Date(time.getTime() + hours * 3_600_000);
    };
    try {
      expect(line.report()).toMatchObject({ ready: true, fault: 'none', checks: { samples: { passed: true } } });
      expect((await judge()).outcome).toBe('OK');
      const kept = line.slot.path ?? '';
      await copyFile(kept, join(folder, 'copy.zip'));
      await writeFile(kept, 'not what it was');
      pass(25);
      await until(() => line.report().fault === 'goldenFailed');
      expect(line.report()).toMatchObject({ ready: false, checks: { samples: { passed: false } } });
      expect(line.report().reason?.code).toBe('line.samples-failed');
      expect(await judge()).toMatchObject({ outcome: 'error', errorCode: 'line.samples-failed' });
      // Judging well does not make up for it.
      expect(line.report().fault).toBe('goldenFailed');
      await copyFile(join(folder, 'copy.zip'), kept);
      pass(1);
      await until(() => line.report().ready);
      expect((await judge()).outcome).toBe('OK');
      expect(logged.filter((text) => text.startsWith('samples'))).toHaveLength(2);
    } finally {
      await line.stop();
    }
  });
});
