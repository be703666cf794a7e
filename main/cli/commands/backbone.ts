// narashi backbone: networks from elsewhere, whose features a new last layer is trained on: added, listed, shown, removed.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { BackboneCorrections } from '../../../shared/contract/backbones.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type BackboneCard, featurePoolings, preprocessingConventions } from '../../../shared/domain/backbone.ts';
import { startChild } from '../../jobs/control/child.ts';
import { addBackbone, keptBytes, lookAtBackbone, removeBackbone } from '../../services/backbones/keeping.ts';
import { exitCodes } from '../exit.ts';
import { backboneFacts, backboneTable, candidateTable } from '../format/backbone.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  name: z.string().optional(),
  feature: z.string().optional(),
  pooling: z.string().optional(),
  preprocessing: z.string().optional(),
  mean: z.string().optional(),
  std: z.string().optional(),
  range: z.string().optional(),
  bgr: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});
type Options = z.infer<typeof optionSchema>;

export function addBackboneCommand(shell: Shell): void {
  const backbone = shell.add('backbone', 'backbone.help');
  addAdd(shell, backbone);
  addList(shell, backbone);
  addShow(shell, backbone);
  addRemove(shell, backbone);
}

function addAdd(shell: Shell, parent: Command): void {
  const { say, output, interruption } = shell.session;
  const add = shell.add('add', 'backbone.add', parent).argument(`<${say('place.file')}>`, say('backbone.file'));
  add.option(`--name <${say('place.text')}>`, say('backbone.name'));
  add.option(`--feature <${say('place.value')}>`, say('backbone.feature'));
  add.option(`--pooling <${featurePoolings.join('|')}>`, say('backbone.pooling'));
  add.option(`--preprocessing <${conventions.join('|')}>`, say('backbone.preprocessing'));
  add.option('--mean <r,g,b>', say('backbone.mean'));
  add.option('--std <r,g,b>', say('backbone.std'));
  add.option('--range <1|255>', say('backbone.range'));
  add.option('--bgr', say('backbone.bgr'));
  add.option('--dry-run', say('backbone.dry-run'));
  shell.run(add, () => {
    const { dryRun, ...options } = optionSchema.parse(add.optsWithGlobals());
    const path = resolve(add.args[0] ?? '');
    const corrections = correctionsOf(options);
    const looking = { start: startChild, signal: interruption.signal };
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      if (dryRun) {
        const looked = await lookAtBackbone(workspace, path, corrections, looking);
        output.say(...backboneFacts(looked.card, say, looked.reasons), '', ...candidateTable(looked, say));
        output.say('', say(looked.isKnown ? 'backbone.known-already' : 'backbone.not-added'));
        output.answer({ ...looked, exitCode: exitCodes.ok });
        return exitCodes.ok;
      }
      const card = await addBackbone(workspace, path, corrections, looking);
      output.say(say('backbone.was-added', { name: card.name }), '', ...backboneFacts(card, say));
      output.say('', say(card.preprocessing.known === 'convention' ? 'backbone.check-pixels' : 'backbone.next'));
      output.answer({ ...card, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

function addList(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const list = shell.add('list', 'backbone.list', parent);
  shell.run(list, () => {
    const { workspace: root } = optionSchema.parse(list.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const found = store.backbones.list().map((card) => ({ ...card, runs: store.backbones.runsWith(card.id) }));
      output.say(...(found.length > 0 ? backboneTable(found, say) : [say('backbone.none')]));
      output.answer(found);
      return exitCodes.ok;
    });
  });
}

function addShow(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const show = shell.add('show', 'backbone.show', parent).argument(`<${say('place.backbone')}>`, say('backbone.which'));
  shell.run(show, () => {
    const { workspace: root } = optionSchema.parse(show.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const card = workspace.store.backbones.find(show.args[0] ?? '');
      if ((await keptBytes(workspace, card.id)) === null)
        throw new NarashiError('backbone.file-gone', { name: card.name });
      const runs = workspace.store.backbones.runsWith(card.id);
      output.say(card.name, '', ...backboneFacts(card, say), '', say('backbone.used-by', { count: runs.length }));
      output.answer({ ...card, runs });
      return exitCodes.ok;
    });
  });
}

function addRemove(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const remove = shell.add('remove', 'backbone.remove', parent);
  remove.argument(`<${say('place.backbone')}>`, say('backbone.which'));
  shell.run(remove, () => {
    const { workspace: root } = optionSchema.parse(remove.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const { id, name } = workspace.store.backbones.find(remove.args[0] ?? '');
      await removeBackbone(workspace, id);
      output.say(say('backbone.was-removed', { name }));
      output.answer({ id, name, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

const conventions = ['imagenet', 'symmetric', 'unit', 'bytes', 'caffe'] as const;

/** @throws NarashiError cli.invalid-value */
function correctionsOf(options: Omit<Options, 'dryRun'>): BackboneCorrections {
  const { name, feature } = options;
  const pooling = oneOf('--pooling', options.pooling, featurePoolings);
  const preprocessing = preprocessingOf(options);
  return {
    ...(name === undefined ? {} : { name }),
    ...(feature === undefined ? {} : { feature }),
    ...(pooling === undefined ? {} : { pooling }),
    ...(preprocessing === undefined ? {} : { preprocessing }),
  };
}

/** A convention, changed where single values are given; those alone change ImageNet's. */
function preprocessingOf(options: Omit<Options, 'dryRun'>): BackboneCorrections['preprocessing'] {
  const convention = oneOf('--preprocessing', options.preprocessing, conventions);
  const range = oneOf('--range', options.range, ['1', '255'] as const);
  const mean = triple('--mean', options.mean, false);
  const std = triple('--std', options.std, true);
  if (!convention && !mean && !std && !range && !options.bgr) return undefined;
  const usual: Omit<BackboneCard['preprocessing'], 'known'> = preprocessingConventions[convention ?? 'imagenet'];
  return {
    scale: range === undefined ? usual.scale : range === '255' ? 255 : 1,
    mean: mean ?? usual.mean,
    std: std ?? usual.std,
    order: options.bgr ? 'bgr' : usual.order,
  };
}

function oneOf<T extends string>(name: string, value: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find((each) => each === value);
  if (value === undefined || found !== undefined) return found;
  throw new NarashiError('cli.invalid-value', { name, value, expected: known.join(', ') });
}

function triple(
  name: string,
  value: string | undefined,
  mustBePositive: boolean,
): [number, number, number] | undefined {
  if (value === undefined) return undefined;
  const parts = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [red = 0, green = 0, blue = 0] = parts;
  const isRight = parts.length === 3 && parts.every((part) => Number.isFinite(part) && (!mustBePositive || part > 0));
  if (!isRight) throw new NarashiError('cli.invalid-value', { name, value, expected: '0.485,0.456,0.406' });
  return [red, green, blue];
}
