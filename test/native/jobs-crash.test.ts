// Training survives kill -9 of trainer and app at random moments: nothing committed is lost, no process is left behind, and
// what comes out in the end is what an undisturbed run gives, bit for bit. NARASHI_KILLS sets how many kills.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ChildTimes, startChild } from '../../main/jobs/control/child.ts';
import { TrainingQueue } from '../../main/jobs/control/queue.ts';
import { freezeProject } from '../../main/services/freeze.ts';
import { createRun } from '../../main/services/train-run.ts';
import { openWorkspace, type Workspace } from '../../main/services/workspace.ts';
import { random } from '../../shared/domain/random.ts';
import { openContext } from '../support/app-context.ts';
import { AppProcess, isAlive } from '../support/app-process.ts';
import { outcomeOf, type RunOutcome } from '../support/finished-run.ts';
import { toyRecipe } from '../support/toy-training.ts';
import { trainableProject } from '../support/trainable-project.ts';

const parent = fileURLToPath(new URL('../support/train-parent.ts', import.meta.url));
const kills = Number(process.env.NARASHI_KILLS ?? 3);
/** When kills fall: so many milliseconds at most after a start, or after a phase has begun; training is hit most often. */
const moments: readonly (readonly [phase: string | undefined, within: number])[] = [
  [undefined, 2_500],
  ['training', 800],
  ['training', 800],
  ['training', 800],
  ['compiling', 300],
  ['evaluating', 100],
  ['exporting', 100],
];
const recipe = toyRecipe({ method: 'samar', mode: 'efficient', exactEvery: 4, epochs: 40, averageDecay: 0.9, seed: 3 });

let root = '';
let template = '';
let expected: RunOutcome;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'narashi-kill-均し-'));
  template = join(root, 'template');
  const context = openContext(template);
  const projectId = await trainableProject(context.workspace, [
    { kind: 'OK', images: 24 },
    { kind: 'stain', images: 20 },
  ]);
  const { snapshot } = await freezeProject(context, projectId);
  createRun(context.workspace, snapshot, recipe, { projectId });
  context.workspace.close();
  const undisturbed = await copied('undisturbed');
  await new App(undisturbed).ended;
  expected = await look(undisturbed, (workspace) => outcomeOf(workspace, 1));
  // The self-test of this PC need not be done by every copy.
  await cp(join(undisturbed, 'workspace', 'engine.json'), join(template, 'workspace', 'engine.json')).catch(
    () => undefined,
  );
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

async function copied(name: string): Promise<string> {
  const folder = join(root, name);
  await cp(template, folder, { recursive: true });
  return folder;
}

/** Opens a workspace that no app has open, checks it whole, and closes it again. */
async function look<T>(folder: string, use: (workspace: Workspace) => T): Promise<T> {
  const workspace = openWorkspace(join(folder, 'workspace'));
  try {
    workspace.store.checkIntegrity();
    return use(workspace);
  } finally {
    workspace.close();
  }
}

/** The app as a process, and how far it has come. */
class App extends AppProcess {
  epochs = 0;
  phase = '';

  constructor(folder: string, onPhase: (phase: string) => void = () => undefined) {
    super(parent, [folder], ([word, value = '']) => {
      if (word === 'phase') {
        if (value !== this.phase) onPhase(value);
        this.phase = value;
      }
      if (word === 'epoch') this.epochs = Math.max(this.epochs, Number(value));
    });
  }
}

