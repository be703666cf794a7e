// narashi unlike: test images unlike all that a run has learned from; nothing is changed.
import { z } from 'zod';
import { count } from '../../../shared/text/numbers.ts';
import { startChild } from '../../jobs/control/child.ts';
import { measureLikeness } from '../../jobs/control/likeness.ts';
import { JudgementReader } from '../../services/judged-images.ts';
import { unlikeImages } from '../../services/judging/likeness.ts';
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
      const { trainImages, test } = result;
      const judgements = new JudgementReader(store).of(runId);
      const { threshold, review, images } = unlikeImages(result, judgements, limit);
      const nameOf = (index: number) => judgements?.classes[index]?.name ?? '';
      const closest = new Map(test.map(({ imageId, nearest }) => [imageId, nearest[0]?.imageId ?? 0]));
      const nearest = store.snapshots.byIds(
        store.runs.get(runId).snapshotId,
        images.map(({ imageId }) => closest.get(imageId) ?? 0),
      );
      const paths = new Map(nearest.map(({ id, path }) => [id, path]));
      const rows = images.map(({ imageId, path, distance, actual, predicted }) => ({
        image: path,
        distance,
        isUnlike: threshold !== null && distance >= threshold,
        actual: nameOf(actual),
        judged: nameOf(predicted),
        nearest: paths.get(closest.get(imageId) ?? 0) ?? '',
      }));
      const figures = {
        run: runId,
        count: count(review?.count ?? 0),
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
      output.answer({ run: runId, threshold, trainImages, unlike: review, images: rows, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
