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
import { retrainProject } from '../../../../main/services/line/retrain.ts';
import { projectOf, takeIntoProject } from '../../../../main/services/line/take-reviewed.ts';
import { openLineStore } from '../../../../main/store/index.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
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

async function withScene(use: (scene: Scene) => Promise<void>): Promise<void> {
  await withFolder(async (root) => {
    const context = openContext(root);
    const importing = new Importing(context, startInProcess());
    const folder = join(root, 'line');
    const store = openLineStore(join(folder, 'inspection.db'));
    const drawn = [
      { kind: 'OK', images: 12 },
      { kind: 'scratch', images: 12 },
    ] as const;
    const projectId = await trainableProject(context.workspace, drawn);
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
