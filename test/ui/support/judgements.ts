// Test images judged by a made-up model: one list from which report, cells and mistakes all follow.
import { evaluate } from '../../../main/eval/evaluate.ts';
import type { JudgedImage, RunReport } from '../../../shared/contract/results.ts';
import type { Evaluation } from '../../../shared/domain/evaluation.ts';
import { digestOf } from './stage.ts';

export const classes = [
  { name: 'OK', verdict: 'OK' },
  { name: 'キズ', verdict: 'NG' },
  { name: '汚れ', verdict: 'NG' },
] as const;

export interface Judgements {
  readonly evaluation: Evaluation;
  readonly images: readonly JudgedImage[];
  readonly rows: readonly Row[];
}

/** `[actual, probabilities of the classes]` */
export type Row = readonly [actual: number, probabilities: readonly number[]];

/** 60 good parts and 40 defective ones; `sureness` from 0.5 (many mistakes) to 0.98. */
export function judgedBy(sureness: number): Row[] {
  const rows: Row[] = [];
  for (let image = 0; image < 100; image++) {
    const actual = image < 60 ? 0 : image < 82 ? 1 : 2;
    // Spread by the golden section: even, and the same every time.
    const doubt = ((image * 0.618034) % 1) ** 2 * (1.32 - sureness);
    const other = (actual + 1 + (image % 2)) % 3;
    const third = 3 - actual - other;
    const row = [0, 0, 0];
    row[actual] = 1 - doubt;
    row[other] = doubt * 0.93;
    row[third] = doubt * 0.07;
    rows.push([actual, row]);
  }
  return rows;
}

export function judge(rows: readonly Row[]): Judgements {
  const evaluation = evaluate(
    rows.map(([actual]) => actual),
    rows.flatMap(([, probabilities]) => probabilities),
    classes,
  );
  const images = rows.map(([actual, probabilities], index) => {
    const probability = Math.max(...probabilities);
    const path = `${classes[actual]?.name}/部品-${String(index + 1).padStart(4, '0')}.png`;
    const ngScore = probabilities.reduce((sum, one, index) => sum + (classes[index]?.verdict === 'NG' ? one : 0), 0);
    return {
      imageId: index + 1,
      hash: digestOf(path),
      path,
      actual,
      predicted: probabilities.indexOf(probability),
      probability,
      ngScore: Math.min(1, ngScore),
    };
  });
  return { evaluation, images, rows };
}

const isNg = (index: number) => classes[index]?.verdict === 'NG';

export function mistakesOf({ images }: Judgements): JudgedImage[] {
  const weight = ({ actual, predicted }: JudgedImage) =>
    isNg(actual) && !isNg(predicted) ? 0 : isNg(predicted) && !isNg(actual) ? 1 : 2;
  return images
    .filter(({ actual, predicted }) => actual !== predicted)
    .sort((one, other) => weight(one) - weight(other) || other.probability - one.probability);
}

export function epochsOf(count: number, sharpens: boolean): RunReport['epochs'] {
  return Array.from({ length: count }, (_, index) => {
    const way = (index + 1) / count;
    return {
      epoch: index + 1,
      loss: 0.05 + 1.1 * Math.exp(-4 * way) * (1 + 0.08 * Math.sin(index)),
      sharpness: sharpens ? 0.03 + 0.06 * Math.sin(3 * way) : null,
      lambda: sharpens ? 1 + 0.3 * way : null,
      trainAccuracy: 1 - 0.65 * Math.exp(-4 * way),
      validationLoss: null,
      validationAccuracy: 0.97 - 0.6 * Math.exp(-3.5 * way),
      validationBalancedAccuracy: null,
      seconds: 9,
    };
  });
}
