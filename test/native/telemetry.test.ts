// Nothing leaves this PC: ONNX Runtime, which would report its use to its maker, is told not to before it is loaded.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { writeModel } from '../../main/onnx/write.ts';
import { smallModel } from '../support/small-network.ts';

const root = mkdtempSync(join(tmpdir(), 'narashi-telemetry-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const model = join(root, 'model.onnx');
writeFileSync(model, writeModel(smallModel(3, 16)));
const place = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../..', path)).href);
const bytes = `(await import('node:fs')).readFileSync(${JSON.stringify(model)})`;
const wait = 'await new Promise((resolve) => setTimeout(resolve, 1000));';

/** What a program that loads a model leaves in an account's own folder, in which the reports are gathered. */
function leftBy(program: string): string[] {
  const home = mkdtempSync(join(root, 'home-'));
  const script = join(home, '..', `${Math.random()}.mts`);
  writeFileSync(script, program);
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [script], { env: { HOME: home, PATH }, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return readdirSync(home, { recursive: true }).map(String);
}

it.each([
  [
    'on the spot',
    `const { createInlineExecutor } = await import(${place('main/engine/ort/inline.ts')});
     await (await createInlineExecutor(1).load(${bytes})).close(); ${wait}`,
  ],
  [
    'in a thread',
    `const { createOrtExecutor } = await import(${place('main/engine/ort/executor.ts')});
     const executor = createOrtExecutor(1); await (await executor.load(${bytes})).close(); ${wait} await executor.close();`,
  ],
])('an engine %s gathers no reports', (_, program) => {
  expect(leftBy(program)).toEqual([]);
});

it.runIf(process.platform === 'linux')('ONNX Runtime by itself would: the test above can fail', () => {
  const runtime = place('node_modules/onnxruntime-node/dist/index.js');
  const program = `const { InferenceSession } = (await import(${runtime})).default;
    await (await InferenceSession.create(${JSON.stringify(model)})).release(); ${wait}`;
  expect(leftBy(program).some((path) => /onnxruntime/i.test(path))).toBe(true);
});
