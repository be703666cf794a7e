// narashi runs: what was trained, how it did, and how to repeat it.
import { z } from 'zod';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { runList, runRecord } from '../format/runs.ts';
import type { Shell } from '../program.ts';
import { commandLine, repeatWords } from '../repeat.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional() });

export function addRuns(shell: Shell): void {
  const { say, output } = shell.session;
  const runs = shell.add('runs', 'runs.help');
  const list = shell.add('list', 'runs.list', runs, { isDefault: true });
  shell.run(list, () => {
    const { workspace: root } = optionSchema.parse(list.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const found = workspace.store.listRuns();
      output.say(...(found.length ? runList(found, say) : [say('runs.none', { workspace: workspace.root })]));
      output.answer(found);
      return exitCodes.ok;
    });
  });
  const show = shell.add('show', 'runs.show', runs).argument(`<${say('place.run')}>`, say('export.run'));
  shell.run(show, () => {
    const { workspace: root } = optionSchema.parse(show.optsWithGlobals());
    const id = runNumber(show.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const details = store.showRun(id);
      const words = repeatWords(details);
      output.say(...runRecord(details, say));
      output.answer({ ...details, command: words ? commandLine(words) : null, arguments: words ?? null });
      return exitCodes.ok;
    });
  });
}
