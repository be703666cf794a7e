// The agreement of an execution provider with the CPU, operator by operator: forward and gradient.
// `npm run bench:agreement` measures WebGPU on a GPU in software; with `--own` on the GPU that is there; with `--provider tfjs`
// TensorFlow.js in pure JavaScript.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { portable } from '../../main/autodiff/rules/index.ts';
import { webgpu } from '../../main/autodiff/webgpu.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { cardProviders } from '../../main/engine/providers.ts';
import { type CaseDifference, compareCase, operatorCases, runOperatorCase } from '../support/operator-cases.ts';
import { softwareGpu } from '../support/software-gpu.ts';
import { openPureTfjs } from '../support/tfjs.ts';

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'webgpu' },
    own: { type: 'boolean', default: false },
    match: { type: 'string', default: '' },
  },
});
const file = fileURLToPath(import.meta.url);

if (values.own || values.provider === 'tfjs') await measure();
else {
  const env = { ...process.env, ...softwareGpu() };
  spawnSync(process.execPath, [file, ...process.argv.slice(2), '--own'], { stdio: 'inherit', env });
}

interface Row {
  readonly cases: number;
  readonly worst: CaseDifference;
  readonly failed: readonly string[];
}

async function measure(): Promise<void> {
  const provider = cardProviders.find((name) => name === values.provider);
  if (!provider) throw new RangeError(`no provider ${values.provider}`);
  const reference = createOrtExecutor(1);
  const candidate = provider === 'tfjs' ? await openPureTfjs() : createOrtExecutor(1, provider);
  const rows = new Map<string, Row>();
  const ours = operatorCases(provider === 'webgpu' ? webgpu : portable);
  for (const [index, plain] of operatorCases(portable).entries()) {
    const own = ours[index];
    if (!own || !plain.name.includes(values.match)) continue;
    const name = plain.name.split(',')[0]?.split(' ')[0] ?? plain.name;
    const row = rows.get(name) ?? { cases: 0, worst: { forward: 0, gradient: 0 }, failed: [] };
    const expected = await runOperatorCase(reference, plain);
    const found = await runOperatorCase(candidate, own).catch((error: unknown) => String(error));
    rows.set(name, {
      cases: row.cases + 1,
      worst: typeof found === 'string' ? row.worst : larger(row.worst, compareCase(expected, found)),
      failed: typeof found === 'string' ? [...row.failed, `${plain.name}: ${found}`] : row.failed,
    });
  }
  await candidate.close();
  await reference.close();
  const figure = (value: number) => value.toExponential(0);
  for (const [name, { cases, worst, failed }] of rows) {
    const row = `| ${name} | ${cases} | ${figure(worst.forward)} | ${figure(worst.gradient)} |`;
    process.stdout.write(
      `${row}${failed.length ? ` ${failed.length} cannot: ${failed.join('; ').slice(0, 300)}` : ''}\n`,
    );
  }
}

/** NaN stays. */
function larger(a: CaseDifference, b: CaseDifference): CaseDifference {
  return { forward: Math.max(a.forward, b.forward), gradient: Math.max(a.gradient, b.gradient) };
}
