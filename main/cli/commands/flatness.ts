// narashi flatness: how flat the loss is around a finished training, by itself or beside another. A diagnosis, no verdict.
import { z } from 'zod';
import { startChild } from '../../jobs/control/child.ts';
import { landscapeOrderOf, type Measuring, measureFlatness, measureLandscape } from '../../jobs/control/flatness.ts';
import type { Workspace } from '../../services/workspace.ts';
import { runNumber } from '../arguments.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { crossSection, flatnessLines, type Measured } from '../format/flatness.ts';
import type { Shell } from '../program.ts';
import { type Session, withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional(), with: z.string().optional() });

export function addFlatness(shell: Shell): void {
  const { session } = shell;
  const { say } = session;
  const command = shell.add('flatness', 'flatness.help').argument(`<${say('place.run')}>`, say('flatness.run'));
  command.option(`--with <${say('place.run')}>`, say('flatness.with'));
  shell.run(command, async () => {
    const { workspace: root, with: second } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    const otherId = second === undefined ? null : runNumber(second, say);
    return withWorkspace(workspaceRoot(root), (workspace) => measureAll(session, workspace, runId, otherId));
  });
}

async function measureAll(
  session: Session,
  workspace: Workspace,
  runId: number,
  otherId: number | null,
): Promise<ExitCode> {
  const { say, output, interruption } = session;
  // Two that do not go together are told before minutes are spent on one of them.
  if (otherId !== null) landscapeOrderOf(workspace, runId, otherId);
  interruption.onFirst(() => output.complain(say('flatness.stopping')));
  const measuring = (key: 'flatness.live' | 'flatness.live-landscape', run: number): Measuring => ({
    start: startChild,
    signal: interruption.signal,
    onProgress: ({ done, total }) => output.live(say(key, { run, done, total })),
  });
  const measured: Measured[] = [];
  for (const run of otherId === null ? [runId] : [runId, otherId]) {
    measured.push({ run, flatness: await measureFlatness(workspace, run, measuring('flatness.live', run)) });
  }
  const watch = measuring('flatness.live-landscape', runId);
  const landscape = otherId === null ? null : await measureLandscape(workspace, runId, otherId, watch);
  output.live('');
  output.say(...flatnessLines(measured, say));
  if (landscape) output.say('', ...crossSection(landscape, say));
  output.say('', say('flatness.caption'));
  output.answer({ runs: measured, landscape, exitCode: exitCodes.ok });
  return exitCodes.ok;
}
