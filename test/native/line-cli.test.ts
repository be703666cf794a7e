// From a training to the line on the real command line: key, package, verify, inspect; each refusal in its own words.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeSampleImages } from '../../main/data/sample/sample-images.ts';
import { packageManifest } from '../../shared/domain/package.ts';

const root = mkdtempSync(join(tmpdir(), 'narashi-line-cli-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const [images, workspace, nobody] = [join(root, 'parts'), join(root, 'workspace'), join(root, 'nobody')];
const [packageFile, keyFile, line] = [join(root, 'parts.zip'), join(root, 'site.pub.json'), join(root, 'line')];
const program = resolve('main/cli/narashi.js');

async function narashi(home: string, ...words: readonly string[]) {
  const env = { ...process.env, NARASHI_HOME: home, NARASHI_PASSPHRASE: 'correct horse', LC_ALL: 'C.UTF-8' };
  const child = spawn(process.execPath, [program, ...words, '--lang', 'en'], { env });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

const made = z.object({ path: z.string(), manifest: packageManifest });
const verified = z.object({ intact: z.literal(true), samples: z.object({ samples: z.number() }).nullable() });
const trained = z.object({ evaluation: z.object({ confusion: z.array(z.array(z.number())) }) });
let confusion: readonly (readonly number[])[] = [];

beforeAll(async () => {
  await makeSampleImages(images, { perClass: 12, classes: ['OK', 'stain'], size: 48 });
  const quick = ['--network', 'tiny', '--size', '32', '--batch', '8', '--threads', '1', '--epochs', '2', '--json'];
  ({ confusion } = trained.parse(JSON.parse((await narashi(workspace, 'train', images, ...quick)).out)).evaluation);
}, 120_000);

describe('a package', () => {
  it('needs a key, and is then written with its proof', async () => {
    expect(await narashi(workspace, 'package', '1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('signing.no-key'),
    });
    expect((await narashi(workspace, 'key', 'make', '--site', '第一工場')).code).toBe(0);
    expect((await narashi(workspace, 'key', 'show', '--out', keyFile)).out).toContain('第一工場');
    const { code, out } = await narashi(workspace, 'package', '1', '--out', packageFile, '--any-size', '--json');
    const { manifest } = made.parse(JSON.parse(out));
    const testImages = confusion.flat().reduce((sum, count) => sum + count, 0);
    expect(code).toBe(0);
    expect(manifest.models.map(({ kind }) => kind)).toEqual(['main', 'compatible', 'half', 'any-size']);
    for (const { kind, parity } of manifest.models) {
      expect(parity.images).toBe(testImages);
      if (kind !== 'half') expect(parity).toMatchObject({ disagreements: 0 });
    }
    const [good, stained] = confusion;
    expect(manifest.models[0]).toMatchObject({
      right: { count: (good?.[0] ?? 0) + (stained?.[1] ?? 0), total: testImages },
      escaped: { count: stained?.[0] },
      overkilled: { count: good?.[1] },
    });
    expect(manifest).toMatchObject({ site: '第一工場', approval: null, goldenSamples: testImages, leftOut: [] });
  });

  it('is taken where its key is trusted, and nowhere else', async () => {
    const own = verified.parse(JSON.parse((await narashi(workspace, 'verify', packageFile, '--json')).out));
    expect(own.samples?.samples).toBeGreaterThan(1);
    expect(await narashi(nobody, 'verify', packageFile)).toMatchObject({
      code: 3,
      err: expect.stringContaining('package.key-unknown'),
    });
    const { code, out } = await narashi(nobody, 'verify', packageFile, '--key', keyFile);
    expect([code, out]).toEqual([0, expect.stringMatching(/Intact: all \d+ files.*\nSigned by 第一工場/)]);
    const changed = readFileSync(packageFile);
    changed.writeUInt8(changed.readUInt8(20_000) ^ 1, 20_000);
    writeFileSync(join(root, 'changed.zip'), changed);
    expect(await narashi(workspace, 'verify', join(root, 'changed.zip'))).toMatchObject({
      code: 3,
      err: expect.stringContaining('package.member-altered'),
    });
  });
});

describe('a line', () => {
  it('is made once, judges the images of a folder as the test did, and goes back only to what it had', async () => {
    const port = String(20_000 + (process.pid % 20_000));
    expect((await narashi(nobody, 'inspect', line, '--init', '--name', 'ライン1', '--port', port)).code).toBe(0);
    expect((await narashi(nobody, 'inspect', line, '--package', packageFile, '--replay', images)).err).toContain(
      'package.key-unknown',
    );
    const first = await narashi(
      nobody,
      'inspect',
      line,
      '--package',
      packageFile,
      '--key',
      keyFile,
      '--replay',
      images,
    );
    expect([first.code, first.out]).toEqual([0, expect.stringMatching(/OK \d+ · NG \d+ · to a person 0 · errors 0/)]);
    const predicted = (await narashi(workspace, 'predict', join(workspace, 'runs', '1', 'model.onnx'), images, '--csv'))
      .out;
    const verdicts = [...predicted.matchAll(/,(OK|NG),/g)].map(([, verdict]) => verdict);
    const judged = [...first.out.matchAll(/^\d+ {2}(OK|NG) /gm)].map(([, verdict]) => verdict);
    expect(judged).toHaveLength(24);
    expect(judged.filter((verdict) => verdict === 'OK')).toHaveLength(
      verdicts.filter((verdict) => verdict === 'OK').length,
    );
    expect((await narashi(nobody, 'inspect', line, '--rollback', '--replay', images)).err).toContain(
      'line.no-previous',
    );
    expect(readdirSync(join(line, 'results'))).toHaveLength(1);
  });

  it('answers paths from standard input, one document a line', async () => {
    const env = { ...process.env, NARASHI_HOME: nobody };
    const child = spawn(process.execPath, [program, 'inspect', line, '--stdin'], { env });
    const [name = ''] = readdirSync(join(images, 'OK'));
    child.stdin.end(`${join(images, 'OK', name)}\n${join(root, 'nowhere.png')}\n\n`);
    const answers = (await text(child.stdout))
      .trim()
      .split('\n')
      .map((answer): unknown => JSON.parse(answer));
    expect(answers).toMatchObject([
      { id: 25, source: 'stdin', outcome: expect.stringMatching(/^(OK|NG)$/) },
      { id: 26, outcome: 'error', errorCode: 'data.image-not-opened' },
    ]);
  });
});
