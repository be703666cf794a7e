// Runs: from queue to end and back, and everything needed to repeat one.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../main/eval/index.ts';
import type { EpochMetrics, RunStatus } from '../../../shared/domain/run.ts';
import { nextStatuses, runStatuses } from '../../../shared/domain/run.ts';
import { classes, codeOf, environment, opened, sampleRun, sha256, temporaryStore } from './fixture.ts';

const epoch: EpochMetrics = {
  epoch: 1,
  loss: 0.5,
  perturbedLoss: 0.6,
  sharpness: 0.1,
  lambda: 1,
  rho: 0.05,
  learningRate: 0.1,
  gradientNorm: 2,
  trainAccuracy: 0.9,
  validationLoss: 0.4,
  validationAccuracy: 0.85,
  validationBalancedAccuracy: 0.8,
  seconds: 12.5,
  imagesPerSecond: 80,
  skippedSteps: 0,
};
const cost = {
  seconds: 3600,
  gradientEvaluations: 1125,
  watts: 120,
  wattsSource: 'assumed',
  kilowattHours: 0.12,
  yenPerKilowattHour: 31,
  yen: 3.72,
} as const;

describe('a run', () => {
  it('is shown with all that is needed to repeat it, also after reopening', async () => {
    let minute = 0;
    const { store, path } = temporaryStore(() => new Date(Date.UTC(2026, 2, 1, 9, minute++)));
    const { id, snapshotId } = await sampleRun(store);
    store.runs.start(id, { ...environment, initialWeights: sha256('weights') });
    store.epochs.record(id, epoch);
    store.epochs.record(id, { ...epoch, epoch: 2, validationBalancedAccuracy: 0.9, loss: Number.NaN });
    const model = {
      kind: 'model',
      path: 'モデル.onnx',
      bytes: 9,
      sha256: sha256('m'),
      metadata: { epoch: 2 },
    } as const;
    const artefact = store.artefacts.record(id, model);
    const result = evaluate([0, 1], Float32Array.of(0.9, 0.1, 0, 0.8, 0.2, 0), classes);
    const evaluation = store.evaluations.record(
      { runId: id, snapshotId, split: 'test', artefactId: artefact.id },
      result,
    );
    store.costs.record(id, cost);
    store.runs.end(id, 'done');
    store.close();

    const reopened = opened(path);
    const shown = reopened.showRun(id);
    expect(shown.run).toMatchObject({
      status: 'done',
      network: 'small',
      method: 'samar',
      seed: 7,
      hyperParameters: { epochs: 3, rho: 0.05, schedule: { kind: 'cosine', warmUp: 1 } },
      initialWeights: sha256('weights'),
      resumeCount: 0,
      failure: null,
    });
    expect(Number(new Date(shown.run.endedAt ?? 0))).toBeGreaterThan(Number(new Date(shown.run.startedAt ?? 0)));
    expect(shown.attempts).toMatchObject([{ ...environment, number: 1, pid: process.pid, outcome: 'done' }]);
    expect(shown.snapshot).toMatchObject({ id: snapshotId, imageCount: 10, classes });
    expect(shown.datasets).toMatchObject([{ name: 'ねじ', root: '/data/ねじ' }]);
    expect(shown.epochs).toEqual([epoch, { ...epoch, epoch: 2, validationBalancedAccuracy: 0.9, loss: null }]);
    expect(shown.evaluations).toEqual([{ ...evaluation, result }]);
    expect(shown.artefacts).toEqual([artefact]);
    expect(shown.cost).toEqual(cost);
    expect(reopened.listRuns()).toMatchObject([
      {
        id,
        status: 'done',
        dataset: 'ねじ',
        epochs: 2,
        bestValidationBalancedAccuracy: 0.9,
        testAccuracy: 0.5,
        testEscape: 1,
        testOverkill: 0,
        seconds: 3600,
        yen: 3.72,
      },
    ]);
  });

  const moves = runStatuses.flatMap((from) => runStatuses.map((to): readonly [RunStatus, RunStatus] => [from, to]));
  it.each(moves)('may go from %s to %s only where the table allows it', async (from, to) => {
    const { store } = temporaryStore();
    const { id } = await sampleRun(store);
    const go: Readonly<Record<RunStatus, () => unknown>> = {
      queued: () => store.runs.requeue(id),
      running: () => store.runs.start(id, environment),
      stopped: () => (store.runs.get(id).status === 'running' ? store.runs.end(id, 'stopped') : store.runs.cancel(id)),
      failed: () => store.runs.end(id, 'failed', { code: null, message: 'GPU driver crash' }),
      done: () => store.runs.end(id, 'done'),
      interrupted: () => store.runs.end(id, 'interrupted'),
    };
    if (from !== 'queued') go.running();
    if (from !== 'queued' && from !== 'running') go[from]();
    const throughEnd = from === 'running' || ['queued', 'running', 'stopped'].includes(to);
    expect(codeOf(go[to])).toBe(nextStatuses[from].includes(to) && throughEnd ? 'no error' : 'store.run-status');
    expect(store.runs.list(store.runs.get(id).status)).toHaveLength(1);
  });

  it('counts resumptions, keeps each attempt and the first initial weights', async () => {
    const { store } = temporaryStore();
    const { id } = await sampleRun(store);
    store.runs.start(id, { ...environment, initialWeights: sha256('first') });
    store.runs.end(id, 'failed', { code: 'train.diverged', message: 'The loss diverged.' });
    expect(store.runs.get(id).failure).toEqual({ code: 'train.diverged', message: 'The loss diverged.' });
    store.runs.requeue(id);
    const resumed = store.runs.start(id, { ...environment, device: 'gpu', initialWeights: sha256('second') });
    expect(resumed).toMatchObject({ resumeCount: 1, initialWeights: sha256('first'), failure: null, endedAt: null });
    expect(store.runs.attempts(id).map(({ number, device, outcome }) => [number, device, outcome])).toEqual([
      [1, 'cpu', 'failed'],
      [2, 'gpu', null],
    ]);
    store.epochs.record(id, epoch);
    store.epochs.record(id, { ...epoch, loss: 0.25 });
    expect(store.epochs.list(id).map(({ loss }) => loss)).toEqual([0.25]);
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['a negative seed', { seed: -1 }],
    ['a fractional seed', { seed: 0.5 }],
    ['no network', { network: '' }],
    ['NaN among the hyper-parameters', { hyperParameters: { rho: Number.NaN } }],
    ['undefined among them', { hyperParameters: { rho: undefined } }],
    ['a date among them', { hyperParameters: { day: new Date() } }],
    ['a list instead of them', { hyperParameters: [1] }],
  ];
  it.each(wrong)('is refused with %s', async (_, change) => {
    const { store } = temporaryStore();
    const { snapshotId } = await sampleRun(store);
    const draft = { snapshotId, network: 'small', method: 'sgd', seed: 1, hyperParameters: {}, ...change };
    expect(codeOf(() => store.runs.create(draft))).toBe('store.invalid');
    expect(store.runs.list()).toHaveLength(1);
  });

  it('is refused without its snapshot, and not found when there is none', () => {
    const { store } = temporaryStore();
    const draft = { snapshotId: 5, network: 'small', method: 'sgd', seed: 1, hyperParameters: {} };
    expect(codeOf(() => store.runs.create(draft))).toBe('store.snapshot-not-found');
    expect(codeOf(() => store.showRun(1))).toBe('store.run-not-found');
    expect(store.listRuns()).toEqual([]);
  });
});

describe('results', () => {
  it('refuse what no measurement can be', async () => {
    const { store } = temporaryStore();
    const { id, snapshotId } = await sampleRun(store);
    const result = evaluate([0], Float32Array.of(1, 0, 0), classes);
    const twoImages = { ...result, images: 2 };
    expect(codeOf(() => store.epochs.record(id, { ...epoch, epoch: 0 }))).toBe('store.invalid');
    expect(codeOf(() => store.epochs.record(id, { ...epoch, skippedSteps: Number.NaN }))).toBe('store.invalid');
    expect(codeOf(() => store.costs.record(id, { ...cost, yen: Number.POSITIVE_INFINITY }))).toBe('store.invalid');
    expect(codeOf(() => store.evaluations.record({ runId: id, snapshotId, split: 'test' }, twoImages))).toBe(
      'store.invalid',
    );
  });

  it('take the place of an artefact written over, and forget a deleted one', async () => {
    const { store } = temporaryStore();
    const { id } = await sampleRun(store);
    const draft = { kind: 'checkpoint', path: 'last.ckpt', bytes: 5, sha256: sha256('a'), metadata: {} } as const;
    const first = store.artefacts.record(id, draft);
    const second = store.artefacts.record(id, { ...draft, bytes: 6, sha256: sha256('b') });
    expect(second).toMatchObject({ id: first.id, bytes: 6, sha256: sha256('b') });
    store.artefacts.forget(first.id);
    expect(store.artefacts.list(id)).toEqual([]);
  });

  it('open the images of a cell of the confusion matrix', async () => {
    const { store } = temporaryStore();
    const { id, snapshotId } = await sampleRun(store, 3000);
    const images = [...store.snapshots.images(snapshotId)];
    const probabilities = Float32Array.from({ length: 3 * images.length }, (_, index) =>
      index % 3 === 1 ? 0.5 : 0.25,
    );
    const labels = images.map((image) => image.classIndex);
    const result = evaluate(labels, probabilities, classes);
    const evaluation = store.evaluations.record({ runId: id, snapshotId, split: 'test' }, result);
    const predictions = images.map((image, index) => ({
      imageId: image.id,
      predicted: 1,
      probabilities: probabilities.subarray(3 * index, 3 * index + 3),
    }));
    store.predictions.record(evaluation.id, predictions);
    const cell = [...store.predictions.list(evaluation.id, { actual: 2, predicted: 1 })];
    expect(cell).toHaveLength(result.confusion[2]?.[1] ?? -1);
    expect(cell[0]).toMatchObject({
      path: '外観/000002.png',
      actual: 2,
      probabilities: Float32Array.of(0.25, 0.5, 0.25),
    });
    expect([...store.predictions.list(evaluation.id)]).toHaveLength(3000);
    expect([...store.predictions.list(evaluation.id, { predicted: 0 })]).toEqual([]);
  });

  it('refuse judgements of other images or other classes, all of them', async () => {
    const { store } = temporaryStore();
    const { id, snapshotId } = await sampleRun(store, 4);
    const other = await sampleRun(store, 5);
    const [stray] = [...store.snapshots.images(other.snapshotId)];
    const result = evaluate([0], Float32Array.of(1, 0, 0), classes);
    const evaluation = store.evaluations.record({ runId: id, snapshotId, split: 'train' }, result);
    const fine = { imageId: 1, predicted: 0, probabilities: Float32Array.of(1, 0, 0) };
    const wrong = [
      { ...fine, imageId: stray?.id ?? 0 },
      { ...fine, imageId: 2, predicted: 3 },
      { ...fine, imageId: 2, probabilities: Float32Array.of(1, 0) },
      { ...fine, imageId: 2, probabilities: Float32Array.of(Number.NaN, 0, 0) },
    ];
    for (const each of wrong) {
      expect(codeOf(() => store.predictions.record(evaluation.id, [fine, each]))).toBe('store.invalid');
    }
    expect([...store.predictions.list(evaluation.id)]).toEqual([]);
  });
});
