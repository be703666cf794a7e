// narashi models: the stage of every finished run of the projects, its gates, approval, and the way back to the former model.
import type { Command } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type Stage, stages } from '../../../shared/domain/registry.ts';
import { stageName } from '../../../shared/text/registry.ts';
import { unmet } from '../../eval/index.ts';
import { rollBack, takeStep } from '../../services/registry/approve.ts';
import { gatesOfRun } from '../../services/registry/facts.ts';
import { placeOf } from '../../services/registry/line.ts';
import { modelsOf } from '../../services/registry/models.ts';
import { runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { gateTable, modelTable } from '../format/registry.ts';
import type { Shell } from '../program.ts';
import { projectNamed } from '../projects.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { addGateSettings } from './gate-settings.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  to: z.string().default(''),
  approver: z.string().default(''),
  reason: z.string().default(''),
  override: z.string().default(''),
});

export function addModels(shell: Shell): void {
  const models = shell.add('models', 'models.help');
  addList(shell, models);
  addPromote(shell, models);
  addRollback(shell, models);
  addGates(shell, models);
  addGateSettings(shell, models);
}

function addList(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const list = shell.add('list', 'models.list', parent, { isDefault: true });
  list.argument(`[${say('place.project')}]`, say('models.project'));
  shell.run(list, () => {
    const { workspace: root } = optionSchema.parse(list.optsWithGlobals());
    const [typed] = list.args;
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const projects = typed === undefined ? store.projects.list() : [projectNamed(store, typed, say)];
      const found = projects.map(({ id, settings }) => ({ id, name: settings.name, ...modelsOf(store, id) }));
      for (const { id, name, ...models } of found) {
        const isEmpty = models.models.length === 0;
        output.say('', say('models.of', { project: id, name }), ...(isEmpty ? [] : ['', ...modelTable(models, say)]));
        if (isEmpty) output.say(say('models.none'));
        if (models.isUnaltered === false) output.say('', say('models.altered', { run: models.live ?? 0 }));
      }
      if (found.length === 0) output.say(say('models.no-project'));
      output.answer(found);
      return exitCodes.ok;
    });
  });
}

function addPromote(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const promote = shell.add('promote', 'models.promote', parent).argument(`<${say('place.run')}>`, say('export.run'));
  promote.requiredOption('--to <draft|candidate|approved|retired>', say('models.to'));
  addSignature(shell, promote);
  promote.option(`--override <${say('place.text')}>`, say('models.override'));
  shell.run(promote, () => {
    const { workspace: root, to: typed, ...step } = optionSchema.parse(promote.optsWithGlobals());
    const runId = runNumber(promote.args[0] ?? '', say);
    const to = stageTyped(typed);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { projectId } = placeOf(store, runId);
      // What keeps it from being approved is told before it is refused.
      const gates = to === 'approved' ? gatesOfRun(store, runId) : [];
      if (unmet(gates).length > 0) output.say(...gateTable(gates, say), '');
      takeStep(store, { runId, to, ...step });
      const models = modelsOf(store, projectId);
      const stage = stageName(to, say.language);
      output.say(say(models.live === runId ? 'models.now-live' : 'models.moved', { run: runId, stage }));
      output.answer({ run: runId, stage: to, project: projectId, live: models.live, gates, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });

  /** @throws NarashiError cli.invalid-value */
  function stageTyped(typed: string): Stage {
    const stage = stages.find((each) => each === typed);
    if (stage) return stage;
    throw new NarashiError('cli.invalid-value', { name: '--to', value: typed, expected: stages.join(', ') });
  }
}

function addRollback(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const command = shell.add('rollback', 'models.rollback', parent);
  command.argument(`<${say('place.project')}>`, say('models.project'));
  addSignature(shell, command);
  shell.run(command, () => {
    const { workspace: root, approver, reason } = optionSchema.parse(command.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { id } = projectNamed(store, command.args[0] ?? '', say);
      const runId = rollBack(store, id, { approver, reason });
      output.say(say('models.rolled-back', { run: runId }));
      output.answer({ project: id, live: runId, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

function addGates(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const command = shell.add('gates', 'models.gates', parent).argument(`<${say('place.run')}>`, say('export.run'));
  shell.run(command, () => {
    const { workspace: root } = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const gates = gatesOfRun(store, runId);
      const missing = unmet(gates).length;
      const exitCode = missing > 0 ? exitCodes.failed : exitCodes.ok;
      if (gates.length > 0) output.say(...gateTable(gates, say), '');
      output.say(missing > 0 ? say('gates.unmet', { count: missing }) : say('gates.met', { run: runId }));
      output.answer({ run: runId, gates, passed: missing === 0, exitCode });
      return exitCode;
    });
  });
}

function addSignature({ session: { say } }: Shell, command: Command): void {
  command.option(`--approver <${say('place.person')}>`, say('models.approver-option'));
  command.option(`--reason <${say('place.text')}>`, say('models.reason'));
}
