// Data quality in memory: ten suspects of three classes, decided on and taken back as the real service does.
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { agreementOf, evaluate } from '../../../main/eval/index.ts';
import type { Agreement, Balance, DuplicateGroup, quality, Suspect } from '../../../shared/contract/quality.ts';
import type { crossValidationFigures } from '../../../shared/contract/studies.ts';
import type { CrossValidationResult } from '../../../shared/domain/study.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { digestOf } from './stage.ts';

export interface Decision {
  readonly imageIds: readonly number[];
  readonly classId: number | null;
  readonly reason: string;
}

export interface QualityState {
  /** The cross-validation they come from; null: none was made yet. */
  studyId: number | null;
  readonly decisions: Decision[];
  decided: number[];
  /** How long the list of suspects is on its way, ms. */
  listDelay: number;
  /** Alike pictures stand on both sides of the test. */
  leaks: boolean;
  opinions: { readonly inspector: string; readonly imageId: number; readonly classId: number }[];
}

export const suspects: readonly Suspect[] = Array.from({ length: 10 }, (_, place) => ({
  imageId: place + 1,
  hash: digestOf(`suspect ${place}`),
  path: `2026-11-20/${String(place).padStart(4, '0')}.png`,
  classId: place % 2 === 0 ? 1 : 3,
  suggestedClassId: 2,
  suggestedProbability: 0.99 - place * 0.04,
  labelProbability: 0.01 + place * 0.03,
  lot: place < 5 ? 'A-17' : null,
  split: 'train',
}));

const balance: Balance = {
  classes: [
    { classId: 1, name: 'OK', verdict: 'OK', images: 300, train: 210, validation: 30, test: 60, lots: 6 },
    { classId: 2, name: 'キズ', verdict: 'NG', images: 110, train: 77, validation: 11, test: 22, lots: 4 },
    { classId: 3, name: '汚れ', verdict: 'NG', images: 14, train: 10, validation: 1, test: 3, lots: 1 },
  ],
  ratio: 300 / 14,
  lots: [
    { lot: 'A-17', counts: [120, 40, 14], splits: ['train'] },
    { lot: 'A-18', counts: [90, 35, 0], splits: ['test'] },
  ],
  withoutLot: 125,
  findings: [
    { kind: 'imbalance', classId: 3, value: 300 / 14 },
    { kind: 'few-images', classId: 3, value: 14 },
    { kind: 'single-lot', classId: 3, value: null },
  ],
};

const alike = (place: number, classId: number, split: 'train' | 'test') => ({
  imageId: 100 + place,
  hash: digestOf(`alike ${place}`),
  path: `2026-11-21/${String(place).padStart(4, '0')}.png`,
  classId,
  split,
  lot: null,
});
const leaking: DuplicateGroup = {
  images: [alike(0, 1, 'train'), alike(1, 2, 'test'), alike(2, 1, 'train')],
  distance: 1,
  leaks: true,
  contradicts: true,
};
const harmless: DuplicateGroup = {
  images: Array.from({ length: 11 }, (_, place) => alike(10 + place, 1, 'train')),
  distance: 0,
  leaks: false,
  contradicts: false,
};

/** What a finished check comes to. */
export function sampleCrossValidation(): z.infer<typeof crossValidationFigures> {
  const kind: CrossValidationResult['kind'] = 'cross-validation';
  const labels = Array.from({ length: 100 }, (_, image) => image % 2);
  const sure = labels.flatMap((label, image) => ((image < 8 ? 1 - label : label) === 0 ? [0.9, 0.1] : [0.1, 0.9]));
  const classes = [{ name: 'OK', verdict: 'OK' } as const, { name: 'キズ', verdict: 'NG' } as const];
  return { kind, folds: 5, foldAccuracies: [0.9, 0.95, 0.9, 0.9, 0.95], evaluation: evaluate(labels, sure, classes) };
}

