// narashi trial: which training method is worth its cost on these images? Started, resumed, listed, shown.
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { TrialPlan } from '../../../shared/domain/trial.ts';
import { sharedRecipe } from '../../services/trials/trial-setup.ts';
import { isOver, trialView } from '../../services/trials/trial-view.ts';
import type { Workspace } from '../../services/workspace.ts';
import { collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { trialList } from '../format/trial.ts';
import { showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot, workspaceWords } from '../session.ts';
import type { Voice } from '../text.ts';
import { goThroughTrial, sayTrial } from '../trial-course.ts';
import { readPlan, trialOptions } from '../trial-options.ts';
import { addElectricity, readElectricity } from './train.ts';

const placeSchema = z.object({ workspace: z.string().optional() });
const startSchema = placeSchema.extend({
  backbone: z.string().optional(),
  ok: z.array(z.string()).default([]),
  name: z.string().optional(),
});

export function addTrial(shell: Shell): void {
  const trial = shell.add('trial', 'trial.help');
  addStart(shell, trial);
  addTrialResume(shell, trial);
  addList(shell, trial);
  addShow(shell, trial);
}

function addStart(shell: Shell, parent: Command): void {
  const { session } = shell;
  const { say } = session;
  const start = shell.add('start', 'trial.start', parent, { isDefault: true });
  start.argument(`<${say('place.folder')}>`, say('train.folder'));
  for (const option of trialOptions(say)) start.addOption(option);
  start.option(`--ok <${say('place.class')}>`, say('train.ok'), collect);
  start.option('--name <name>', say('trial.name'));
  addElectricity(start, say);
  shell.run(start, async () => {
    const options = startSchema.parse(start.optsWithGlobals());
    const wanted = readPlan(start.opts(), say);
    const electricity = readElectricity(start, say);
    const folder = resolve(start.args[0] ?? '');
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const plan = withBackbone(wanted, workspace, options.backbone);
      // Size and split do not depend on how many images there are.
      const { snapshot } = await showImport(
        session,
        workspace,
        folder,
        sharedRecipe(workspace, plan, [1, 1]),
        options.ok,
      );
      const name = options.name?.trim() || basename(folder);
      const { id } = workspace.store.trials.create({ projectId: null, snapshotId: snapshot.id, name, plan });
      const words = workspaceWords(options.workspace);
      return goThroughTrial(session, { workspace, trialId: id, electricity, workspaceWords: words });
    });
  });
}

/** @throws NarashiError backbone.not-found, backbone.ambiguous */
function withBackbone(plan: TrialPlan, { store }: Workspace, given: string | undefined): TrialPlan {
  if (given === undefined) return plan;
  return { ...plan, advanced: { ...plan.advanced, network: `backbone:${store.backbones.find(given).id}` } };
}

function addTrialResume(shell: Shell, parent: Command): void {
  const { session } = shell;
  const { say } = session;
  const resume = shell.add('resume', 'trial.resume', parent);
  resume.argument(`[${say('place.trial')}]`, say('trial.resume-id'));
  addElectricity(resume, say);
  shell.run(resume, async () => {
    const { workspace: root } = placeSchema.parse(resume.optsWithGlobals());
    const electricity = readElectricity(resume, say);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const trialId = unfinished(workspace, resume.args[0], say);
      return goThroughTrial(session, { workspace, trialId, electricity, workspaceWords: workspaceWords(root) });
    });
  });
}

function addList(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const list = shell.add('list', 'trial.list', parent);
  shell.run(list, () => {
    const { workspace: root } = placeSchema.parse(list.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const trials = workspace.store.trials.list().map((record) => trialView(workspace, record));
      output.say(...(trials.length ? trialList(trials, say) : [say('trial.none', { workspace: workspace.root })]));
      output.answer(trials);
      return exitCodes.ok;
    });
  });
}

function addShow(shell: Shell, parent: Command): void {
  const { session } = shell;
  const { say } = session;
  const show = shell.add('show', 'trial.show', parent).argument(`<${say('place.trial')}>`, say('trial.id'));
  shell.run(show, () => {
    const { workspace: root } = placeSchema.parse(show.optsWithGlobals());
    const id = trialNumber(show.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async (workspace) => sayTrial(session, workspace, id));
  });
}

/** @throws NarashiError trials.not-found, trials.has-ended, trials.of-the-app, trials.nothing-to-resume */
function unfinished({ store, root }: Workspace, given: string | undefined, say: Voice): number {
  if (given === undefined) {
    const [newest] = store.trials.list().filter((trial) => trial.projectId === null && !isOver(trial));
    if (!newest) throw new NarashiError('trials.nothing-to-resume', { workspace: root });
    return newest.id;
  }
  const trial = store.trials.get(trialNumber(given, say));
  const { id, projectId } = trial;
  if (isOver(trial)) throw new NarashiError('trials.has-ended', { id });
  if (projectId !== null) throw new NarashiError('trials.of-the-app', { id });
  return id;
}

/** A trial's number as typed. @throws NarashiError cli.invalid-value */
export function trialNumber(text: string, say: Voice): number {
  if (/^\d{1,15}$/u.test(text)) return Number(text);
  const name = `<${say('place.trial')}>`;
  throw new NarashiError('cli.invalid-value', { name, value: text, expected: say('expected.trial') });
}
