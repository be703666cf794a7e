// narashi demo: the main job from end to end on generated pictures, the same on every PC.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { count, duration } from '../../../shared/text/numbers.ts';
import { makeSampleImages } from '../../data/sample/sample-images.ts';
import { assumedElectricity } from '../../jobs/control/run-cost.ts';
import { startEngine } from '../../jobs/engine.ts';
import { modelPath } from '../../jobs/run-files.ts';
import { findImages } from '../../services/find-images.ts';
import { Predictor } from '../../services/predict.ts';
import { createRun } from '../../services/train-run.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { judgementColumns, judgementLine } from '../format/judgements.ts';
import { importAnswer, showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { type Session, withWorkspace } from '../session.ts';
import { showTraining } from '../training.ts';

const optionSchema = z.object({ workspace: z.string().optional() });

/** Enough for a convincing result in a minute on two cores. */
const demo = {
  classes: ['OK', 'scratch', 'stain'],
  perClass: 120,
  freshPerClass: 2,
  recipe: {
    ...defaultRecipe('samar'),
    network: 'tiny',
    epochs: 24,
    batchSize: 16,
    optimizer: 'adamw',
    learningRate: 0.003,
  },
} as const;

export function addDemo(shell: Shell): void {
  const { session } = shell;
  const command = shell.add('demo', 'demo.help');
  shell.run(command, async () => {
    const { workspace } = optionSchema.parse(command.optsWithGlobals());
    const root = workspace ?? fileURLToPath(new URL('../../../.narashi/demo', import.meta.url));
    return runDemo(session, root);
  });
}

async function runDemo(session: Session, root: string): Promise<ExitCode> {
  const { say, output, interruption } = session;
  const { signal } = interruption;
  const started = performance.now();
  const total = demo.perClass * demo.classes.length;
  const folder = join(root, 'images');
  return withWorkspace(root, async (workspace) => {
    output.say(say('demo.title', { count: count(total), folder: root }), '');
    output.live(say('demo.drawing', { done: 0, total }));
    await makeSampleImages(folder, { perClass: demo.perClass, classes: demo.classes, signal });
    const imported = await showImport(session, workspace, folder, demo.recipe, ['OK']);
    const runId = createRun(workspace, imported.snapshot, demo.recipe);
    const { code, answer } = await showTraining(session, {
      workspace,
      runId,
      electricity: assumedElectricity,
      workspaceWords: ['--workspace', root],
    });
    const judged =
      code === exitCodes.ok
        ? await judgeFresh(session, modelPath(workspace.runFolder(runId)), join(root, 'new-images'))
        : [];
    if (code === exitCodes.ok) {
      output.say('', say('demo.done', { time: duration((performance.now() - started) / 1000, say.language) }));
    }
    output.answer({ ...answer, data: importAnswer(imported, session), fresh: judged });
    return code;
  });
}

/** What the line would do: new pictures, the exported file, nothing else. */
async function judgeFresh({ say, output }: Session, model: string, folder: string) {
  await makeSampleImages(folder, { perClass: demo.freshPerClass, classes: demo.classes, seed: 2 });
  const engine = startEngine();
  try {
    const predictor = await Predictor.open(engine, model);
    const images = await findImages([folder]);
    const columns = judgementColumns(predictor.classes, say);
    output.say('', say('demo.fresh', { count: images.length }), ...columns.header);
    const found: { path: string; verdict: string; class: string | null; probability: number | null }[] = [];
    for await (const judged of predictor.judge(images)) {
      const { path, verdict, className, probability } = judged;
      output.say(judgementLine({ ...judged, path: path.slice(folder.length + 1) }, columns, say));
      found.push({ path, verdict, class: className, probability });
    }
    return found;
  } finally {
    await engine.close();
  }
}