export function makeQuality(emit: Emit<typeof quality>) {
  const state: QualityState = { studyId: null, decisions: [], decided: [], listDelay: 0, leaks: true, opinions: [] };
  const service: Implementation<typeof quality> = {
    balance: () => balance,
    suspects: async ({ limit }) => {
      await pause(state.listDelay);
      const open = suspects.filter(({ imageId }) => !state.decided.includes(imageId));
      if (state.studyId === null) {
        return { studyId: null, at: null, changedSince: 0, estimatedWrong: 0, judged: 0, suspects: [], decided: 0 };
      }
      return {
        studyId: state.studyId,
        at: '2026-11-25T04:00:00.000Z',
        changedSince: 3,
        estimatedWrong: 8,
        judged: 500,
        suspects: open.slice(0, limit),
        decided: suspects.length - open.length,
      };
    },
    decide: ({ imageIds, classId, reason }) => {
      state.decisions.push({ imageIds, classId, reason });
      state.decided = [...state.decided, ...imageIds];
      emit('changed', { projectId: 1 });
      return { changed: classId === null ? 0 : imageIds.length, decided: imageIds.length };
    },
    duplicates: (_, { progress }) => {
      progress({ done: 500, total: 500 });
      const groups = state.leaks ? [leaking, harmless] : [harmless];
      const leaks = groups.filter((group) => group.leaks).length;
      return { compared: 500, unreadable: 0, groups, leaking: leaks, contradicting: leaks };
    },
    closeLeaks: () => {
      state.leaks = false;
      return { moved: 2 };
    },
    agreement: () => agreementOfAll(state),
    blindQueue: ({ inspector, limit }) => {
      const open = suspects.filter(
        ({ imageId }) => !state.opinions.some((one) => one.inspector === inspector && one.imageId === imageId),
      );
      return {
        images: open.slice(0, limit).map(({ imageId, hash }) => ({ imageId, hash })),
        judged: suspects.length - open.length,
      };
    },
    giveOpinion: ({ inspector, imageId, classId }) => {
      state.opinions.push({ inspector, imageId, classId });
      emit('changed', { projectId: 1 });
      return { judged: state.opinions.filter((one) => one.inspector === inspector).length };
    },
    withdrawOpinion: ({ inspector, imageId }) => {
      state.opinions = state.opinions.filter((one) => one.inspector !== inspector || one.imageId !== imageId);
      emit('changed', { projectId: 1 });
      return { judged: state.opinions.filter((one) => one.inspector === inspector).length };
    },
    reopen: ({ imageIds }) => {
      state.decided = state.decided.filter((imageId) => !imageIds.includes(imageId));
      emit('changed', { projectId: 1 });
      return { reopened: imageIds.length };
    },
  };
  return { state, service };
}

function agreementOfAll({ opinions }: QualityState): Agreement {
  const classIds = balance.classes.map(({ classId }) => classId);
  const labelOf = (imageId: number) => suspects.find((one) => one.imageId === imageId)?.classId ?? 1;
  const inspectors = [...new Set(opinions.map(({ inspector }) => inspector))];
  const of = (inspector: string) => opinions.filter((one) => one.inspector === inspector);
  return {
    inspectors: inspectors.map((name) => ({ name, images: of(name).length })),
    pairs: inspectors.map((first) => {
      const pairs = of(first).map(
        ({ imageId, classId }) => [classIds.indexOf(classId), classIds.indexOf(labelOf(imageId))] as const,
      );
      const found = agreementOf(
        pairs,
        balance.classes.map(({ verdict }) => verdict),
      );
      const shown = (kappa: typeof found.kappa) => kappa && { value: kappa.kappa, low: kappa.low, high: kappa.high };
      const { images, agreed, kappa, verdictKappa, table } = found;
      return {
        first,
        second: null,
        images,
        agreed,
        kappa: shown(kappa),
        verdictKappa: shown(verdictKappa),
        classIds,
        table: table.map((row) => [...row]),
      };
    }),
    disputed: opinions
      .filter(({ imageId, classId }) => classId !== labelOf(imageId))
      .map(({ inspector, imageId, classId }) => {
        const { hash, path } = suspects.find((one) => one.imageId === imageId) ?? { hash: digestOf('none'), path: '' };
        return { imageId, hash, path, classId: labelOf(imageId), opinions: [{ inspector, classId }] };
      }),
  };
}
