// The golden set judged by an exported model over a real child: as the file judges the same images by themselves.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { buildInspectionModel } from '../../main/export/inspection-model.ts';
import { startChild } from '../../main/jobs/control/child.ts';
import { thisDevice } from '../../main/jobs/identity.ts';
import { digest, modelPath } from '../../main/jobs/run-files.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { Predictor } from '../../main/services/predict.ts';
import { createRegistryService } from '../../main/services/registry.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { trainableProject } from '../support/trainable-project.ts';
import { finished } from '../unit/services/finished-run.ts';

const classes = [
  { name: '良品', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
  { name: 'dent', verdict: 'NG' },
] as const;

describe('the golden set', () => {
  let folder: string;
  let context: TestContext;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narashi-限度見本-'));
    context = openContext(folder);
  });
  afterAll(async () => {
    context.workspace.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is judged by the exported file, as that judges the images by themselves', async () => {
    const { workspace } = context;
    const { store, root } = workspace;
    const drawn = [
      { kind: 'OK', images: 3 },
      { kind: 'scratch', images: 67 },
    ] as const;
    const projectId = await trainableProject(workspace, drawn);
    const runId = await finished({ context }, projectId);
    const { size } = recipeSchema.parse(store.runs.get(runId).hyperParameters);
    const model = buildInspectionModel({
      network: buildPreset('tiny', classes.length, size, 4),
      weights: new Map(),
      classes,
      preprocessing: squarePreprocessing(size),
      origin: {},
    });
    const path = modelPath(workspace.runFolder(runId));
    await writeFile(path, writeModel(model));
    const sha256 = digest(await readFile(path));
    store.artefacts.record(runId, { kind: 'export', path: 'model.onnx', bytes: 9, sha256, metadata: {} });

    const service = createRegistryService(context, { startChild });
    const images = store.projectImages.find(projectId).map((imageId) => ({ imageId, mark: null }));
    const { id } = await service.addGoldenSet({ projectId, name: '限度見本', reason: '', images }, quiet());
    const progress: { done: number; total: number }[] = [];
    const call = {
      signal: new AbortController().signal,
      progress: (value: (typeof progress)[number]) => progress.push(value),
    };
    await service.judgeGolden({ runId }, call);
    expect(progress).toEqual([
      { done: 64, total: 70 },
      { done: 70, total: 70 },
    ]);

    const files = await Promise.all(
      store.goldenSets.images(id).map(async ({ hash }) => {
        const copy = join(folder, 'copies', `${hash}.png`);
        await mkdir(join(folder, 'copies'), { recursive: true });
        await writeFile(copy, await readFile(join(root, 'library', hash.slice(0, 2), hash)));
        return copy;
      }),
    );
    const executor = createOrtExecutor(1);
    const predictor = await Predictor.open(
      {
        device: thisDevice(1),
        executor,
        onCpu: executor,
        lowering: () => Promise.reject(),
        close: () => executor.close(),
      },
      path,
    );
    const expected: { ngScore: number; className: string | null }[] = [];
    for await (const { probabilities, className } of predictor.judge(files)) {
      expected.push({ ngScore: (probabilities[1] ?? 0) + (probabilities[2] ?? 0), className });
    }
    await executor.close();
    const judgement = store.goldenSets.judgement(id, runId);
    expect(judgement?.model).toBe(sha256);
    expect(judgement?.scores.map(({ className }) => className)).toEqual(expected.map(({ className }) => className));
    for (const [place, { ngScore }] of expected.entries())
      expect(judgement?.scores[place]?.ngScore).toBeCloseTo(ngScore, 5);
    expect(new Set(expected.map(({ ngScore }) => ngScore.toFixed(4))).size).toBeGreaterThan(10);
    const gates = await service.gates({ runId }, quiet());
    expect(gates.find(({ gate }) => gate === 'golden')).toMatchObject({ status: 'passed', images: 70, measured: 0 });
  });
});

function quiet() {
  return { signal: new AbortController().signal, progress: () => undefined };
}
