// narashi backbone: what it finds, what may be corrected, what it lists and refuses.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { narashi as anywhere } from '../../support/command-line.ts';
import { temporaryFolder } from '../store/fixture.ts';

const resnet = fileURLToPath(new URL('../../fixtures/golden/resnet/model.onnx', import.meta.url));
let root = '';
beforeEach(() => {
  root = join(temporaryFolder(), 'workspace');
});
const narashi = (...words: readonly string[]) => anywhere('backbone', ...words, '--workspace', root);

it('adds a network under a name, shows and lists it, and removes it', async () => {
  const tried = await narashi('add', resnet, '--dry-run');
  expect(tried.code).toBe(0);
  expect(tried.out).toMatch(/understood as +trained for 5 classes; .* \(sure\)/);
  expect(tried.out).toMatch(/It could be cut at \(--feature\):/);
  expect(tried.out).toMatch(/Nothing was added/);
  expect((await narashi('list')).out).toMatch(/narashi-surface/);
  const stays = await narashi('remove', 'narashi-surface');
  expect([stays.code, stays.err]).toEqual([1, expect.stringMatching(/comes with Narashi and stays/)]);

  const added = await narashi('add', resnet, '--name', 'small resnet', '--mean', '0.4,0.4,0.4');
  expect(added.out).toMatch(/"small resnet" was added/);
  expect(added.out).toMatch(/mean 0\.4 \/ 0\.4 \/ 0\.4, deviation 0\.229 \/ 0\.224 \/ 0\.225 \(given by you\)/);
  const list: unknown = JSON.parse((await narashi('list', '--json')).out);
  expect(list).toMatchObject([
    { name: 'narashi-surface', runs: [] },
    { name: 'small resnet', runs: [], canFineTune: 'all' },
  ]);
  expect((await narashi('show', 'small resnet')).out).toMatch(/image size +16 pixels and more, made for 32/);
  expect((await narashi('remove', 'small resnet')).out).toMatch(/was removed/);
  expect((await narashi('show', 'small resnet')).code).not.toBe(0);
});

it.each([
  [['--mean', '1,2'], '--mean'],
  [['--std', '1,0,1'], '--std'],
  [['--preprocessing', 'vgg'], '--preprocessing'],
  [['--pooling', 'max'], '--pooling'],
  [['--range', '100'], '--range'],
])('refuses %s', async (words, option) => {
  const { code, err } = await narashi('add', resnet, ...words);
  expect(code).toBe(2);
  expect(err).toContain(option);
});
