// The way of a doubtful image back: judged on the line, taken into the project, trained with the recipe there was before.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../main/data/import/work-folder.ts';
import { sampleImage } from '../../../../main/data/sample/sample-images.ts';
import { imagePlace, placeOf } from '../../../../main/inspect/keep-image.ts';
import { viewOf } from '../../../../main/jobs/control/run-view.ts';
import { Importing } from '../../../../main/services/import/importing.ts';
import { lineFolder } from '../../../../main/services/line/line-form.ts';
import { retrainProject } from '../../../../main/services/line/retrain.ts';
import { projectOf, takeIntoProject } from '../../../../main/services/line/take-reviewed.ts';
import { createReviewsService } from '../../../../main/services/reviews.ts';
import { createTrainingQueue } from '../../../../main/services/training/training-queue.ts';
import { openLineStore } from '../../../../main/store/index.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import { retrainingPlan, reviewQueue } from '../../../../shared/contract/reviews.ts';
import { openContext } from '../../../support/app-context.ts';
import { withFolder } from '../../../support/images.ts';
import { startInProcess } from '../../../support/in-process.ts';
import { linePart } from '../../../support/line-part.ts';
import { trainableProject } from '../../../support/trainable-project.ts';
import { untrainedRun } from '../../../support/untrained-run.ts';

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof NarashiError ? error.code : error),
  );

interface Scene {
  readonly context: ReturnType<typeof openContext>;
  readonly importing: Importing;
  readonly projectId: number;
  readonly store: ReturnType<typeof openLineStore>;
  /** Of the line. */
  readonly folder: string;
  /** A doubtful part whose image shows this; its number. */
  readonly doubt: (index: number) => Promise<number>;
}

async function withScene(
  use: (scene: Scene) => Promise<void>,
  folderOf: (root: string, projectId: number) => string = (root) => join(root, 'line'),
): Promise<void> {
  await withFolder(async (root) => {
    const context = openContext(root);
    const importing = new Importing(context, startInProcess());
    const drawn = [
      { kind: 'OK', images: 12 },
      { kind: 'scratch', images: 12 },
    ] as const;
    const projectId = await trainableProject(context.workspace, drawn);
    const folder = folderOf(context.workspace.root, projectId);
    const store = openLineStore(join(folder, 'inspection.db'));
    const doubt = async (index: number) => {
      const bytes = await sampleImage('scratch', index, 1, 32);
      const contentHash = createHash('sha256').update(bytes).digest('hex');
      const { id: _, ...part } = linePart({ name: `${index}.png`, outcome: 'review', contentHash });
      const [made] = store.parts.record([{ ...part, identity: null, measures: null, finished: false }]);
      if (!made) throw new Error('not recorded');
      const image = imagePlace(made);
      mkdirSync(dirname(placeOf(folder, image)), { recursive: true });
      writeFileSync(placeOf(folder, image), bytes);
      store.parts.finish(made.id, image);
      return made.id;
    };
    try {
      await use({ context, importing, projectId, store, folder, doubt });
    } finally {
      store.close();
      await importing.close();
      context.workspace.close();
    }
  });
}
const said = (part: number, className: string) => ({ partId: part, className, operator: 'Sato' });

