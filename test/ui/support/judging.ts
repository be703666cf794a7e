// Rules, honest probabilities and weak spots of the finished runs in memory, reckoned as the app does.
import {
  applyTemperature,
  calibrationError,
  cheapestThreshold,
  logLoss,
  outcomeOf,
  outcomeOfRule,
  rate,
  recommendRule,
  reliabilityBins,
  type ScoredImage,
  slicesOf,
  thresholdCurve,
} from '../../../main/eval/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Calibration, judging, KeptRule, SliceKey } from '../../../shared/contract/judging.ts';
import type { DecisionAims } from '../../../shared/domain/decision.ts';
import type { Implementation } from '../../../shared/rpc/contract.ts';
import type { ArchiveState, Finished } from './archive.ts';
import { classes, type Row } from './judgements.ts';
import { digestOf } from './stage.ts';

const aims: DecisionAims = {
  escapeCostYen: 10_000,
  overkillCostYen: 100,
  reviewCostYen: 17,
  defectShare: 0.01,
  maximumEscape: null,
  maximumReview: 0.05,
};

export function makeJudging(archive: ArchiveState) {
  const state: {
    kept: Map<number, KeptRule>;
    chosenOn: 'validation' | 'test';
    knows: SliceKey[];
    temperature: number;
    compared: boolean;
  } = {
    kept: new Map(),
    chosenOn: 'validation',
    knows: ['lot', 'camera', 'hour'],
    temperature: 0.7,
    compared: false,
  };
  const isNg = (index: number) => classes[index]?.verdict === 'NG';

  function judged(runId: number): Finished['judged'] {
    const found = archive.finished.find(({ report }) => report.runId === runId);
    if (!found) throw new NarashiError('store.run-not-found', { id: runId });
    return found.judged;
  }

  const scored = (runId: number): ScoredImage[] =>
    judged(runId).images.map(({ imageId, ngScore, actual }) => ({
      ngScore,
      isDefective: isNg(actual),
      distance: state.compared ? distanceOf(imageId) : null,
    }));

  const kept = (runId: number): KeptRule => state.kept.get(runId) ?? { rule: null, aims, operator: '', at: null };

  const service: Implementation<typeof judging> = {
    rule: ({ runId }) => kept(runId),
    setRule: ({ runId, rule, aims: given }) => {
      state.kept.set(runId, { rule, aims: given, operator: '佐藤', at: '2026-11-24T05:00:00.000Z' });
      return kept(runId);
    },
    recommend: ({ runId, aims: given }) => {
      const images = scored(runId);
      const rule = recommendRule(images, given);
      const plain = judged(runId).images.map(({ actual, predicted }) => ({
        isDefective: isNg(actual),
        decision: classes[predicted]?.verdict ?? 'NG',
      }));
      return {
        chosenOn: { split: state.chosenOn, images: 40, defective: 16 },
        rule,
        outcome: rule && outcomeOfRule(images, rule, given),
        plain: outcomeOf(plain, given),
        unlikeThreshold: state.compared ? threshold : null,
      };
    },
    outcome: ({ runId, rule, aims: given }) => outcomeOfRule(scored(runId), rule, given),
    curve: ({ runId, aims: given }) => {
      const images = scored(runId);
      const points = thresholdCurve(
        images.map(({ ngScore }) => ngScore),
        images.map(({ isDefective }) => isDefective),
        given,
      );
      return { points, cheapest: cheapestThreshold(points) };
    },
    calibration: ({ runId }) => {
      const { rows } = judged(runId);
      return {
        temperature: state.temperature,
        fittedOn: state.temperature === 1 ? 0 : 40,
        fewest: 30,
        testImages: rows.length,
        before: reliabilityOf(rows, 1),
        after: reliabilityOf(rows, state.temperature),
      };
    },
    unlike: ({ runId, limit }) => {
      requireCompared(runId);
      const images = judged(runId)
        .images.map((image) => ({ ...image, distance: distanceOf(image.imageId) }))
        .toSorted((one, other) => other.distance - one.distance);
      const review = rate(images.filter(({ distance }) => distance >= threshold).length, images.length);
      return { threshold, review, images: images.slice(0, limit) };
    },
    neighbours: ({ runId, imageId }) => {
      requireCompared(runId);
      const neighbours = [0, 1, 2, 3, 4, 5].map((place) => ({
        imageId: 200 + place,
        hash: digestOf(`neighbour ${(imageId + place) % 40}`),
        path: `学習/部品-${place}.png`,
        classIndex: place % 3,
        distance: distanceOf(imageId) * (0.8 + place * 0.05),
      }));
      return { neighbours, distance: distanceOf(imageId), threshold };
    },
    heatmap: ({ runId, imageId }) => {
      const image = judged(runId).images.find((one) => one.imageId === imageId);
      if (!image) throw new NarashiError('judging.not-tested', { id: runId });
      const values = (shift: number) =>
        Array.from({ length: 64 }, (_, index) => {
          const away = Math.hypot((index % 8) - shift, Math.floor(index / 8) - 3);
          return Math.round(255 * Math.max(0, 1 - away / 3));
        });
      const asked = [...new Set([image.predicted, image.actual])];
      return { side: 8, maps: asked.map((classIndex, place) => ({ classIndex, values: values(2 + 3 * place) })) };
    },
    slices: ({ runId, by }) => {
      const known = state.knows.includes(by);
      return slicesOf(
        judged(runId).images.map(({ imageId, actual, predicted }) => ({
          // Most of the mistakes come from one of four.
          slice: known ? sliceName(by, actual === predicted ? imageId % 4 : imageId % 5 === 0 ? 1 : 3) : '',
          isRight: actual === predicted,
          isDefective: isNg(actual),
          isTakenOut: isNg(predicted),
        })),
      );
    },
  };
  function requireCompared(runId: number): void {
    if (!state.compared) throw new NarashiError('judging.not-compared', { id: runId });
  }

  return { state, service };
}

const threshold = 0.4;
const distanceOf = (imageId: number): number => 0.05 + 0.4 * ((imageId * 0.618034) % 1) ** 2;

function sliceName(by: SliceKey, index: number): string {
  if (by === 'hour') return String(8 + index).padStart(2, '0');
  return by === 'camera' ? `C${index + 1}` : `L-26${index + 1}`;
}

function reliabilityOf(given: readonly Row[], temperature: number): Calibration['before'] {
  const flat = applyTemperature(
    given.flatMap(([, row]) => row),
    classes.length,
    temperature,
  );
  const rows = given.map((_, index) => Array.from(flat.subarray(index * classes.length, (index + 1) * classes.length)));
  const right = rows.map((row, index) => row.indexOf(Math.max(...row)) === given[index]?.[0]);
  const confidences = rows.map((row) => Math.min(1, Math.max(...row)));
  return {
    calibrationError: calibrationError(right, confidences),
    logLoss: logLoss(
      given.map(([actual]) => actual),
      flat,
      classes.length,
    ),
    bins: [...reliabilityBins(right, confidences, 10)],
  };
}
