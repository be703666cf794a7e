// narashi quality: suspect labels of a folder, found by cross-validation; nothing is changed.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { count, interval, percent } from '../../../shared/text/numbers.ts';
import { ImageCache } from '../../data/image-cache.ts';
import { confidentLearning, evaluate, type SuspectLabel, suspectLabels } from '../../eval/index.ts';
import { crossValidate } from '../../jobs/child/cross-validate.ts';
import { startEngine } from '../../jobs/engine.ts';
import { trainingCounts } from '../../services/recommend.ts';
import { crossValidationRecipe } from '../../services/studies/cross-validation.ts';
import { csvCell } from '../../trials/report/tables.ts';
import { collect, positiveInteger } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import { importAnswer, showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({
  ok: z.array(z.string()).default([]),
  folds: z.string().default('5'),
  limit: z.string().default('20'),
  csv: z.string().optional(),
  workspace: z.string().optional(),
});

export function addQuality(shell: Shell): void {
  const { session } = shell;
  const { say, output, interruption } = session;
  const command = shell.add('quality', 'quality.help').argument(`<${say('place.folder')}>`, say('train.folder'));
  command.option(`--folds <${say('place.number')}>`, say('quality.folds'));
  command.option(`--csv <${say('place.file')}>`, say('quality.csv'));
  command.option(`--limit <${say('place.number')}>`, say('quality.limit'));
  command.option(`--ok <${say('place.class')}>`, say('train.ok'), collect);
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const folds = positiveInteger('--folds', options.folds, say);
    if (folds < 2 || folds > 10) throw invalid('--folds', options.folds, '2–10');
    const limit = positiveInteger('--limit', options.limit, say);
    await requireWritable(options.csv);
    const folder = resolve(command.args[0] ?? '');
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const recipe = crossValidationRecipe('fast', [1, 1]);
      const imported = await showImport(session, workspace, folder, recipe, options.ok);
      const { snapshot } = imported;
      const images = [...workspace.store.snapshots.images(snapshot.id)];
      const labels = images.map(({ classIndex }) => classIndex);
      const names = snapshot.classes.map(({ name }) => name);
      const engine = startEngine({ memory: workspace.root });
      const cache = await ImageCache.open(workspace.cacheFolder, squarePreprocessing(recipe.size), { readOnly: true });
      const result = await crossValidate({
        engine,
        cache,
        workspace: workspace.root,
        recipe: crossValidationRecipe('fast', trainingCounts(workspace, snapshot)),
        classes: names,
        folds,
        images: images.map((image) => ({ ...image, lot: image.lot ?? null, part: image.part ?? null })),
        signal: interruption.signal,
        onProgress: (done, total) =>
          output.live(say('quality.live', { percent: percent(total === 0 ? 0 : done / total, say.language) })),
      }).finally(async () => {
        await engine.close();
        await cache.close();
      });
      output.live('');
      const evaluation = evaluate(labels, result.probabilities.flat(), snapshot.classes);
      const estimatedWrong = Math.round(confidentLearning(labels, result.probabilities, names.length).estimatedWrong);
      const suspects = suspectLabels(labels, result.probabilities);
      const row = ({ index, label, suggested, labelProbability, suggestedProbability }: SuspectLabel) => ({
        image: images[index]?.path ?? '',
        label: names[label] ?? '',
        suggested: names[suggested] ?? '',
        labelProbability,
        suggestedProbability,
      });
      const rows = suspects.map(row);
      const { accuracy } = evaluation;
      output.say(
        '',
        say('quality.figures', {
          accuracy: percent(accuracy?.value ?? null, say.language),
          interval: accuracy ? interval(accuracy, say.language) : '',
          folds: result.foldAccuracies.map((share) => percent(share, say.language)).join(' · '),
        }),
      );
      if (rows.length === 0) output.say(say('quality.none'));
      else {
        const sums = { judged: count(images.length), wrong: count(estimatedWrong), suspects: count(rows.length) };
        output.say(say('quality.estimate', sums), '', ...suspectTable(rows.slice(0, limit)));
        if (rows.length > limit) output.say(say('quality.more', { count: count(rows.length - limit) }));
      }
      if (options.csv !== undefined) {
        const path = resolve(options.csv);
        await writeFile(path, csvOf(rows));
        output.say(say('quality.written', { path }));
      }
      output.answer({
        data: importAnswer(imported, session),
        folds: result.foldAccuracies,
        evaluation,
        estimatedWrong,
        suspects: rows,
        exitCode: exitCodes.ok,
      });
      return exitCodes.ok;
    });
  });

  function suspectTable(rows: readonly Row[]): string[] {
    return table(
      [
        { title: say('quality.image') },
        { title: say('quality.label') },
        { title: say('quality.probability'), align: 'right' },
        { title: say('quality.seen') },
        { title: say('quality.probability'), align: 'right' },
      ],
      rows.map((row) => [
        row.image,
        row.label,
        percent(row.labelProbability, say.language),
        row.suggested,
        percent(row.suggestedProbability, say.language),
      ]),
      '  ',
    );
  }
}

interface Row {
  readonly image: string;
  readonly label: string;
  readonly suggested: string;
  readonly labelProbability: number;
  readonly suggestedProbability: number;
}

/** UTF-8 with byte order mark and CR LF, as Excel likes it. */
function csvOf(rows: readonly Row[]): string {
  const header = ['image', 'label', 'suggested', 'p_label', 'p_suggested'];
  const lines = rows.map(({ image, label, suggested, labelProbability, suggestedProbability }) =>
    [image, label, suggested, labelProbability, suggestedProbability].map(csvCell).join(','),
  );
  return `\u{feff}${[header.join(','), ...lines].join('\r\n')}\r\n`;
}

function invalid(name: string, value: string, expected: string): NarashiError {
  return new NarashiError('cli.invalid-value', { name, value, expected });
}
