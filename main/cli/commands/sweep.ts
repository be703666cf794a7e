// narashi sweep: how a run's model takes what the shop floor does to images; also as a gate for scripts.
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { count, percent } from '../../../shared/text/numbers.ts';
import { startChild } from '../../jobs/control/child.ts';
import { measureRobustness } from '../../jobs/control/robustness.ts';
import { amount, runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { sweepLines } from '../format/sweep.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional(), minimum: z.string().optional() });

export function addSweep(shell: Shell): void {
  const { say, output, interruption } = shell.session;
  const command = shell.add('sweep', 'sweep.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--minimum <${say('place.number')}>`, say('sweep.minimum'));
  shell.run(command, async () => {
    const { workspace: root, minimum: typed } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    const minimum = typed === undefined ? null : amount('--minimum', typed, say);
    if (minimum !== null && minimum > 1) {
      const expected = say('expected.most', { limit: 1 });
      throw new NarashiError('cli.invalid-value', { name: '--minimum', value: typed ?? '', expected });
    }
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const result = await measureRobustness(workspace, runId, {
        start: startChild,
        signal: interruption.signal,
        onProgress: ({ done, total }) => output.live(say('sweep.live', { done: count(done), total: count(total) })),
      });
      output.live('');
      const { images, clean, score } = result;
      const accuracy = percent(clean.accuracy, say.language);
      output.say(
        '',
        say('sweep.title', { run: runId, images: count(images), accuracy }),
        '',
        ...sweepLines(result, say),
      );
      const passed = minimum === null ? null : score >= minimum;
      if (minimum !== null) output.say(say(passed ? 'sweep.passed' : 'sweep.failed', { minimum }));
      const exitCode = passed === false ? exitCodes.failed : exitCodes.ok;
      output.answer({ run: runId, result, minimum, passed, exitCode });
      return exitCode;
    });
  });
}
