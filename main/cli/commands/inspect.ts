// narashi inspect: a line under inspection, until it is stopped; or the images of a folder, or paths from standard input, once.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import { readImageFile } from '../../data/prepare-file.ts';
import { ImageProblem } from '../../data/raster.ts';
import type { Arrival } from '../../inspect/arrival.ts';
import { makeLine, settingsPath, trustKey } from '../../inspect/line-folder.ts';
import { findImages } from '../../services/find-images.ts';
import { type OpenedLine, openLine } from '../../services/line/open-line.ts';
import { siteKeyPath } from '../../services/packages/make-package.ts';
import { positiveInteger } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { lineSummary, partLine } from '../format/inspection.ts';
import type { Shell } from '../program.ts';
import { workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  init: z.boolean().default(false),
  name: z.string().optional(),
  watch: z.string().optional(),
  port: z.string().optional(),
  takt: z.string().optional(),
  package: z.string().optional(),
  key: z.string().optional(),
  rollback: z.boolean().default(false),
  replay: z.string().optional(),
  stdin: z.boolean().default(false),
  attached: z.boolean().default(false),
  verbose: z.boolean().default(false),
});

export function addInspect(shell: Shell): void {
  const { session } = shell;
  const { say, output, interruption } = session;
  const command = shell.add('inspect', 'inspect.help').argument(`<${say('place.line')}>`, say('inspect.line'));
  const [file, folder, number] = [say('place.file'), say('place.folder'), say('place.number')];
  command.option('--init', say('inspect.init'));
  command.option(`--name <${say('place.line')}>`, say('inspect.name'));
  command.option(`--watch <${folder}>`, say('inspect.watch'));
  command.option(`--port <${number}>`, say('inspect.port'));
  command.option(`--takt <${number}>`, say('inspect.takt'));
  command.option(`--package <${file}>`, say('inspect.package'));
  command.option(`--key <${file}>`, say('inspect.key'));
  command.option('--rollback', say('inspect.rollback'));
  command.option(`--replay <${folder}>`, say('inspect.replay'));
  command.option('--stdin', say('inspect.stdin'));
  command.option('--attached', say('inspect.attached'));
  command.option('--verbose', say('inspect.verbose'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const lineFolder = resolve(command.args[0] ?? '');
    if (options.init) {
      const settings = await makeLine(lineFolder, {
        name: options.name ?? say('inspect.default-name'),
        watch: options.watch && resolve(options.watch),
        httpPort: options.port === undefined ? undefined : positiveInteger('--port', options.port, say),
        taktMilliseconds: options.takt === undefined ? undefined : positiveInteger('--takt', options.takt, say),
      });
      if (options.key) await trustKey(lineFolder, options.key);
      const path = settingsPath(lineFolder);
      output.say(say('inspect.made', { path, watch: settings.folder?.path ?? '', port: settings.http?.port ?? '' }));
      output.answer({ path, settings, exitCode: exitCodes.ok });
      return exitCodes.ok;
    }
    if (options.key) await trustKey(lineFolder, options.key);
    const once = options.replay !== undefined || options.stdin;
    const opened = await openLine({
      folder: lineFolder,
      packagePath: options.package && resolve(options.package),
      ownKey: siteKeyPath(workspaceRoot(options.workspace)),
      log: (line) => output.complain(line),
      withoutSources: once,
    });
    try {
      if (options.rollback) await opened.line.rollBack();
      if (options.replay !== undefined) await replay(opened, options.replay);
      else if (options.stdin) await answerLines(opened);
      else await watch(opened, options);
      const report = opened.line.report();
      output.live('');
      if (!once || options.replay !== undefined) output.say(...lineSummary(report, say));
      if (!options.stdin) output.answer({ ...report, exitCode: exitCodes.ok });
      return exitCodes.ok;
    } finally {
      await opened.close();
    }
  });

  /** Until a signal, or until whoever started it says no more or is gone: parts come by themselves. */
  async function watch({ line }: OpenedLine, { verbose, attached }: z.output<typeof optionSchema>): Promise<void> {
    const { port } = line;
    output.say(say('inspect.running', { model: line.slot.current?.name ?? '' }));
    if (port !== undefined) output.say(say('inspect.listening', { port }));
    line.onPart((part) => {
      if (verbose) output.say(partLine(part, say));
      else output.live(lineSummary(line.report(), say)[0] ?? '');
    });
    if (interruption.signal.aborted) return;
    await new Promise<void>((stop) => {
      interruption.signal.addEventListener('abort', () => stop(), { once: true });
      if (attached)
        process.stdin
          .once('end', stop)
          .once('error', () => stop())
          .resume();
    });
    // An open pipe would keep the process.
    if (attached) process.stdin.destroy();
  }

  /** All images of a folder, at the pace of this PC; they stay where they are. */
  async function replay({ line }: OpenedLine, path: string): Promise<void> {
    const waiting = new Set<Promise<unknown>>();
    for (const image of await findImages([path])) {
      if (interruption.signal.aborted) break;
      const judged = line.inspect(await arrivalOf(image, 'replay', null)).then((part) => {
        output.say(partLine(part, say));
      });
      waiting.add(judged.finally(() => waiting.delete(judged)));
      if (waiting.size >= AT_ONCE) await Promise.race(waiting);
    }
    await Promise.all(waiting);
  }

  /** A path a line in, a document a line out, in the same order. */
  async function answerLines({ line }: OpenedLine): Promise<void> {
    const lines = createInterface({ input: process.stdin, signal: interruption.signal });
    for await (const text of lines) {
      const path = text.trim();
      if (path === '') continue;
      const answer: InspectedPart | { outcome: 'error'; errorCode: string; name: string } = await line
        .inspect(await arrivalOf(path, 'stdin', null))
        .catch((error: NarashiError) => ({ outcome: 'error' as const, errorCode: error.code, name: path }));
      output.raw(`${JSON.stringify(answer)}\n`);
    }
  }
}

/** Images on their way at once. */
const AT_ONCE = 32;

async function arrivalOf(path: string, source: Arrival['source'], reference: string | null): Promise<Arrival> {
  const bytes = await readImageFile(path).catch((error: unknown) => {
    if (error instanceof ImageProblem) return error;
    throw error;
  });
  const completeAt = performance.now();
  return { source, name: path, reference, identity: null, bytes, completeAt, hasImage: false };
}
