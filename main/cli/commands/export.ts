// narashi export: a run's model, proved once more and copied to where it is needed.
import { resolve } from 'node:path';
import { z } from 'zod';
import { startEngine } from '../../jobs/engine.ts';
import { copyExport } from '../../services/copy-export.ts';
import { verifyExport } from '../../services/export-run.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { exportRows } from '../format/outcome.ts';
import { pairs } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({ out: z.string().optional(), workspace: z.string().optional() });

export function addExport(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('export', 'export.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--out <${say('place.file')}>`, say('train.out'));
  shell.run(command, async () => {
    const id = runNumber(command.args[0] ?? '', say);
    const { out, workspace: root } = optionSchema.parse(command.optsWithGlobals());
    await requireWritable(out);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      workspace.store.runs.get(id);
      const engine = startEngine();
      try {
        const exported = await verifyExport(workspace, engine, id);
        const copy = out === undefined ? null : await copyExport(exported, resolve(out));
        output.say(say(exported.rebuilt ? 'export.rebuilt' : 'export.verified', { run: id }));
        const copied = copy ? [[say('result.copied'), copy.path] as const] : [];
        output.say(...pairs([...exportRows(exported, say), ...copied], '  '));
        output.answer({ run: id, export: exported, copy });
        return exitCodes.ok;
      } finally {
        await engine.close();
      }
    });
  });
}
