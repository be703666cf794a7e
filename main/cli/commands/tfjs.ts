// narashi tfjs: TensorFlow.js for graphics cards, brought from a prepared folder.
import { resolve } from 'node:path';
import { z } from 'zod';
import { hasTfjs, installTfjs, tfjsFolder } from '../../engine/tfjs/installation.ts';
import { exitCodes } from '../exit.ts';
import type { Shell } from '../program.ts';
import { workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional(), from: z.string() });

export function addTfjs(shell: Shell): void {
  const { say, output } = shell.session;
  const tfjs = shell.add('tfjs', 'tfjs.help');

  const install = shell.add('install', 'tfjs.install', tfjs);
  install.requiredOption(`--from <${say('place.folder')}>`, say('tfjs.from'));
  shell.run(install, async () => {
    const { workspace, from } = optionSchema.parse(install.optsWithGlobals());
    output.complain(say('tfjs.copying'));
    const folder = await installTfjs(resolve(from), workspaceRoot(workspace));
    output.say(say('tfjs.installed', { folder }), say('tfjs.next'));
    output.answer({ folder, exitCode: exitCodes.ok });
    return exitCodes.ok;
  });

  const show = shell.add('show', 'tfjs.show', tfjs);
  shell.run(show, async () => {
    const { workspace } = optionSchema.partial().parse(show.optsWithGlobals());
    const root = workspaceRoot(workspace);
    const isInstalled = hasTfjs(root);
    const folder = tfjsFolder(root);
    output.say(isInstalled ? say('tfjs.is-installed', { folder }) : say('tfjs.is-missing'), '', say('tfjs.needs'));
    output.answer({ installed: isInstalled, folder: isInstalled ? folder : null, exitCode: exitCodes.ok });
    return exitCodes.ok;
  });
}