describe('judged images', () => {
  it('enter the project with what was said of them, once', async () => {
    await withScene(async ({ context, importing, projectId, store, folder, doubt }) => {
      const { workspace } = context;
      const [one, other] = [await doubt(100), await doubt(101)];
      store.reviews.say(said(one, 'scratch'));
      store.reviews.say(said(other, '打痕'));
      const request = { store, folder, workspace, importing, projectId };
      const taken = await takeIntoProject(request);
      expect(taken).toEqual({ parts: [one, other], classes: { scratch: 1, 打痕: 1 }, leftOut: [], added: 2 });
      const classes = workspace.store.projectClasses.list(projectId);
      expect(classes.map(({ name, verdict }) => [name, verdict])).toContainEqual(['打痕', 'NG']);
      expect(workspace.store.projectImages.labelled(projectId)).toHaveLength(26);
      expect(await codeOf(takeIntoProject(request))).toBe('line.nothing-reviewed');
      expect(readdirSync(temporaryFolder(workspace.root)).filter((name) => name.startsWith('line-'))).toEqual([]);
    });
  });

  it('that the project has already keep their label there, and are taken', async () => {
    await withScene(async ({ context, importing, projectId, store, folder, doubt }) => {
      const id = await doubt(3);
      store.reviews.say(said(id, 'OK'));
      const taken = await takeIntoProject({ store, folder, workspace: context.workspace, importing, projectId });
      expect(taken).toMatchObject({ parts: [id], added: 0 });
      expect(store.reviews.untaken()).toEqual([]);
      expect(context.workspace.store.projectImages.labelled(projectId)).toHaveLength(24);
    });
  });

  it('wait on the line where the import fails', async () => {
    await withScene(async ({ context, projectId, store, folder, doubt }) => {
      store.reviews.say(said(await doubt(100), 'scratch'));
      const importing = { importFolder: () => Promise.reject(new NarashiError('imports.cancelled', {})) };
      const { workspace } = context;
      expect(await codeOf(takeIntoProject({ store, folder, workspace, importing, projectId }))).toBe(
        'imports.cancelled',
      );
      expect(store.reviews.untaken()).toHaveLength(1);
    });
  });

  it('go to the project of that number or name', async () => {
    await withScene(async ({ context: { workspace }, projectId }) => {
      expect([projectOf(workspace, '丸棒'), projectOf(workspace, String(projectId))]).toEqual([projectId, projectId]);
      expect(() => projectOf(workspace, '角棒')).toThrow(expect.objectContaining({ code: 'line.no-project' }));
    });
  });
});

describe('retraining', () => {
  it('queues the recipe of the former training on the images as they are now', async () => {
    await withScene(async ({ context, importing, projectId, store, folder, doubt }) => {
      const { workspace } = context;
      const former = await untrainedRun(context, projectId, { epochs: 7, seed: 5 });
      expect(await codeOf(retrainProject(context, former))).toBe('line.nothing-new');
      store.reviews.say(said(await doubt(100), 'scratch'));
      await takeIntoProject({ store, folder, workspace, importing, projectId });
      const told: number[] = [];
      const again = await retrainProject(context, former, {
        added(id) {
          told.push(id);
          return viewOf(workspace.store, workspace.store.runs.get(id));
        },
      });
      const run = workspace.store.runs.get(again.runId);
      expect(run).toMatchObject({ status: 'queued', projectId, seed: 5 });
      expect(run.hyperParameters).toEqual(workspace.store.runs.get(former).hyperParameters);
      expect(again.snapshot.imageCount).toBe(25);
      expect(again.formerImages).toBe(24);
      expect(told).toEqual([again.runId]);
      expect(workspace.store.activity.list({ projectId, limit: 1 })[0]).toMatchObject({ kind: 'run.queued' });
    });
  });

  it('needs a training of a project', async () => {
    await withScene(async ({ context, projectId }) => {
      expect(await codeOf(retrainProject(context, 99))).toBe('store.run-not-found');
      const former = await untrainedRun(context, projectId);
      const { snapshotId, network, method, seed, hyperParameters } = context.workspace.store.runs.get(former);
      const { id } = context.workspace.store.runs.create({ snapshotId, network, method, seed, hyperParameters });
      expect(await codeOf(retrainProject(context, id))).toBe('line.no-folder-of-run');
    });
  });
});

