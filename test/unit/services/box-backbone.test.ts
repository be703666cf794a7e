// The backbone in the box is one of the workspace's from its first opening on, and stays.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backbonePath, digest } from '../../../main/jobs/run-files.ts';
import { boxCard, keepBox, usualStart } from '../../../main/services/backbones/box.ts';
import { removeBackbone } from '../../../main/services/backbones/keeping.ts';
import { checkFiles, knownFiles } from '../../../main/services/backup/check-files.ts';
import { codeOfAsync } from '../store/fixture.ts';
import { startApp } from './fixture.ts';

const workspaceOf = () => startApp().context.workspace;

it('is kept under its digest, once, and is part of a backup', async () => {
  const workspace = workspaceOf();
  await keepBox(workspace);
  await keepBox(workspace);
  const card = await boxCard();
  expect(workspace.store.backbones.list()).toEqual([card]);
  expect(digest(readFileSync(backbonePath(workspace.root, card.id)))).toBe(card.id);
  const { signal } = new AbortController();
  expect(await checkFiles(workspace.root, await knownFiles(workspace), signal, () => {})).toEqual([]);
});

it('is not removed, and its file comes back', async () => {
  const workspace = workspaceOf();
  await keepBox(workspace);
  const { id } = await boxCard();
  const path = backbonePath(workspace.root, id);
  expect(await codeOfAsync(() => removeBackbone(workspace, id))).toBe('backbone.in-box');
  expect(existsSync(path)).toBe(true);
  await rm(path);
  await keepBox(workspace);
  expect(existsSync(path)).toBe(true);
});

it('takes another name where an imported one has its own', async () => {
  const workspace = workspaceOf();
  const card = await boxCard();
  workspace.store.backbones.add({ ...card, id: 'ab'.repeat(32), origin: 'imported' });
  await keepBox(workspace);
  const names = workspace.store.backbones.list().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([card.name]));
  expect(new Set(names).size).toBe(2);
});

it('does not keep a workspace closed whose folder cannot take it', async () => {
  const workspace = workspaceOf();
  rmSync(join(workspace.root, 'backbones'), { recursive: true, force: true });
  writeFileSync(join(workspace.root, 'backbones'), 'in the way');
  await keepBox(workspace);
  expect(workspace.store.backbones.list()).toEqual([]);
});

it.each([
  ['few', [50, 50], true],
  ['few on the average', [90, 10, 0], true],
  ['many', [51, 50], false],
])('is what a training of %s images starts from: %o', async (_, counts, isBox) => {
  const workspace = workspaceOf();
  expect(usualStart(workspace, counts)).toBeNull();
  await keepBox(workspace);
  expect(usualStart(workspace, counts)?.name).toBe(isBox ? 'narashi-surface' : undefined);
});
