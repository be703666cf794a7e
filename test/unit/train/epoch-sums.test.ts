// An epoch's figures: means over the steps that measured them, and the clean loss even where most steps are perturbed.
import { describe, expect, it } from 'vitest';
import { epochSumsSchema } from '../../../main/train/checkpoint.ts';
import { addSkipped, addStep, emptySums, epochFigures } from '../../../main/train/epoch-sums.ts';
import type { StepKind } from '../../../main/train/step-graph.ts';

const step = (kind: StepKind, loss: number, perturbedLoss: number, correct = 5) => ({
  outcome: { kind, radius: 0.05, loss, perturbedLoss, gradientNorm: 2 },
  correct,
  images: 8,
  gradientEvaluations: 1,
  seconds: 0.5,
});

describe('epoch figures', () => {
  it('say nothing where nothing was measured', () => {
    expect(epochFigures(emptySums)).toMatchObject({ loss: null, perturbedLoss: null, sharpness: null });
    expect(epochFigures(addSkipped(emptySums, 3, 1))).toMatchObject({
      loss: null,
      skippedSteps: 1,
      trainAccuracy: null,
    });
  });

  it('of base steps: the loss itself, no sharpness', () => {
    const sums = [step('base', 1, Number.NaN), step('base', 3, Number.NaN)].reduce(addStep, emptySums);
    expect(epochFigures(sums)).toEqual({
      loss: 2,
      perturbedLoss: null,
      sharpness: null,
      gradientNorm: 2,
      trainAccuracy: 10 / 16,
      skippedSteps: 0,
      seconds: 1,
      imagesPerSecond: 16,
    });
  });

  it('of thorough steps: the loss at the weights, never the perturbed one', () => {
    const sums = [step('thorough', 1, 1.5), step('thorough', 3, 4.5)].reduce(addStep, emptySums);
    expect(epochFigures(sums)).toMatchObject({ loss: 2, perturbedLoss: 3, sharpness: 1 });
  });

  it('of efficient steps: the loss of the whole batch; that of the sub-batch counts nowhere', () => {
    const sums = [step('thorough', 1, 1.5), step('efficient', 99, 2.5), step('efficient', 99, 3.5)].reduce(
      addStep,
      emptySums,
    );
    expect(epochFigures(sums).loss).toBeCloseTo(7 / 3, 10);
    expect(epochFigures(sums).sharpness).toBeCloseTo(0.5, 10);
  });

  it('of an epoch without an exact step: a loss all the same', () => {
    const sums = addStep(emptySums, step('efficient', 99, 2.5));
    expect(epochFigures(sums)).toMatchObject({ loss: 2.5, perturbedLoss: 2.5, sharpness: null });
  });

  it('go through the checkpoint unchanged', () => {
    const sums = addSkipped(addStep(emptySums, step('thorough', 0.1, 0.3)), 2, 0.25);
    expect(epochSumsSchema.parse(JSON.parse(JSON.stringify(sums)))).toEqual(sums);
    expect(sums).toMatchObject({ skipped: 1, steps: 1, gradientEvaluations: 3, seconds: 0.75 });
  });
});
