// Studies in memory: they go on only when the test says so, and find bowls whose steepness tells the runs apart.

import { rate } from '../../../main/eval/index.ts';
import { robustnessResult } from '../../../main/eval/robustness/score.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LikenessFigures, Study, StudyOrder, studies } from '../../../shared/contract/studies.ts';
import {
  disturbances,
  type FlatnessResult,
  type LandscapeResult,
  type RobustnessResult,
  strengths,
} from '../../../shared/domain/study.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { sampleCrossValidation } from './quality.ts';

/** SGD's bowl is the steepest of the three sample runs. */
const steepness = (runId: number) => 4 / runId;

export function sampleFlatness(runId: number): FlatnessResult {
  const steep = steepness(runId);
  return {
    kind: 'flatness',
    images: 256,
    loss: 0.08,
    average: [0.1, 0.2, 0.4].map((radius) => ({
      radius,
      rise: steep * radius ** 2,
      deviation: 0.3 * steep * radius ** 2,
    })),
    worst: [0.01, 0.02, 0.05, 0.1].map((radius) => ({ radius, rise: steep * (radius + 20 * radius ** 2) })),
    eigenvalue: { value: 12 * steep, residual: runId === 1 ? 0.21 : 0.014, iterations: runId === 1 ? 30 : 11 },
  };
}

export function sampleLandscape(...runIds: readonly number[]): LandscapeResult {
  const axis = Array.from({ length: 15 }, (_, index) => (index - 7) / 14);
  const bowl = (steep: number) =>
    axis.map((a) => axis.map((b) => 0.08 + steep * (3 * (a + 0.4 * b) ** 2 + b ** 2 + 2 * Math.max(0, a * b) ** 2)));
  return {
    kind: 'landscape',
    images: 128,
    axis,
    surfaces: runIds.map((runId) => ({ runId, loss: bowl(steepness(runId)) })),
  };
}

/** The model loses the more the darker it gets; runs of higher numbers hold out longer. */
export function sampleSweep(runId: number): RobustnessResult {
  const images = 100;
  const point = (strength: number, lost: number) => ({
    strength,
    accuracy: 0.95 - lost,
    escape: { count: Math.round(60 * lost), total: 60 },
    overkill: { count: Math.round(20 * lost), total: 40 },
  });
  const clean = point(0, 0);
  const points = new Map(
    disturbances.map((kind, index) => {
      const steep = (kind === 'darker' ? 0.14 : 0.01 * (1 + (index % 4))) / runId;
      return [kind, Array.from({ length: strengths }, (_, place) => point(place + 1, steep * (place + 1)))] as const;
    }),
  );
  return robustnessResult(images, clean, points);
}

const sampleLikeness = (): LikenessFigures => ({
  kind: 'likeness',
  trainImages: 360,
  neighbours: 5,
  reference: { split: 'validation', images: 40 },
  threshold: 0.4,
  unlike: rate(7, 100),
});

export function makeStudies(emit: Emit<typeof studies>) {
  const state: { kept: Study[]; orders: StudyOrder[] } = { kept: [], orders: [] };

  function get(id: number): Study {
    const found = state.kept.find((study) => study.id === id);
    if (!found) throw new NarashiError('studies.not-found', { id });
    return found;
  }

  function change(id: number, what: Partial<Study>): Study {
    const study = { ...get(id), ...what };
    state.kept = state.kept.map((one) => (one.id === id ? study : one));
    emit('changed', study);
    return study;
  }

  function add(order: StudyOrder, what: Partial<Study> = {}): Study {
    state.orders.push(order);
    const study: Study = {
      id: state.kept.length + 1,
      kind: order.kind,
      projectId: 1,
      snapshotId: 1,
      runId: order.kind === 'cross-validation' ? null : order.runId,
      otherRunId: (order.kind === 'landscape' ? order.otherRunId : null) ?? null,
      status: 'running',
      done: 0,
      total: null,
      createdAt: '2026-11-24T03:00:00.000Z',
      endedAt: null,
      failure: null,
      ...what,
    };
    state.kept = [study, ...state.kept];
    return study;
  }

  const service: Implementation<typeof studies> = {
    start: (order) => add(order),
    list: ({ runId, kind }) =>
      state.kept.filter(
        (study) => (runId === undefined || study.runId === runId) && (kind === undefined || study.kind === kind),
      ),
    get: ({ studyId }) => get(studyId),
    stop: ({ studyId }) => change(studyId, { status: 'stopped' }),
    result: ({ studyId }) => {
      const { kind, runId, otherRunId, status } = get(studyId);
      if (kind === 'cross-validation' && status === 'done') return sampleCrossValidation();
      if (status !== 'done' || runId === null) throw new NarashiError('studies.not-done', { id: studyId, status });
      if (kind === 'likeness') return sampleLikeness();
      if (kind === 'robustness') return sampleSweep(runId);
      if (kind === 'flatness') return sampleFlatness(runId);
      return sampleLandscape(runId, ...(otherRunId === null ? [] : [otherRunId]));
    },
  };
  return { state, service, change, add };
}
