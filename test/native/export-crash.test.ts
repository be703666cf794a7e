// Export survives kill -9 of the checking child and of the app while a model is proved, made anew and saved: what was saved
// is whole, no process is left behind, and the next try gives the very model of the training.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { digest } from '../../main/jobs/run-files.ts';
import { freezeProject } from '../../main/services/freeze.ts';
import { createRun } from '../../main/services/train-run.ts';
import { openContext } from '../support/app-context.ts';
import { AppProcess, isAlive } from '../support/app-process.ts';
import { outcomeOf, type RunOutcome } from '../support/finished-run.ts';
import { toyRecipe } from '../support/toy-training.ts';
import { trainableProject } from '../support/trainable-project.ts';

const script = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url));

let root = '';
let expected: RunOutcome;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'narashi-export-kill-均し-'));
  const folder = join(root, 'trained');
  const context = openContext(folder);
  const projectId = await trainableProject(context.workspace, [
    { kind: 'OK', images: 20 },
    { kind: 'stain', images: 20 },
  ]);
  const { snapshot } = await freezeProject(context, projectId);
  createRun(context.workspace, snapshot, toyRecipe({ epochs: 2 }), { projectId });
  context.workspace.close();
  expect(await new AppProcess(script('train-parent.ts'), [folder]).ended).toBe(0);
  expected = look(folder);
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

/** Opens the workspace that no app has open, and checks it whole. */
function look(folder: string): RunOutcome {
  const { workspace } = openContext(folder);
  try {
    workspace.store.checkIntegrity();
    return outcomeOf(workspace, 1);
  } finally {
    workspace.close();
  }
}

type Moment = 'child' | 'judging' | 'saving';
const moments: readonly (readonly [victim: 'child' | 'app', moment: Moment, delay: number, model: 'kept' | 'lost'])[] =
  [
    ['child', 'judging', 0, 'lost'],
    ['app', 'child', 0, 'kept'],
    ['app', 'judging', 0, 'lost'],
    ['app', 'saving', 0, 'kept'],
    ['app', 'saving', 4, 'lost'],
  ];

it.each(moments)('killed: the %s, at "%s" + %i ms, the model %s', { timeout: 60_000 }, async (...row) => {
  const [victim, moment, delay, model] = row;
  const name = row.join('-');
  const folder = join(root, name);
  await cp(join(root, 'trained'), folder, { recursive: true });
  const own = join(folder, 'workspace', 'runs', '1', 'model.onnx');
  if (model === 'lost') await rm(own);
  const saved = join(root, `saved ${name}`);
  const target = join(saved, '検査.onnx');

  const reached = Promise.withResolvers<void>();
  const heard: string[] = [];
  const app = new AppProcess(script('export-parent.ts'), [folder, target], ([word = '', ...more]) => {
    heard.push([word, ...more].join(' '));
    if (word === moment) reached.resolve();
  });
  onTestFinished(() => void app.process.kill('SIGKILL'));
  await Promise.race([reached.promise, app.ended]);
  if (delay > 0) await wait(delay);
  const pid = (victim === 'app' ? app.process.pid : app.child) ?? 0;
  expect(isAlive(pid), heard.join('\n')).toBe(true);
  process.kill(pid, 'SIGKILL');
  const code = await app.ended;
  expect([code, app.errors]).toEqual([victim === 'app' ? null : 0, '']);
  if (victim === 'child') expect(heard.at(-1)).toBe('failed jobs.crashed');
  for (const child of app.children) await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
  for (const path of [target, own]) {
    if (existsSync(path)) expect(digest(readFileSync(path))).toBe(expected.model);
  }

  const again = new AppProcess(script('export-parent.ts'), [folder, target]);
  expect([await again.ended, again.errors]).toEqual([0, '']);
  expect(digest(readFileSync(target))).toBe(expected.model);
  // Neither here nor there remains what a killed process had half written.
  expect((await readdir(saved)).sort()).toEqual(['検査.json', '検査.onnx']);
  expect((await readdir(dirname(own))).sort()).toEqual(['checkpoint.narashi', 'model.json', 'model.onnx']);
  expect(look(folder)).toMatchObject({ model: expected.model, judgements: expected.judgements });
});
