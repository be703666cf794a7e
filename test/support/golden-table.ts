// npm run golden -- [--lowering cpu-fast] <folder>…: checks oracle folders (or folders of them) and prints one line per case;
// exits 1 where one fails.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import type { Lowering } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import { checkGolden, type GoldenResult, gradientTolerance, parameterTolerance, runTolerance } from './golden.ts';

const isCase = (folder: string) => existsSync(join(folder, 'case.json'));
const { values: options, positionals: listed } = parseArgs({
  allowPositionals: true,
  options: { lowering: { type: 'string', default: 'portable' } },
});
const folders = (listed.length ? listed : [join(import.meta.dirname, '../fixtures/golden')]).flatMap((folder) =>
  isCase(folder)
    ? [folder]
    : readdirSync(folder)
        .map((name) => join(folder, name))
        .filter(isCase),
);

const show = (value: number) => (Number.isNaN(value) ? '-' : value.toExponential(1));

function passes(result: GoldenResult): boolean {
  const gradients = [result.evalGradient, result.trainGradient, result.logits].every(
    (error) => error <= gradientTolerance,
  );
  const limit = runTolerance(result.name, lowering);
  const runs = Object.values(result.runs).every((error) => Number.isNaN(error) || error <= limit);
  return gradients && runs && result.buffers <= parameterTolerance;
}

async function chosenLowering(): Promise<Lowering> {
  if (options.lowering === 'portable') return portable;
  const block = options.lowering === 'cpu-fast' ? await probeBlockSize(executor) : undefined;
  if (block === undefined) throw new Error(`There is no lowering ${options.lowering} on this machine.`);
  return cpuFast(block);
}

const executor = createOrtExecutor(2);
const lowering = await chosenLowering();
const rows: Record<string, Record<string, string>> = {};
let failures = 0;
for (const folder of folders) {
  try {
    const result = await checkGolden(folder, executor, lowering);
    if (!passes(result)) failures++;
    rows[result.name] = {
      result: passes(result) ? 'ok' : 'FAILED',
      'gradient eval': show(result.evalGradient),
      'gradient train': show(result.trainGradient),
      buffers: show(result.buffers),
      ...Object.fromEntries(Object.entries(result.runs).map(([name, error]) => [name, show(error)])),
      unsupported: '',
    };
  } catch (error) {
    failures++;
    rows[folder] = { result: 'FAILED', unsupported: error instanceof Error ? error.message : String(error) };
  }
}
await executor.close();
console.table(rows);
if (folders.length === 0) console.error('No folder with a case.json was found.');
process.exitCode = failures > 0 || folders.length === 0 ? 1 : 0;
