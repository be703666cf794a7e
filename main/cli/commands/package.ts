// narashi package: a signed package of a run, to judge on the line as the app does.
import { resolve } from 'node:path';
import { z } from 'zod';
import { count } from '../../../shared/text/numbers.ts';
import { startChild } from '../../jobs/control/child.ts';
import { makePackage } from '../../services/packages/make-package.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { packageLines } from '../format/package.ts';
import { askPassphrase } from '../passphrase.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  out: z.string().optional(),
  anySize: z.boolean().default(false),
  passphraseFile: z.string().optional(),
});

export function addPackage(shell: Shell): void {
  const { say, output, interruption } = shell.session;
  const command = shell.add('package', 'package.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--out <${say('place.file')}>`, say('package.out'));
  command.option('--any-size', say('package.any-size'));
  command.option(`--passphrase-file <${say('place.file')}>`, say('key.passphrase-file'));
  shell.run(command, async () => {
    const { workspace: root, out, anySize, passphraseFile } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    await requireWritable(out);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      workspace.store.runs.get(runId);
      const made = await makePackage(workspace, {
        runId,
        anySize,
        destination: out === undefined ? undefined : resolve(out),
        opening: await askPassphrase({ file: passphraseFile, prompt: say('key.prompt') }),
        start: startChild,
        signal: interruption.signal,
        now: new Date(),
        onProgress: ({ done, total }) => output.live(say('package.live', { done: count(done), total: count(total) })),
      });
      output.live('');
      const { path, bytes, sha256, manifest } = made;
      output.say(
        say('package.made', { path, megabytes: (bytes / 1e6).toFixed(1) }),
        '',
        ...packageLines(manifest, say),
      );
      output.answer({ run: runId, path, bytes, sha256, manifest, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
