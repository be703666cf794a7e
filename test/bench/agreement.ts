// The agreement of execution providers with the CPU: every operator's output and gradient, and a training's losses, as Markdown.
// `npm run bench:agreement` measures WebGPU on a GPU in software and TensorFlow.js in pure JavaScript; `-- --own` WebGPU on the
// GPU that is there; `-- --own --providers cuda` another provider. `--match` takes the cases whose name holds a text.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Lowering } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import type { Executor } from '../../main/engine/executor.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { type CardProvider, cardProviders } from '../../main/engine/providers.ts';
import { loweringOf } from '../../main/train/lowering.ts';
import { type CaseDifference, compareCase, operatorCases, runOperatorCase } from '../support/operator-cases.ts';
import { smallNetwork } from '../support/small-network.ts';
import { softwareGpu } from '../support/software-gpu.ts';
import { openPureTfjs } from '../support/tfjs.ts';
import { createToyTrainer, runTrainer, toyRecipe, toySize } from '../support/toy-training.ts';

const { values } = parseArgs({
  options: {
    providers: { type: 'string', default: 'webgpu,tfjs' },
    own: { type: 'boolean', default: false },
    match: { type: 'string', default: '' },
  },
});
const file = fileURLToPath(import.meta.url);

if (values.own) await measure();
else {
  const env = { ...process.env, ...softwareGpu() };
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2), '--own'], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
}

interface Candidate {
  readonly name: CardProvider;
  readonly executor: Executor;
  readonly lowering: Lowering;
}

interface Row {
  readonly cases: number;
  readonly worst: ReadonlyMap<string, CaseDifference>;
}

async function measure(): Promise<void> {
  const reference = createOrtExecutor(1);
  const candidates = await Promise.all(values.providers.split(',').map(candidateOf));
  const { rows, refused } = await operators(reference, candidates);
  const titles = candidates.flatMap(({ name }) => [`${name}, output`, `${name}, gradient`]);
  print(['operator', 'cases', ...titles]);
  print(Array<string>(titles.length + 2).fill('---'));
  for (const [operator, { cases, worst }] of rows) {
    const figures = candidates.flatMap(({ name }) => {
      const found = worst.get(name);
      return found ? [figure(found.forward), figure(found.gradient)] : ['–', '–'];
    });
    print([operator, String(cases), ...figures]);
  }
  process.stdout.write(`\n${refused.map((line) => `- ${line}\n`).join('')}\n`);
  await trainings(reference, candidates);
  await Promise.all([reference, ...candidates.map(({ executor }) => executor)].map((executor) => executor.close()));
}

async function candidateOf(given: string): Promise<Candidate> {
  const name = cardProviders.find((provider) => provider === given);
  if (!name) throw new RangeError(`no provider ${given}`);
  const executor = name === 'tfjs' ? await openPureTfjs() : createOrtExecutor(1, name);
  return { name, executor, lowering: loweringOf(name) };
}

/** The largest differences of each operator's cases, and what a provider cannot compute. */
async function operators(reference: Executor, candidates: readonly Candidate[]) {
  const rows = new Map<string, Row>();
  const refused: string[] = [];
  const written = candidates.map(({ lowering }) => operatorCases(lowering));
  for (const [index, plain] of operatorCases(portable).entries()) {
    if (!plain.name.includes(values.match)) continue;
    const operator = plain.name.split(',')[0]?.split(' ')[0] ?? plain.name;
    const row = rows.get(operator) ?? { cases: 0, worst: new Map() };
    const worst = new Map(row.worst);
    const expected = await runOperatorCase(reference, plain);
    for (const [place, { name, executor }] of candidates.entries()) {
      const own = written[place]?.[index];
      if (!own) throw new RangeError(`no case ${index}`);
      try {
        const difference = compareCase(expected, await runOperatorCase(executor, own));
        worst.set(name, larger(worst.get(name), difference));
      } catch (error) {
        refused.push(`${name} cannot compute ${plain.name}: ${String(error).slice(0, 200)}`);
      }
    }
    rows.set(operator, { cases: row.cases + 1, worst });
  }
  return { rows, refused };
}

/** Twelve steps of adaptive SAM from the same weights on the same batches. */
async function trainings(reference: Executor, candidates: readonly Candidate[]): Promise<void> {
  const network = smallNetwork(3, toySize);
  const recipe = toyRecipe({ method: 'samar', mode: 'efficient', exactEvery: 3 });
  const train = async (executor: Executor, lowering: Lowering) =>
    runTrainer(await createToyTrainer(executor, recipe, { network, lowering }));
  const expected = await train(reference, portable);
  const found = [];
  for (const { executor, lowering } of candidates) found.push(await train(executor, lowering));
  print(['step', 'CPU', ...candidates.map(({ name }) => name)]);
  print(Array<string>(candidates.length + 2).fill('---'));
  for (const [step, { kind, loss }] of expected.steps.entries()) {
    const losses = [loss, ...found.map(({ steps }) => steps[step]?.loss ?? Number.NaN)];
    print([`${step + 1} ${kind}`, ...losses.map((value) => value.toFixed(7))]);
  }
  const differences = found.map(({ checkpoint: { block } }) =>
    block.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected.checkpoint.block[index] ?? 0))), 0),
  );
  print(['largest difference of the state', '', ...differences.map(figure)]);
}

function figure(value: number): string {
  return value.toExponential(0);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** NaN stays. */
function larger(a: CaseDifference | undefined, b: CaseDifference): CaseDifference {
  return a ? { forward: Math.max(a.forward, b.forward), gradient: Math.max(a.gradient, b.gradient) } : b;
}
