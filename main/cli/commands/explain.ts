// narashi explain: where a run's model looked in one of its test images, written as pictures.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { percent } from '../../../shared/text/numbers.ts';
import { heatPicture } from '../../data/heat-picture.ts';
import { readImageFile } from '../../data/prepare-file.ts';
import { ImageProblem } from '../../data/raster.ts';
import { startChild } from '../../jobs/control/child.ts';
import { JudgementReader } from '../../services/judged-images.ts';
import { Attention } from '../../services/judging/attention.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({ workspace: z.string().optional(), output: z.string().optional() });

export function addExplain(shell: Shell): void {
  const { say, output, interruption } = shell.session;
  const command = shell
    .add('explain', 'explain.help')
    .argument(`<${say('place.run')}>`, say('export.run'))
    .argument(`<${say('place.file')}>`, say('explain.image'));
  command.option(`--output <${say('place.folder')}>`, say('explain.output'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    const file = resolve(command.args[1] ?? '');
    const folder = resolve(options.output ?? '.');
    const bytes = await read(file);
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const judgements = new JudgementReader(workspace.store);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const found = judgements.of(runId);
      const image = found?.images.find((each) => each.hash === hash);
      if (!found || !image) throw new NarashiError('judging.not-tested', { id: runId });
      const nameOf = (index: number) => found.classes[index]?.name ?? '';
      const attention = new Attention(workspace, judgements, startChild);
      const { side, maps } = await attention.of(runId, image.imageId, interruption.signal);
      const written: { readonly class: string; readonly path: string }[] = [];
      for (const { classIndex, values } of maps) {
        const safe = nameOf(classIndex).replaceAll(/[\\/:*?"<>|\s]+/gu, '_');
        const path = join(folder, `${basename(file, extname(file))}-${safe}.png`);
        await requireWritable(path);
        await writeFile(path, await heatPicture(bytes, { side, values }));
        written.push({ class: nameOf(classIndex), path });
      }
      const probability = percent(image.probability, say.language);
      output.say(
        '',
        say('explain.judged', { actual: nameOf(image.actual), judged: nameOf(image.predicted), probability }),
        ...written.map(({ class: name, path }) => say('explain.written', { name, path })),
        say('explain.caution'),
      );
      output.answer({
        run: runId,
        image: image.path,
        actual: nameOf(image.actual),
        judged: nameOf(image.predicted),
        side,
        maps: maps.map(({ classIndex, values }) => ({ class: nameOf(classIndex), values })),
        written,
        exitCode: exitCodes.ok,
      });
      return exitCodes.ok;
    });
  });
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readImageFile(path);
  } catch (error) {
    if (error instanceof ImageProblem) throw error.at(path);
    throw error;
  }
}
