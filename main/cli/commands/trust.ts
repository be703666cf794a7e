// narashi trust: whether a run's probabilities mean what they say, and what a temperature makes of them.
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { count, measure, percent } from '../../../shared/text/numbers.ts';
import { calibrationOf } from '../../services/judging/calibration.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional() });

export function addTrust(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('trust', 'trust.help').argument(`<${say('place.run')}>`, say('export.run'));
  const share = (value: number | null) => percent(value, say.language);
  shell.run(command, async () => {
    const { workspace: root } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const calibration = calibrationOf(store, runId);
      const { temperature, fittedOn, fewest, testImages, before, after } = calibration;
      if (testImages === 0)
        throw new NarashiError('services.not-trained', { id: runId, status: store.runs.get(runId).status });
      output.say(
        '',
        say('trust.title', { run: runId, images: count(testImages) }),
        '',
        ...table(
          [
            { title: say('trust.probability') },
            { title: say('trust.mean'), align: 'right' },
            { title: say('trust.right'), align: 'right' },
            { title: say('trust.images'), align: 'right' },
          ],
          before.bins.map(({ from, to, images, confidence, accuracy }) => [
            `${share(from)}–${share(to)}`,
            share(confidence),
            share(accuracy),
            count(images),
          ]),
          '  ',
        ),
        '',
        say('trust.error', { before: share(before.calibrationError), loss: measure(before.logLoss) }),
        fittedOn > 0
          ? say('trust.corrected', {
              temperature: temperature.toFixed(2),
              images: count(fittedOn),
              after: share(after.calibrationError),
              loss: measure(after.logLoss),
            })
          : say('trust.too-few', { fewest }),
      );
      output.answer({ run: runId, ...calibration, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
