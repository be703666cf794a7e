// narashi train: a folder of labelled images becomes a verified model.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { FEW_IMAGES, startingFrom } from '../../../shared/domain/fine-tuning.ts';
import { backboneFor } from '../../jobs/control/backbone-for.ts';
import { assumedElectricity, type Electricity } from '../../jobs/control/run-cost.ts';
import { usualStart } from '../../services/backbones/box.ts';
import { fitRecipe, trainingCounts } from '../../services/recommend.ts';
import { createRun } from '../../services/train-run.ts';
import { amount, collect, positiveInteger } from '../arguments.ts';
import { importAnswer, showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { chosenSettings, readRecipe, recipeFlags, recipeOptions } from '../recipe-options.ts';
import { withWorkspace, workspaceRoot, workspaceWords } from '../session.ts';
import type { Voice } from '../text.ts';
import { requireWritable, showTraining } from '../training.ts';

const optionSchema = z.object({
  backbone: z.string().optional(),
  ok: z.array(z.string()).default([]),
  out: z.string().optional(),
  set: z.array(z.string()).default([]),
  workspace: z.string().optional(),
});
const computingSchema = z.object({
  threads: z.string().optional(),
  yenPerKwh: z.string().optional(),
  watts: z.string().optional(),
});
const recipeSchema = z.record(z.string(), z.unknown());

export function addTrain(shell: Shell): void {
  const { session } = shell;
  const { say } = session;
  const command = shell.add('train', 'train.help').argument(`<${say('place.folder')}>`, say('train.folder'));
  command.option(`--ok <${say('place.class')}>`, say('train.ok'), collect);
  command.option(`--out <${say('place.file')}>`, say('train.out'));
  for (const option of recipeOptions(say)) command.addOption(option);
  command.option(`--backbone <${say('place.backbone')}>`, say('train.backbone'));
  command.option(`--set <${say('place.setting')}>`, say('train.set'), collect);
  addComputing(command, say);
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const texts = recipeTexts(command);
    const wanted = readRecipe(texts, options.set, say);
    const computing = readComputing(command, say);
    await requireWritable(options.out);
    const folder = resolve(command.args[0] ?? '');
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const chosen = chosenSettings(texts, options.set);
      const backbone = options.backbone === undefined ? null : workspace.store.backbones.find(options.backbone);
      const begun = startingFrom(wanted, backbone ?? backboneFor(workspace, wanted), chosen);
      const imported = await showImport(session, workspace, folder, begun, options.ok);
      const counts = trainingCounts(workspace, imported.snapshot);
      const usual = backbone || chosen.has('network') ? null : usualStart(workspace, counts);
      const suited = usual ? startingFrom({ ...wanted, size: begun.size }, usual, new Set([...chosen, 'size'])) : begun;
      if (usual) session.output.say(say('train.few', { name: usual.name, most: FEW_IMAGES }));
      const recipe = fitRecipe(suited, counts, chosen);
      const { code, answer } = await showTraining(session, {
        workspace,
        runId: createRun(workspace, imported.snapshot, recipe),
        ...computing,
        ...(options.out === undefined ? {} : { out: options.out }),
        workspaceWords: workspaceWords(options.workspace),
      });
      session.output.answer({ ...answer, data: importAnswer(imported, session) });
      return code;
    });
  });
}

/** Options about this PC, for train and resume. */
export function addComputing(command: Command, say: Voice): void {
  command.option(`--threads <${say('place.number')}>`, say('train.threads'));
  addElectricity(command, say);
}

/** What the cost of a training is reckoned with. */
export function addElectricity(command: Command, say: Voice): void {
  command.option(`--yen-per-kwh <${say('place.number')}>`, say('train.yen'));
  command.option(`--watts <${say('place.number')}>`, say('train.watts'));
}

/** @throws NarashiError cli.invalid-value */
export function readComputing(command: Command, say: Voice) {
  const { threads } = computingSchema.parse(command.opts());
  return {
    electricity: readElectricity(command, say),
    ...(threads === undefined ? {} : { threads: positiveInteger('--threads', threads, say) }),
  };
}

/** @throws NarashiError cli.invalid-value */
export function readElectricity(command: Command, say: Voice): Electricity {
  const { yenPerKwh, watts } = computingSchema.parse(command.opts());
  const usual = assumedElectricity;
  return {
    watts: watts === undefined ? usual.watts : amount('--watts', watts, say),
    yenPerKilowattHour: yenPerKwh === undefined ? usual.yenPerKilowattHour : amount('--yen-per-kwh', yenPerKwh, say),
  };
}

/** Values of the recipe's own options as typed, by flag. */
function recipeTexts(command: Command): Record<string, string> {
  const values = recipeSchema.parse(command.opts());
  return Object.fromEntries(
    recipeFlags.flatMap(({ flag }) => {
      const value = values[flag.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())];
      return typeof value === 'string' ? [[flag, value]] : [];
    }),
  );
}
