// narashi slices: a run's test figures by what is known of the parts.
import { z } from 'zod';
import { sliceKeys } from '../../../shared/contract/judging.ts';
import type { Rate } from '../../../shared/domain/evaluation.ts';
import { count, interval, none, percent } from '../../../shared/text/numbers.ts';
import { JudgementReader } from '../../services/judged-images.ts';
import { slicesOfRun } from '../../services/judging/slices.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional() });

export function addSlices(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('slices', 'slices.help').argument(`<${say('place.run')}>`, say('export.run'));
  const share = (rate: Rate | null) =>
    rate ? `${percent(rate.value, say.language)} (${interval(rate, say.language)})` : none;
  shell.run(command, async () => {
    const { workspace: root } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const reader = new JudgementReader(store);
      const known = sliceKeys
        .map((by) => ({ by, slices: slicesOfRun(store, reader, runId, by) }))
        .filter(({ slices }) => slices.some(({ name }) => name !== ''));
      if (known.length === 0) output.say(say('slices.none'));
      for (const { by, slices } of known) {
        output.say(
          '',
          ...table(
            [
              { title: say(`slices.${by}`) },
              { title: say('slices.images'), align: 'right' },
              { title: say('slices.accuracy'), align: 'right' },
              { title: say('slices.escape'), align: 'right' },
              { title: say('slices.overkill'), align: 'right' },
              { title: say('slices.stands') },
            ],
            slices.map((slice) => [
              slice.name === '' ? say('slices.unknown') : slice.name,
              count(slice.images),
              share(slice.accuracy),
              share(slice.escape),
              share(slice.overkill),
              say(`slices.${slice.stands}`),
            ]),
            '  ',
          ),
        );
      }
      output.answer({
        run: runId,
        slices: Object.fromEntries(known.map(({ by, slices }) => [by, slices])),
        exitCode: exitCodes.ok,
      });
      return exitCodes.ok;
    });
  });
}
