// narashi eval: a run's stored test result, or a model tested on any labelled folder.
import { resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { count, percent } from '../../../shared/text/numbers.ts';
import { startEngine } from '../../jobs/engine.ts';
import { evaluateFolder } from '../../services/evaluate-folder.ts';
import { Predictor } from '../../services/predict.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { evaluationLines } from '../format/evaluation.ts';
import { bullet } from '../format/messages.ts';
import type { Shell } from '../program.ts';
import { type Session, withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({ workspace: z.string().optional() });
/** Images named one by one. */
const NAMED = 20;

export function addEval(shell: Shell): void {
  const { session } = shell;
  const { say } = session;
  const command = shell
    .add('eval', 'eval.help')
    .argument(`<${say('place.model-or-run')}>`, say('eval.model'))
    .argument(`[${say('place.folder')}]`, say('eval.folder'));
  shell.run(command, async () => {
    const [model = '', folder] = command.args;
    const { workspace } = optionSchema.parse(command.optsWithGlobals());
    if (/^\d+$/u.test(model) && folder === undefined)
      return showStored(session, workspaceRoot(workspace), Number(model));
    if (folder === undefined) throw new NarashiError('cli.folder-needed', { model });
    return testModel(session, resolve(model), resolve(folder));
  });
}

function showStored({ say, output }: Session, root: string, id: number): Promise<ExitCode> {
  return withWorkspace(root, async ({ store }) => {
    const { run, evaluations } = store.showRun(id);
    const evaluation = evaluations.findLast(({ split }) => split === 'test');
    if (!evaluation) throw new NarashiError('cli.not-evaluated', { id, status: run.status });
    const { result } = evaluation;
    output.say(`${say('result.stored-of', { run: id })}: ${say('result.title', { images: count(result.images) })}`, '');
    output.say(...evaluationLines(result, say));
    output.answer({ run: id, evaluation: result });
    return exitCodes.ok;
  });
}

async function testModel({ say, output }: Session, model: string, folder: string): Promise<ExitCode> {
  const engine = startEngine();
  try {
    const predictor = await Predictor.open(engine, model);
    const found = await evaluateFolder(predictor, folder, (done, total) =>
      output.live(say('predict.live', { done, total })),
    );
    output.live('');
    const { evaluation, wrong, unreadable } = found;
    output.say(say('result.folder-title', { model, images: count(evaluation.images), folder }), '');
    output.say(...evaluationLines(evaluation, say));
    if (wrong.length > 0) {
      output.say('', say('eval.wrong', { count: wrong.length }));
      for (const { path, actual, className, probability } of wrong.slice(0, NAMED)) {
        output.say(`  ${path}  ${actual} → ${className ?? ''} (${percent(probability, say.language)})`);
      }
      if (wrong.length > NAMED) output.say(`  ${say('import.and-more', { count: wrong.length - NAMED })}`);
    }
    for (const { error } of unreadable)
      if (error) output.complain(...bullet(say('warning'), error.in(say.language), output.columns));
    output.answer({
      model,
      folder,
      evaluation,
      wrong: wrong.map(({ path, actual, className, probability }) => ({
        path,
        actual,
        judged: className,
        probability,
      })),
      unreadable: unreadable.map(({ path, error }) => ({ path, code: error?.code ?? null })),
    });
    return exitCodes.ok;
  } finally {
    await engine.close();
  }
}
