// Finished runs, exports and the log of decisions in memory.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { exports } from '../../../shared/contract/exports.ts';
import {
  type Activity,
  type ActivityData,
  activityKinds,
  type history,
  type RunLine,
} from '../../../shared/contract/history.ts';
import type { RunReport, results } from '../../../shared/contract/results.ts';
import { defaultRecipe, type Method } from '../../../shared/domain/recipe.ts';
import type { Implementation } from '../../../shared/rpc/contract.ts';
import { epochsOf, type Judgements, judge, judgedBy, mistakesOf } from './judgements.ts';
import { digestOf } from './stage.ts';

export interface Finished {
  readonly report: RunReport;
  readonly judged: Judgements;
}

export function finished(runId: number, method: Method, sureness: number, what: Partial<RunReport> = {}): Finished {
  const judged = judge(judgedBy(sureness));
  const seconds = method === 'sam' ? 316 : method === 'samar' ? 190 : 158;
  const report: RunReport = {
    runId,
    projectId: 1,
    projectName: '旋盤加工品の外観',
    status: 'done',
    recipe: { ...defaultRecipe(method), size: 96, epochs: 40 },
    network: 'small',
    snapshot: { id: 1, digest: digestOf('snapshot'), images: 500, classes: [...judged.evaluation.classes] },
    counts: { train: 360, validation: 40, test: 100 },
    epochs: epochsOf(40, method === 'samar'),
    evaluation: judged.evaluation,
    cost: {
      seconds,
      gradientEvaluations: 3600,
      watts: 80,
      wattsSource: 'assumed',
      kilowattHours: (seconds / 3600) * 0.08,
      yen: (seconds / 3600) * 0.08 * 31,
    },
    device: 'AMD EPYC 9B14',
    createdAt: `2026-11-2${runId}T01:20:00.000Z`,
    endedAt: `2026-11-2${runId}T01:25:00.000Z`,
    note: '',
    model: { bytes: 1_214_000, sha256: digestOf(`model ${runId}`) },
    ...what,
  };
  return { report, judged };
}

export interface ArchiveState {
  finished: Finished[];
  /** Lists the finished runs anew, newest first. */
  relist(): void;
  lines: RunLine[];
  activity: Activity[];
  /** One entry of every kind, a few hours apart. */
  readonly sampleActivity: Activity[];
  /** The exported file judges otherwise than the training did. */
  exportFails: boolean;
  readonly saved: string[];
}

