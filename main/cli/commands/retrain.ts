// narashi retrain: the recipe of a training there was, on the images as they are now.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { requireNew, retrainProject } from '../../services/line/retrain.ts';
import { quietContext } from '../../services/quiet-context.ts';
import { createRun } from '../../services/train-run.ts';
import type { Workspace } from '../../services/workspace.ts';
import { runNumber } from '../arguments.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { importAnswer, showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { commandLine } from '../repeat.ts';
import { withWorkspace, workspaceRoot, workspaceWords } from '../session.ts';
import { requireWritable, showTraining } from '../training.ts';
import { addComputing, readComputing } from './train.ts';

const optionSchema = z.object({ out: z.string().optional(), workspace: z.string().optional() });

export function addRetrain(shell: Shell): void {
  const { session } = shell;
  const { say, output } = session;
  const command = shell.add('retrain', 'retrain.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--out <${say('place.file')}>`, say('train.out'));
  addComputing(command, say);
  shell.run(command, async () => {
    const { out, workspace: root } = optionSchema.parse(command.optsWithGlobals());
    const computing = readComputing(command, say);
    const former = runNumber(command.args[0] ?? '', say);
    await requireWritable(out);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      if (workspace.store.runs.get(former).projectId !== null) return queueAgain(workspace, former, root);
      return trainAgain(workspace, former, { out, words: workspaceWords(root), computing });
    });
  });

  /** The app's own queue trains it. */
  async function queueAgain(workspace: Workspace, former: number, root: string | undefined): Promise<ExitCode> {
    const { runId, snapshot, formerImages } = await retrainProject(quietContext(workspace), former);
    const resume = commandLine([...workspaceWords(root), 'resume', String(runId)]);
    const figures = { run: runId, former, images: snapshot.imageCount, before: formerImages, command: resume };
    output.say(say('retrain.queued', figures));
    const { imageCount: images, digest } = snapshot;
    output.answer({ run: runId, status: 'queued', snapshot: digest, images, resume, exitCode: exitCodes.ok });
    return exitCodes.ok;
  }

  interface Again {
    readonly out: string | undefined;
    readonly words: readonly string[];
    readonly computing: ReturnType<typeof readComputing>;
  }

  async function trainAgain(workspace: Workspace, former: number, { out, words, computing }: Again): Promise<ExitCode> {
    const { run, snapshot, datasets } = workspace.store.showRun(former);
    const root = datasets.at(-1)?.root;
    if (root === undefined || !existsSync(root)) throw new NarashiError('line.no-folder-of-run', { run: former });
    const recipe = recipeSchema.parse(run.hyperParameters);
    const passing = snapshot.classes.filter(({ verdict }) => verdict === 'OK').map(({ name }) => name);
    const imported = await showImport(session, workspace, root, recipe, passing);
    requireNew(former, run.snapshotId, imported.snapshot);
    const { code, answer } = await showTraining(session, {
      workspace,
      runId: createRun(workspace, imported.snapshot, recipe),
      ...computing,
      ...(out === undefined ? {} : { out }),
      workspaceWords: words,
    });
    output.answer({ ...answer, data: importAnswer(imported, session) });
    return code;
  }
}
