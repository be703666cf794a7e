// The real command line as a stranger uses it: train, predict, stop, pull the plug, resume, and every bad input we know.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeSampleImages } from '../../main/data/sample/sample-images.ts';
import { loweringMemory } from '../../main/jobs/engine.ts';
import { narashi as inThisProcess } from '../support/command-line.ts';

const program = resolve('main/cli/narashi.js');
const quick = ['--network', 'tiny', '--size', '32', '--batch', '8', '--threads', '1'];

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let root = '';
let images = '';
let workspaces = 0;
const freshWorkspace = () => join(root, `workspace ${++workspaces}`);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'narashi-cli-'));
  images = join(root, '画像 フォルダー');
  await makeSampleImages(images, { perClass: 12, classes: ['OK', 'stain'], size: 48 });
});
afterAll(() => rm(root, { recursive: true, force: true }));

function launch(words: readonly string[], cwd = root): ChildProcess {
  const { npm_execpath: _, ...environment } = process.env;
  return spawn(process.execPath, [program, ...words], { cwd, env: { ...environment, LC_ALL: 'C.UTF-8' } });
}

/** Gathers output until the end; `watch` sees what has come so far. */
async function finish(child: ChildProcess, watch?: (stdout: string) => void): Promise<Finished> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    watch?.(stdout);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

const narashi = (...words: string[]) => finish(launch(words));

/** Runs until `sign` appears on standard output, then sends the signal. */
function interrupt(words: readonly string[], sign: string, signal: 'SIGINT' | 'SIGKILL'): Promise<Finished> {
  const child = launch(words);
  let sent = false;
  return finish(child, (stdout) => {
    if (sent || !stdout.includes(sign)) return;
    sent = true;
    child.kill(signal);
  });
}

const trained = z.object({
  run: z.number(),
  status: z.literal('done'),
  evaluation: z.object({ images: z.number(), confusion: z.array(z.array(z.number())), logLoss: z.number() }),
  export: z.object({ path: z.string(), sha256: z.string(), parity: z.object({ disagreements: z.number() }) }),
  copy: z.object({ path: z.string(), sidecar: z.string() }).nullable(),
  epochs: z.array(z.object({ epoch: z.number(), loss: z.number().nullable() })),
});
const shown = z.object({ run: z.object({ status: z.string() }), arguments: z.array(z.string()) });
const tried = z.object({
  trial: z.object({ id: z.number(), status: z.string(), done: z.number(), total: z.number() }),
  result: z.object({
    testImages: z.number(),
    budgets: z.array(
      z.object({
        methods: z.array(
          z.object({
            method: z.string(),
            runIds: z.array(z.number()),
            robustness: z.object({ values: z.array(z.number().min(0).max(1)) }),
          }),
        ),
        comparisons: z.array(z.object({ measure: z.string(), wins: z.number(), ties: z.number(), losses: z.number() })),
        verdicts: z.array(z.object({ kind: z.string() })),
      }),
    ),
  }),
});
const judged = z.object({
  images: z.array(z.object({ path: z.string(), verdict: z.enum(['OK', 'NG']), class: z.string().nullable() })),
});
const failure = z.object({ error: z.object({ code: z.string().nullable(), message: z.string() }) });