describe('training', () => {
  it(`is the same after ${kills} random kills of trainer and app`, { timeout: 60_000 + kills * 15_000 }, async () => {
    const seed = Date.now();
    const stream = random(seed, 'kills');
    const story: string[] = [`seed ${seed}`];
    const victims = { trainer: 0, app: 0 };
    let committed = 0;
    let folder = await copied('killed-0');
    let app = new App(folder);
    const finish = async (): Promise<void> => {
      expect([await app.ended, app.errors], story.join('\n')).toEqual([0, '']);
      expect(await look(folder, (workspace) => outcomeOf(workspace, 1)), story.join('\n')).toEqual(expected);
    };
    onTestFinished(() => void app.process.kill('SIGKILL'));
    for (let done = 0; done < kills; ) {
      const [phase, within] = moments[stream.integer(moments.length)] ?? [undefined, 0];
      const delay = stream.integer(within);
      const reached = async () => {
        while (phase && app.phase !== phase && app.process.exitCode === null) await wait(5);
        return wait(delay, false);
      };
      const over = await Promise.race([reached(), app.ended.then(() => true)]);
      if (over) {
        await finish();
        story.push('finished; next workspace');
        await rm(folder, { recursive: true });
        folder = await copied(`killed-${done}`);
        committed = 0;
        app = new App(folder);
        continue;
      }
      const { child: trainer } = app;
      const victim = trainer !== undefined && isAlive(trainer) && stream.chance(0.5) ? 'trainer' : 'app';
      story.push(`${victim} after ${delay} ms, ${app.phase}, epoch ${app.epochs}`);
      victims[victim]++;
      done++;
      if (victim === 'trainer' && trainer !== undefined) {
        process.kill(trainer, 'SIGKILL');
        app.phase = '';
        continue;
      }
      app.process.kill('SIGKILL');
      await app.ended;
      committed = Math.max(committed, app.epochs);
      for (const pid of app.children) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
      const found = await look(folder, ({ store }) => store.epochs.list(1));
      expect(found.length, story.join('\n')).toBeGreaterThanOrEqual(committed);
      expect(found.map(({ epoch }) => epoch)).toEqual(found.map((_, index) => index + 1));
      app = new App(folder);
    }
    await finish();
    console.log(story.join('\n'), `killed ${victims.trainer} trainers and ${victims.app} apps`);
  });

  it('is the same after kills while it is judged and exported, of the trainer and then of the app', async () => {
    const folder = await copied('late');
    for (const phase of ['evaluating', 'exporting']) {
      let killed = 0;
      const app = new App(folder, (reached) => {
        if (reached !== phase) return;
        killed++;
        if (killed === 1) process.kill(app.child ?? 0, 'SIGKILL');
        else app.process.kill('SIGKILL');
      });
      expect([await app.ended, killed, app.errors]).toEqual([null, 2, '']);
      for (const pid of app.children) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
      await look(folder, ({ store }) => {
        expect(store.runs.get(1).status).not.toBe('done');
        expect(store.epochs.list(1).length).toBe(expected.epochs.length);
      });
    }
    expect(await new App(folder).ended).toBe(0);
    expect(await look(folder, (workspace) => outcomeOf(workspace, 1))).toEqual(expected);
  });

  const queueOver = (workspace: Workspace, timesOf: (trainer: number) => Partial<ChildTimes> = () => ({})) => {
    const trainers: number[] = [];
    const queue = new TrainingQueue({
      place: workspace,
      threads: 1,
      checkpointSeconds: 0.2,
      startChild: (kind, payload, options) => {
        const child = startChild(kind, payload, { ...options, times: timesOf(trainers.length) });
        if (child.pid !== undefined) trainers.push(child.pid);
        return child;
      },
    });
    onTestFinished(async () => {
      await queue.close();
      workspace.close();
    });
    return { queue, trainers };
  };
  const until = (condition: () => boolean) => expect.poll(condition, { timeout: 60_000, interval: 20 }).toBe(true);

  it('is the same when it is paused, and when the app is closed, which takes seconds at most', {
    timeout: 150_000,
  }, async () => {
    const workspace = openWorkspace(join(await copied('paused'), 'workspace'));
    const { queue, trainers } = queueOver(workspace);
    queue.open();
    await until(() => queue.get(1).epoch >= 1);
    expect(await queue.pause(1)).toMatchObject({ status: 'stopped' });
    expect(queue.isBusy).toBe(false);
    await queue.resume(1);
    await until(() => queue.get(1).epoch >= 15);
    const begun = performance.now();
    await queue.close();
    expect(performance.now() - begun).toBeLessThan(6_000);
    expect(trainers.some(isAlive)).toBe(false);
    expect(workspace.store.runs.get(1).status).toBe('interrupted');
    expect(queue.open()).toMatchObject([{ code: 'jobs.taken-up' }]);
    await until(() => queue.get(1).status === 'done');
    expect(workspace.store.runs.attempts(1).map(({ outcome }) => outcome)).toEqual(['stopped', 'interrupted', 'done']);
    expect(outcomeOf(workspace, 1)).toEqual(expected);
  });

  it.skipIf(process.platform === 'win32')(
    'goes on after its trainer hung, and stops one that does not listen',
    { timeout: 150_000 },
    async () => {
      const workspace = openWorkspace(join(await copied('hung'), 'workspace'));
      const { queue, trainers } = queueOver(workspace, (trainer) =>
        trainer === 0 ? { silence: 6_000 } : { terminateAfter: 300, killAfter: 300 },
      );
      queue.open();
      await until(() => queue.get(1).epoch >= 2);
      process.kill(trainers[0] ?? 0, 'SIGSTOP');
      await until(() => trainers.length === 2);
      expect(isAlive(trainers[0] ?? 0)).toBe(false);
      await until(() => queue.get(1).epoch >= 8);
      process.kill(trainers[1] ?? 0, 'SIGSTOP');
      expect(await queue.stop(1)).toMatchObject({ status: 'stopped' });
      expect(isAlive(trainers[1] ?? 0)).toBe(false);
      await queue.resume(1);
      await until(() => queue.get(1).status === 'done');
      expect(outcomeOf(workspace, 1)).toEqual(expected);
    },
  );
});
