// narashi resume: goes on where a run was stopped, by Ctrl-C, a power cut or a crash.
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Workspace } from '../../services/workspace.ts';
import { runNumber } from '../arguments.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot, workspaceWords } from '../session.ts';
import type { Voice } from '../text.ts';
import { requireWritable, showTraining } from '../training.ts';
import { addComputing, readComputing } from './train.ts';

const optionSchema = z.object({ out: z.string().optional(), workspace: z.string().optional() });

export function addResume(shell: Shell): void {
  const { session } = shell;
  const { say, output } = session;
  const command = shell.add('resume', 'resume.help').argument(`[${say('place.run')}]`, say('resume.run'));
  command.option(`--out <${say('place.file')}>`, say('train.out'));
  addComputing(command, say);
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const computing = readComputing(command, say);
    await requireWritable(options.out);
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const { code, answer } = await showTraining(session, {
        workspace,
        runId: chooseRun(workspace, command.args[0], say),
        ...computing,
        ...(options.out === undefined ? {} : { out: options.out }),
        workspaceWords: workspaceWords(options.workspace),
      });
      output.answer(answer);
      return code;
    });
  });
}

/** @throws NarashiError cli.nothing-to-resume, store.run-not-found, store.run-status */
function chooseRun({ store, root }: Workspace, given: string | undefined, say: Voice): number {
  if (given !== undefined) {
    const run = store.runs.get(runNumber(given, say));
    if (run.status === 'done' || run.status === 'running') {
      throw new NarashiError('store.run-status', { id: run.id, from: run.status, to: 'running' });
    }
    return run.id;
  }
  // Runs of the app wait in its own queue; here they are taken up only by number.
  const unfinished = store.runs
    .list()
    .findLast(({ status, projectId }) => projectId === null && (status === 'stopped' || status === 'interrupted'));
  if (!unfinished) throw new NarashiError('cli.nothing-to-resume', { workspace: root });
  return unfinished.id;
}
