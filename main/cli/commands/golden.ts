// narashi golden: the versions of a project's golden set, made of its images and judged by its models.
import type { Command } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { GoldenMark } from '../../../shared/domain/golden.ts';
import { count } from '../../../shared/text/numbers.ts';
import { markName } from '../../../shared/text/registry.ts';
import { startChild } from '../../jobs/control/child.ts';
import {
  addGoldenSet,
  type GoldenChoice,
  goldenSetOf,
  goldenViewOf,
  judgeGolden,
} from '../../services/registry/golden.ts';
import type { Store } from '../../store/index.ts';
import { collect, positiveInteger, runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { goldenTable } from '../format/registry.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { projectNamed } from '../projects.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  name: z.string().trim().default(''),
  reason: z.string().trim().default(''),
  image: z.array(z.string()).default([]),
  limitOk: z.array(z.string()).default([]),
  limitNg: z.array(z.string()).default([]),
});

export function addGolden(shell: Shell): void {
  const golden = shell.add('golden', 'golden.help');
  addList(shell, golden);
  addShow(shell, golden);
  addMake(shell, golden);
  addJudge(shell, golden);
}

function addList(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const list = shell.add('list', 'golden.list', parent);
  list.argument(`<${say('place.project')}>`, say('models.project'));
  shell.run(list, () => {
    const { workspace: root } = optionSchema.parse(list.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { id } = projectNamed(store, list.args[0] ?? '', say);
      const sets = store.goldenSets.list(id);
      output.say(...(sets.length > 0 ? goldenTable(sets, say) : [say('golden.none')]));
      output.answer(sets);
      return exitCodes.ok;
    });
  });
}

function addShow(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const show = shell.add('show', 'golden.show', parent);
  show.argument(`<${say('place.project')}>`, say('models.project'));
  show.argument(`[${say('place.number')}]`, say('golden.version-option'));
  shell.run(show, () => {
    const { workspace: root } = optionSchema.parse(show.optsWithGlobals());
    const [, typed] = show.args;
    const version = typed === undefined ? undefined : positiveInteger(`[${say('place.number')}]`, typed, say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { id, settings } = projectNamed(store, show.args[0] ?? '', say);
      const set =
        version === undefined
          ? goldenSetOf(store, id)
          : store.goldenSets.list(id).find((each) => each.version === version);
      if (!set) throw new NarashiError('registry.no-golden-set', { name: settings.name });
      const images = store.goldenSets.images(set.id);
      output.say(
        ...goldenTable([set], say),
        '',
        ...table(
          [{ title: say('golden.expected') }, { title: say('golden.mark') }, { title: say('golden.path') }],
          images.map(({ verdict, mark, path }) => [verdict, mark ? markName(mark, say.language) : '', path]),
          '  ',
        ),
      );
      output.answer({ ...set, images });
      return exitCodes.ok;
    });
  });
}

function addMake(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const make = shell.add('make', 'golden.make', parent);
  make.argument(`<${say('place.project')}>`, say('models.project'));
  make.requiredOption(`--name <${say('place.text')}>`, say('golden.name-option'));
  make.option(`--reason <${say('place.text')}>`, say('golden.reason-option'));
  make.option(`--image <${say('place.path')}>`, say('golden.image-option'), collect);
  make.option(`--limit-ok <${say('place.path')}>`, say('golden.limit-ok-option'), collect);
  make.option(`--limit-ng <${say('place.path')}>`, say('golden.limit-ng-option'), collect);
  shell.run(make, () => {
    const { workspace: root, name, reason, image, limitOk, limitNg } = optionSchema.parse(make.optsWithGlobals());
    if (name === '') {
      throw new NarashiError('cli.invalid-value', { name: '--name', value: name, expected: say('place.text') });
    }
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { id: projectId } = projectNamed(store, make.args[0] ?? '', say);
      const images = choose(store, projectId, [
        [image, null],
        [limitOk, 'limit-ok'],
        [limitNg, 'limit-ng'],
      ]);
      const set = addGoldenSet(store, { projectId, name, reason, images });
      output.say(say('golden.was-made', { version: set.version, images: count(set.images) }));
      output.answer({ ...set, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

/** Images by their paths in the project. @throws NarashiError registry.golden-not-in-project */
function choose(
  store: Store,
  projectId: number,
  typed: readonly (readonly [paths: readonly string[], mark: GoldenMark | null])[],
): GoldenChoice[] {
  const rows = store.projectImages.rows(projectId, store.projectImages.find(projectId));
  const ids = new Map(rows.map(({ id, path }) => [path, id]));
  return typed.flatMap(([paths, mark]) =>
    paths.map((path) => {
      const imageId = ids.get(path.normalize('NFC')) ?? ids.get(path);
      if (imageId === undefined) throw new NarashiError('registry.golden-not-in-project', { path });
      return { imageId, mark };
    }),
  );
}

function addJudge(shell: Shell, parent: Command): void {
  const { say, output, interruption } = shell.session;
  const judge = shell.add('judge', 'golden.judge', parent).argument(`<${say('place.run')}>`, say('export.run'));
  shell.run(judge, () => {
    const { workspace: root } = optionSchema.parse(judge.optsWithGlobals());
    const runId = runNumber(judge.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const set = await judgeGolden(workspace, runId, {
        start: startChild,
        signal: interruption.signal,
        onProgress: ({ done, total }) => output.live(say('golden.live', { done: count(done), total: count(total) })),
      });
      output.live('');
      const { outcome, regressions, trainedOn, images, decisions } = goldenViewOf(workspace.store, set, runId);
      const figures = { run: runId, version: set.version, images: count(images.length) };
      output.say(
        say('golden.title', figures),
        say('golden.figures', {
          escapes: count(outcome?.escapes ?? 0),
          overkills: count(outcome?.overkills ?? 0),
          reviews: count(outcome?.reviews ?? 0),
          regressions: count(regressions?.length ?? 0),
        }),
        ...(trainedOn > 0 ? [say('golden.trained-on', { count: count(trainedOn) })] : []),
      );
      const wrong = images.flatMap(({ path, verdict }, place) => {
        const decision = decisions?.[place];
        return decision !== undefined && decision !== verdict && decision !== 'review'
          ? [[verdict, decision, path]]
          : [];
      });
      const columns = [say('golden.expected'), say('golden.judged'), say('golden.path')].map((title) => ({ title }));
      if (wrong.length > 0) output.say('', ...table(columns, wrong, '  '));
      output.answer({ run: runId, golden: set, outcome, regressions, trainedOn, decisions, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