describe('as the screens ask for it', () => {
  async function withService(use: (scene: Scene & { readonly ask: ReturnType<typeof asked> }) => Promise<void>) {
    await withScene(async (scene) => {
      const { context, importing, projectId } = scene;
      const queue = createTrainingQueue(context, { startChild: startInProcess() });
      // How long a training takes is not measured here.
      const startChild = () => {
        throw new NarashiError('jobs.no-node', { places: '' });
      };
      const service = createReviewsService(context, { importing, queue, startChild });
      await use({ ...scene, ask: asked(service, projectId) });
    }, lineOf);
  }
  function lineOf(root: string, projectId: number): string {
    return lineFolder(root, projectId);
  }
  function asked(service: ReturnType<typeof createReviewsService>, projectId: number) {
    const call = { signal: new AbortController().signal, progress: () => undefined };
    return {
      queue: async () => reviewQueue.parse(await service.queue({ projectId, limit: 50 }, call)),
      say: async (partId: number, className: string) => service.say({ projectId, partId, className }, call),
      setAside: async (partId: number) => service.setAside({ projectId, partId }, call),
      takeBack: async (partId: number) => service.takeBack({ projectId, partId }, call),
      plan: async () => retrainingPlan.parse(await service.plan({ projectId }, call)),
      retrain: async () => service.retrain({ projectId }, call),
    };
  }

  it('parts wait, are judged, set aside and taken back, whether an inspection runs or not', async () => {
    await withService(async ({ ask, doubt, context }) => {
      const [one, other] = [await doubt(100), await doubt(101)];
      expect(await ask.queue()).toMatchObject({
        waiting: 2,
        judged: [],
        parts: [
          { id: one, why: 'doubtful' },
          { id: other, why: 'doubtful' },
        ],
      });
      expect(await ask.say(one, 'scratch')).toEqual({ waiting: 1, judged: [{ className: 'scratch', images: 1 }] });
      expect(await ask.setAside(other)).toMatchObject({ waiting: 0 });
      expect(await ask.takeBack(one)).toEqual({ waiting: 1, judged: [] });
      expect(await codeOf(ask.say(one, '打痕'))).toBe('line.unknown-class');
      expect(await codeOf(ask.setAside(99))).toBe('line.no-part');
      expect(context.sent.filter(({ service }) => service === 'reviews')).toHaveLength(3);
    });
  });

  it('a retraining is told before, uses what was judged, and is not begun twice on the same images', async () => {
    await withService(async ({ ask, doubt, context, projectId }) => {
      const { store } = context.workspace;
      expect(await ask.plan()).toMatchObject({ former: null, problem: { code: 'line.nothing-to-repeat' } });
      expect(await codeOf(ask.retrain())).toBe('line.nothing-to-repeat');
      const former = await untrainedRun(context, projectId, { epochs: 7, seed: 5 });
      expect(await ask.plan()).toMatchObject({ added: [], problem: { code: 'line.nothing-new' }, forecast: null });
      await ask.say(await doubt(100), 'scratch');
      // The project has this one already.
      await ask.say(await doubt(3), 'scratch');
      expect(await ask.plan()).toMatchObject({
        former: { runId: former, epochs: 7, isLive: false },
        formerImages: 24,
        images: 25,
        added: [{ className: 'scratch', images: 1 }],
        relabelled: 0,
        removed: 0,
        problem: null,
        newer: null,
      });
      const made = await ask.retrain();
      expect(made).toEqual({ runId: former + 1, added: 1 });
      expect(store.runs.get(former + 1)).toMatchObject({ status: 'queued', seed: 5 });
      expect(await ask.queue()).toMatchObject({ judged: [] });
      expect(await ask.plan()).toMatchObject({ newer: { runId: former + 1, status: 'queued' } });
    });
  });

  it('nothing waits on a line that never was', async () => {
    await withFolder(async (root) => {
      const context = openContext(root);
      const projectId = await trainableProject(context.workspace, [{ kind: 'OK', images: 2 }]);
      const parts = { importing: new Importing(context, startInProcess()), queue: createTrainingQueue(context) };
      const ask = asked(createReviewsService(context, parts), projectId);
      expect(await ask.queue()).toEqual({ waiting: 0, judged: [], parts: [] });
      expect(await codeOf(ask.setAside(1))).toBe('line.no-journal');
      context.workspace.close();
    });
  });
});
