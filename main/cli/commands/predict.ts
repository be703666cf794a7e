// narashi predict: verdicts for images, from an exported model. An image that cannot be read is NG and ends in code 3.
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { startEngine } from '../../jobs/engine.ts';
import { findImages } from '../../services/find-images.ts';
import { type ImageJudgement, Predictor } from '../../services/predict.ts';
import { exitCodes } from '../exit.ts';
import { judgementAnswer, judgementColumns, judgementCsv, judgementLine } from '../format/judgements.ts';
import { errorLines } from '../format/messages.ts';
import type { Shell } from '../program.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({
  csv: z.boolean().default(false),
  json: z.boolean().default(false),
  out: z.string().optional(),
});

export function addPredict(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell
    .add('predict', 'predict.help')
    .argument(`<${say('place.model')}>`, say('predict.model'))
    .argument(`<${say('place.images')}...>`, say('predict.images'));
  command.option('--csv', say('predict.csv')).option(`--out <${say('place.file')}>`, say('predict.out'));
  shell.run(command, async () => {
    const [model = '', ...paths] = command.args;
    const { csv, json, out } = optionSchema.parse(command.optsWithGlobals());
    await requireWritable(out);
    const engine = startEngine();
    try {
      const predictor = await Predictor.open(engine, model);
      const images = await findImages(paths);
      const judged: ImageJudgement[] = [];
      const isTable = !csv && !json && out === undefined;
      const columns = judgementColumns(predictor.classes, say);
      if (isTable) output.say(...columns.header);
      for await (const each of predictor.judge(images)) {
        judged.push(each);
        if (isTable) output.say(judgementLine(each, columns, say));
        else output.live(say('predict.live', { done: judged.length, total: images.length }));
      }
      output.live('');
      const document = csv
        ? judgementCsv(judged, predictor.classes, say)
        : `${JSON.stringify(judgementAnswer(model, judged, predictor.classes, say), null, 2)}\n`;
      if (out !== undefined) await write(out, document);
      else if (!isTable) output.raw(document);
      const failed = judged.filter(({ error }) => error !== null);
      const ok = judged.filter(({ verdict }) => verdict === 'OK').length;
      const summary = say('predict.summary', { images: judged.length, ok, ng: judged.length - ok });
      if (isTable) output.say('', summary);
      else if (out !== undefined && !json) output.complain(summary);
      for (const { error } of isTable ? failed : []) {
        if (error) output.complain('', ...errorLines(error, say, output.columns));
      }
      if (failed.length > 0) output.complain('', say('predict.failed', { count: failed.length }));
      return failed.length > 0 ? exitCodes.data : exitCodes.ok;
    } finally {
      await engine.close();
    }
  });
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('cli.output-not-writable', { path, reason }, { cause: error });
  }
}
