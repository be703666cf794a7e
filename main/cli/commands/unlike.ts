// narashi unlike: test images unlike all that a run has learned from; nothing is changed.
import { z } from 'zod';
import { count } from '../../../shared/text/numbers.ts';
import { rate } from '../../eval/index.ts';
import { startChild } from '../../jobs/control/child.ts';
import { measureLikeness } from '../../jobs/control/likeness.ts';
import { JudgementReader } from '../../services/judged-images.ts';
import { positiveInteger, runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional(), limit: z.string().default('20') });

export function addUnlike(shell: Shell): void {
  const { say, output, interruption } = shell.session;
  const command = shell.add('unlike', 'unlike.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--limit <${say('place.number')}>`, say('unlike.limit'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    const limit = positiveInteger('--limit', options.limit, say);
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const { store } = workspace;
      const result = await measureLikeness(workspace, runId, {
        start: startChild,
        signal: interruption.signal,
        onProgress: ({ done, total }) => output.live(say('unlike.live', { done: count(done), total: count(total) })),
      });
      output.live('');
      const { threshold, trainImages, test } = result;
      const judgements = new JudgementReader(store).of(runId);
      const judged = new Map(judgements?.images.map((image) => [image.imageId, image]));
      const nameOf = (index: number | undefined) => judgements?.classes[index ?? -1]?.name ?? '';
      const farthest = test.toSorted((one, other) => other.distance - one.distance).slice(0, limit);
      const nearest = store.snapshots.byIds(
        store.runs.get(runId).snapshotId,
        farthest.flatMap((image) => image.nearest[0]?.imageId ?? []),
      );
      const paths = new Map(nearest.map(({ id, path }) => [id, path]));
      const isUnlike = (distance: number) => threshold !== null && distance >= threshold;
      const unlike = rate(test.filter(({ distance }) => isUnlike(distance)).length, test.length);
      const rows = farthest.map(({ imageId, distance, nearest: [first] }) => {
        const image = judged.get(imageId);
        return {
          image: image?.path ?? '',
          distance,
          isUnlike: isUnlike(distance),
          actual: nameOf(image?.actual),
          judged: nameOf(image?.predicted),
          nearest: paths.get(first?.imageId ?? 0) ?? '',
        };
      });
      const figures = {
        run: runId,
        count: count(unlike?.count ?? 0),
        total: count(test.length),
        train: count(trainImages),
        threshold: threshold?.toFixed(3) ?? '',
      };
      output.say(
        '',
        threshold === null ? say('unlike.no-limit', { run: runId }) : say('unlike.figure', figures),
        '',
        ...table(
          [
            { title: say('unlike.distance'), align: 'right' },
            { title: say('unlike.image') },
            { title: say('unlike.actual') },
            { title: say('unlike.judged') },
            { title: say('unlike.nearest') },
          ],
          rows.map((row) => [
            `${row.isUnlike ? '! ' : ''}${row.distance.toFixed(3)}`,
            row.image,
            row.actual,
            row.judged,
            row.nearest,
          ]),
          '  ',
        ),
      );
      output.answer({ run: runId, threshold, trainImages, unlike, images: rows, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