describe('a trained model', () => {
  const workspace = join(tmpdir(), `narashi-cli-main-${process.pid}`);
  const model = () => join(root, 'モデル', 'model.onnx');
  afterAll(() => rm(workspace, { recursive: true, force: true }));

  it('comes from one command, as JSON', async () => {
    const words = ['train', images, '--workspace', workspace, '--epochs', '2', ...quick, '--out', model(), '--json'];
    const { code, stdout, stderr } = await narashi(...words);
    expect(stderr).toContain('Training runs on the CPU');
    expect(code, stderr).toBe(0);
    const answer = trained.parse(JSON.parse(stdout));
    expect(answer.evaluation.images).toBe(4);
    expect(answer.export.parity.disagreements).toBe(0);
    expect(answer.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(JSON.parse(await readFile(join(root, 'モデル', 'model.json'), 'utf8')).sha256).toBe(answer.export.sha256);
  });

  it('judges images; what cannot be read is NG and ends in code 3', async () => {
    const broken = join(root, '壊れた.png');
    await writeFile(broken, 'not an image');
    const good = await inThisProcess('predict', model(), join(images, 'OK'), '--json');
    expect(good.code, good.err).toBe(0);
    expect(judged.parse(JSON.parse(good.out)).images).toHaveLength(12);
    const { code, stdout } = await narashi('predict', model(), join(images, 'OK', 'OK-001.png'), broken, '--json');
    expect(code).toBe(3);
    expect(judged.parse(JSON.parse(stdout)).images[1]).toMatchObject({ path: broken, verdict: 'NG', class: null });
  });

  it('answers for Excel', async () => {
    const { code, out } = await inThisProcess('predict', model(), join(images, 'stain', 'stain-001.png'), '--csv');
    expect(code).toBe(0);
    expect(out.startsWith('\u{feff}image,verdict,class,')).toBe(true);
  });

  it('is tested on a labelled folder, listed, shown and exported again', async () => {
    const tested = await inThisProcess('eval', model(), images, '--json');
    expect(
      z.object({ evaluation: z.object({ images: z.literal(24) }) }).safeParse(JSON.parse(tested.out)).success,
    ).toBe(true);
    const listed = await narashi('runs', '--workspace', workspace, '--lang', 'ja');
    expect(listed.stdout).toMatch(/番号.*状態[\s\S]*完了/u);
    const { out } = await inThisProcess('runs', 'show', '1', '--workspace', workspace, '--json');
    const { run, arguments: words } = shown.parse(JSON.parse(out));
    expect(run.status).toBe('done');
    expect(words).toEqual(
      [
        'train',
        images,
        '--ok',
        'OK',
        '--network',
        'tiny',
        '--size',
        '32',
        '--epochs',
        '2',
        '--batch',
        '8',
        '--seed',
        '0',
        '--method',
        'samar',
      ].toSorted((a, b) => words.indexOf(a) - words.indexOf(b)),
    );
    await truncate(join(workspace, 'runs', '1', 'model.onnx'), 100);
    const again = await inThisProcess('export', '1', '--workspace', workspace, '--out', join(root, 'again.onnx'));
    expect(again.out).toContain('exported again from the checkpoint');
    expect(await readFile(join(root, 'again.onnx'))).toEqual(await readFile(model()));
  });
});

/** The self-test's verdict as it would be after a busy moment. */
async function changeMind(memory: string): Promise<void> {
  if (!existsSync(memory)) return;
  const verdict = await readFile(memory, 'utf8');
  await writeFile(memory, verdict.replace('"agrees"', '"slower"'));
}

describe('an interrupted training', () => {
  const words = (workspace: string) => ['train', images, '--workspace', workspace, '--epochs', '8', ...quick];
  const resume = async (workspace: string) => {
    const { code, stdout, stderr } = await narashi('resume', '--workspace', workspace, '--threads', '1', '--json');
    expect(code, stderr).toBe(0);
    return trained.parse(JSON.parse(stdout));
  };
  let first = '';
  let undisturbed: z.infer<typeof trained>;
  /** Trains as the undisturbed one does: how is measured once per workspace, which a busy moment may change. */
  const alikeWorkspace = async () => {
    const workspace = freshWorkspace();
    const memory = loweringMemory(first);
    if (existsSync(memory)) await cp(memory, loweringMemory(workspace));
    return workspace;
  };

  beforeAll(async () => {
    first = freshWorkspace();
    const { stdout } = await narashi(...words(first), '--json');
    undisturbed = trained.parse(JSON.parse(stdout));
  });

  it('stops at Ctrl-C with a checkpoint, and ends as if nothing had happened', async () => {
    const workspace = await alikeWorkspace();
    const { code, stdout } = await interrupt(words(workspace), 'epoch 2/8', 'SIGINT');
    expect(code).toBe(130);
    expect(stdout).toContain(`narashi --workspace '${workspace}' resume 1`);
    const { evaluation, epochs, export: exported } = await resume(workspace);
    expect(evaluation).toEqual(undisturbed.evaluation);
    expect(epochs.map(({ loss }) => loss)).toEqual(undisturbed.epochs.map(({ loss }) => loss));
    expect(exported.sha256).toBe(undisturbed.export.sha256);
  });

  it('survives the plug being pulled, though the way of computing it began with now seems slow', async () => {
    const workspace = await alikeWorkspace();
    await interrupt(words(workspace), 'epoch 3/8', 'SIGKILL');
    const listed = await narashi('runs', '--workspace', workspace);
    expect(listed.stdout).toContain('interrupted');
    await changeMind(loweringMemory(workspace));
    expect((await resume(workspace)).evaluation).toEqual(undisturbed.evaluation);
    expect((await narashi('resume', '--workspace', workspace)).code).toBe(2);
  });
});

describe('bad input', () => {
  const folder = (name: string) => join(root, 'bad', name);
  const train = (path: string, ...more: string[]) => ['train', path, '--epochs', '1', ...quick, ...more];

  beforeAll(async () => {
    const copy = (from: string, to: string) => cp(join(images, from), folder(to), { recursive: true });
    await mkdir(folder('empty'), { recursive: true });
    await copy('OK', 'one class/OK');
    await copy('OK', 'truncated/OK');
    await mkdir(folder('truncated/NG'));
    await writeFile(folder('truncated/NG/空.png'), '');
    await writeFile(folder('truncated/NG/renamed.png'), '%PDF-1.7');
    await copy('stain/stain-001.png', 'truncated/NG/切れた.png');
    await truncate(folder('truncated/NG/切れた.png'), 500);
    await copy('OK/OK-001.png', 'single images/OK/a.png');
    await copy('stain/stain-001.png', 'single images/NG/b.png');
    await mkdir(folder('read-only'));
    await chmod(folder('read-only'), 0o500);
    await writeFile(folder('model.onnx'), 'no model');
  });

  const cases: readonly (readonly [
    what: string,
    words: () => readonly string[],
    code: number,
    error: string | null,
  ])[] = [
    ['an empty folder', () => train(folder('empty')), 3, 'data.empty-folder'],
    ['a missing folder', () => train(folder('missing')), 3, 'data.folder-missing'],
    ['one class', () => train(folder('one class')), 3, 'data.one-class'],
    ['a class of damaged files only', () => train(folder('truncated')), 3, 'data.one-class'],
    ['nothing to test on', () => train(folder('single images')), 4, null],
    ['an unknown OK class', () => train(images, '--ok', '良品'), 2, 'services.unknown-class'],
    ['an unknown option', () => train(images, '--speed', '9'), 2, 'cli.unknown-option'],
    ['an impossible value', () => train(images, '--method', 'magic'), 2, 'cli.invalid-value'],
    ['an unknown setting', () => train(images, '--set', 'colour=3'), 2, 'cli.unknown-setting'],
    ['no thread', () => ['train', images, '--threads', '0'], 2, 'cli.invalid-value'],
    ['an unknown command', () => ['trian'], 2, 'cli.unknown-command'],
    ['no folder', () => ['train'], 2, 'cli.missing-argument'],
    ['a run that is not there', () => ['runs', 'show', '99'], 2, 'store.run-not-found'],
    ['nothing to resume', () => ['resume'], 2, 'cli.nothing-to-resume'],
    ['a file that is no model', () => ['predict', folder('model.onnx'), images], 3, 'onnx.unreadable'],
    ['a missing model', () => ['predict', folder('none.onnx'), images], 3, 'services.model-missing'],
  ];
  it.each(cases)('%s', async (_, words, code, error) => {
    const result = await inThisProcess(...words(), '--workspace', join(root, 'bad workspace'), '--json');
    expect(result.code, result.err).toBe(code);
    const answer: unknown = JSON.parse(result.out);
    if (error !== null) expect(failure.parse(answer).error.code).toBe(error);
    expect(result.err).not.toMatch(/\n\s+at /u);
  });

  it.skipIf(process.getuid?.() === 0)('a read-only workspace', async () => {
    const { code, stderr } = await narashi('runs', '--workspace', folder('read-only'));
    expect(code, stderr).toBe(1);
  });

  it('a workspace that cannot be made', async () => {
    const { code, err } = await inThisProcess('runs', '--workspace', join(folder('model.onnx'), 'inside'));
    expect(code).toBe(1);
    expect(err).toContain('services.workspace-not-writable');
  });
});

describe('the program', () => {
  it('works through a link, from any folder', async () => {
    const link = join(root, 'リンク');
    await symlink(program, link);
    const child = spawn(process.execPath, [link, '--version'], { cwd: images });
    expect((await finish(child)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it('says which Node.js it needs', async () => {
    const source = await readFile(program, 'utf8');
    const old = source.replaceAll('process.versions.node', "'20.20.2'").replace(/^#!.*\n/u, '');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', old]);
    const { code, stderr } = await finish(child);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Node\.js 22\.18 以降[\s\S]*needs Node\.js 22\.18 or newer \(this is 20\.20\.2\)/u);
  });
});

describe('a trial', () => {
  it('goes on where it was killed, trains nothing twice, and gives no verdict that its seeds do not carry', async () => {
    const workspace = freshWorkspace();
    const settings = ['--methods', 'sgd,samar-efficient', '--budget', 'epochs', '--seeds', '2', '--label-noise', '0.2'];
    const network = ['--network', 'tiny', '--size', '16', '--epochs', '2', '--batch', '8', '--robustness'];
    const killed = await interrupt(
      ['trial', images, ...settings, ...network, '--workspace', workspace, '--lang', 'en'],
      '3/4  seed 1 · SGD',
      'SIGKILL',
    );
    expect(killed.code).toBeNull();
    expect((await inThisProcess('trial', 'list', '--workspace', workspace)).out).toContain('2/4');
    const resumed = await narashi('trial', 'resume', '--workspace', workspace, '--json');
    expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
    const { trial, result } = tried.parse(JSON.parse(resumed.stdout));
    expect(trial).toEqual({ id: 1, status: 'done', done: 4, total: 4 });
    const [budget] = result.budgets;
    expect(budget?.methods).toMatchObject([
      { method: 'sgd', runIds: [1, 3] },
      { method: 'samar-efficient', runIds: [2, 4] },
    ]);
    for (const { robustness } of budget?.methods ?? []) expect(robustness.values).toHaveLength(2);
    for (const { wins, ties, losses } of budget?.comparisons ?? []) expect(wins + ties + losses).toBe(2);
    expect(budget?.verdicts).toEqual([{ kind: 'too-few' }]);
    expect((await inThisProcess('trial', 'resume', '--workspace', workspace)).code).toBe(2);
    const shown = await inThisProcess('trial', 'show', '1', '--workspace', workspace, '--json');
    expect(tried.parse(JSON.parse(shown.out))).toEqual({ trial, result });
  }, 240_000);

  it.each([
    ['one method', ['--methods', 'sgd']],
    ['an unknown method', ['--methods', 'sgd,samur']],
    ['a baseline that is not compared', ['--baseline', 'asam']],
    ['too much noise', ['--label-noise', '0.6']],
    ['too many seeds', ['--seeds', '21']],
  ])('is refused with %s', async (_, words) => {
    const { code, err } = await inThisProcess('trial', images, ...words, '--workspace', freshWorkspace());
    expect(err).toContain('cli.invalid-value');
    expect(code).toBe(2);
  });
});