export function makeArchive() {
  const finishedRuns = [finished(1, 'sgd', 0.6), finished(2, 'samar', 0.7), finished(3, 'sam', 0.76)];
  const state: ArchiveState = {
    finished: finishedRuns,
    relist: () => {
      state.lines = state.finished.map(({ report }) => lineOf(report)).toReversed();
    },
    lines: finishedRuns.map(({ report }) => lineOf(report)).toReversed(),
    activity: [],
    sampleActivity: activityKinds.map((kind, index) => ({
      id: activityKinds.length - index,
      at: new Date(Date.UTC(2026, 10, 24, 12) - index * 7_200_000).toISOString(),
      kind,
      operator: index % 3 === 0 ? '' : '佐藤',
      projectId: 1,
      projectName: '旋盤加工品の外観',
      runId: /^(?:run|model|rule)/.test(kind) ? 3 : null,
      data: sampleData[kind],
    })),
    exportFails: false,
    saved: [],
  };

  function get(runId: number): Finished {
    const found = state.finished.find(({ report }) => report.runId === runId);
    if (!found) throw new NarashiError('store.run-not-found', { id: runId });
    return found;
  }

  const resultsService: Implementation<typeof results> = {
    report: ({ runId }) => get(runId).report,
    images: ({ runId, actual, predicted, offset, limit }) => {
      const images = get(runId)
        .judged.images.filter(
          (image) =>
            (actual === undefined || image.actual === actual) &&
            (predicted === undefined || image.predicted === predicted),
        )
        .toSorted((one, other) => one.probability - other.probability);
      return { total: images.length, images: images.slice(offset, offset + limit) };
    },
    mistakes: ({ runId, limit }) => mistakesOf(get(runId).judged).slice(0, limit),
    compare: ({ runIds }) => runIds.map((runId) => get(runId).report),
    setNote: ({ runId, note }) => {
      const found = get(runId);
      const report = { ...found.report, note };
      state.finished = state.finished.map((one) => (one === found ? { ...found, report } : one));
      return report;
    },
  };

  const exportsService: Implementation<typeof exports> = {
    verify: async ({ runId }, { signal, progress }) => {
      const { report } = get(runId);
      for (const done of [0, 40, 80, 100]) {
        signal.throwIfAborted();
        progress({ done, total: 100 });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      if (state.exportFails) {
        throw new NarashiError('export.parity-failed', { images: 100, disagreements: 3, difference: '0.21' });
      }
      return {
        runId,
        fileName: `旋盤加工品の外観-${runId}.onnx`,
        bytes: 1_214_000,
        sha256: digestOf(`model ${runId}`),
        classes: report.snapshot.classes,
        size: report.recipe.size,
        input: 'images',
        output: 'probabilities',
        parity: { images: 100, disagreements: 0, largestDifference: 3.0e-7 },
        rebuilt: false,
      };
    },
    save: ({ runId, grant }) => {
      state.saved.push(grant ?? 'download');
      if (grant)
        return { path: `D:\\出荷\\model-${runId}.onnx`, sidecar: `D:\\出荷\\model-${runId}.json`, download: null };
      const download = '00000000-0000-4000-8000-000000000001';
      return { path: `旋盤加工品の外観-${runId}.zip`, sidecar: `旋盤加工品の外観-${runId}.json`, download };
    },
  };

  const historyService: Implementation<typeof history> = {
    runs: ({ projectId, status, text, limit }) =>
      state.lines
        .filter(
          (line) =>
            (projectId === undefined || line.projectId === projectId) &&
            (status === undefined || line.status === status) &&
            (text === undefined ||
              `${line.id} ${line.projectName} ${line.method} ${line.network} ${line.note}`.includes(text)),
        )
        .slice(0, limit),
    activity: ({ projectId, text, before, limit }) =>
      state.activity
        .filter(
          (entry) =>
            (projectId === undefined || entry.projectId === projectId) &&
            (before === undefined || entry.id < before) &&
            (text === undefined || JSON.stringify(entry).includes(text)),
        )
        .slice(0, limit),
  };
  return { state, resultsService, exportsService, historyService };
}

/** A finished run as History lists it. */
export function lineOf(report: RunReport): RunLine {
  const { evaluation } = report;
  return {
    id: report.runId,
    projectId: report.projectId,
    projectName: report.projectName,
    status: report.status,
    network: report.network,
    method: report.recipe.method,
    seed: report.recipe.seed,
    createdAt: report.createdAt,
    endedAt: report.endedAt,
    epochs: report.epochs.length,
    testAccuracy: evaluation?.accuracy?.value ?? null,
    testEscape: evaluation?.escape?.value ?? null,
    testOverkill: evaluation?.overkill?.value ?? null,
    seconds: report.cost?.seconds ?? null,
    yen: report.cost?.yen ?? null,
    note: report.note,
  };
}

/** An entry's data of every kind. */
export const sampleData: { readonly [K in keyof ActivityData]: ActivityData[K] } = {
  'project.created': { name: '旋盤加工品の外観' },
  'project.updated': { name: '旋盤加工品の外観' },
  'project.archived': { name: '鋳物の巣' },
  'project.unarchived': { name: '鋳物の巣' },
  'class.added': { name: 'キズ', verdict: 'NG' },
  'class.updated': { before: 'きず', name: 'キズ', verdict: 'NG' },
  'class.removed': { name: '未使用' },
  'images.imported': { source: '2026-11 外観', images: 480 },
  'images.labelled': { images: 12, class: 'キズ' },
  'images.removed': { images: 3 },
  'images.undone': { kind: 'label', images: 12 },
  'images.redone': { kind: 'label', images: 12 },
  'snapshot.frozen': { snapshot: 4, digest: 'a1b2c3', images: 500 },
  'run.queued': { network: 'small', method: 'samar', preset: 'standard' },
  'run.paused': {},
  'run.resumed': {},
  'run.stopped': {},
  'run.done': {},
  'run.failed': { code: 'train.diverged', message: 'The training became numerically unstable.' },
  'run.interrupted': {},
  'run.in-parts': { images: 16, batchSize: 32 },
  'run.in-float32': { percent: 64 },
  'run.device-lost': { device: 'NVIDIA RTX A2000 (DirectML)', message: 'DXGI_ERROR_DEVICE_REMOVED' },
  'run.noted': { note: '新しい照明で撮影' },
  'model.verified': { images: 100, disagreements: 0 },
  'model.saved': { path: 'D:\\出荷\\model-3.onnx' },
  'key.made': { site: '第一工場', key: '21b00ef8dbbb7aff' },
  'package.made': { name: '旋盤加工品の外観-3', forms: 3 },
  'package.saved': { path: 'E:\\検査-3.zip' },
  'backbone.added': { name: 'resnet18' },
  'backbone.removed': { name: 'resnet18' },
  'line.settings': { line: 'L-1' },
  'line.started': { model: 'P-3@76592520' },
  'line.stopped': {},
  'line.ended': { reason: 'SIGKILL' },
  'line.model': { model: 'P-3@76592520' },
  'line.rolled-back': { model: 'P-2@1a2b3c4d' },
  'trial.started': { trial: 2, name: '標準 SGD と適応 SAM' },
  'trial.paused': { trial: 2, name: '標準 SGD と適応 SAM' },
  'trial.resumed': { trial: 2, name: '標準 SGD と適応 SAM' },
  'trial.stopped': { trial: 2, name: '標準 SGD と適応 SAM' },
  'trial.done': { trial: 2, name: '標準 SGD と適応 SAM' },
  'trial.failed': { trial: 2, name: '標準 SGD と適応 SAM', code: 'store.disk-full', message: 'The disk is full.' },
  'economics.changed': {},
  'report.made': { report: 1, trial: 2 },
  'report.saved': { path: 'C:\\Users\\qa\\上申書.pdf' },
  'study.done': { study: 'robustness' },
  'rule.set': { okBelow: 20, ngFrom: 65 },
  'rule.cleared': {},
  'labels.confirmed': { images: 2, reason: '限度見本で確認' },
  'labels.corrected': { images: 3, class: 'キズ', reason: '打痕ではなくキズ' },
  'leaks.closed': { images: 6 },
  'workspace.backed-up': { path: 'E:\\narashi.zip' },
  'workspace.restored': { path: 'E:\\narashi.zip' },
  'settings.changed': { setting: 'theme', value: 'dark' },
};
