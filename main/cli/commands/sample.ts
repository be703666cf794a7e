// narashi sample: pictures to try Narashi with.
import { resolve } from 'node:path';
import { z } from 'zod';
import { sampleClasses } from '../../data/sample/part-drawing.ts';
import { makeSampleImages } from '../../data/sample/sample-images.ts';
import { positiveInteger } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import type { Shell } from '../program.ts';
import { commandLine } from '../repeat.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({ perClass: z.string().default('100'), seed: z.string().default('1') });

export function addSample(shell: Shell): void {
  const { say, output, interruption } = shell.session;
  const command = shell.add('sample', 'sample.help').argument(`<${say('place.folder')}>`, say('sample.folder'));
  command.option(`--per-class <${say('place.number')}>`, say('sample.count'));
  command.option(`--seed <${say('place.number')}>`, say('sample.seed'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.opts());
    const perClass = positiveInteger('--per-class', options.perClass, say);
    const seed = positiveInteger('--seed', options.seed, say);
    const folder = resolve(command.args[0] ?? '');
    await requireWritable(`${folder}/OK`);
    const written = await makeSampleImages(folder, { perClass, seed, signal: interruption.signal });
    output.say(say('sample.done', { count: written, folder, command: commandLine(['train', folder]) }));
    output.answer({ folder, images: written, classes: sampleClasses });
    return exitCodes.ok;
  });
}
