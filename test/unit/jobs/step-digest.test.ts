// Steps taken together: means over what was measured, a few messages a second, one at the end of every epoch.
import { describe, expect, it } from 'vitest';
import { StepDigest } from '../../../main/jobs/child/step-digest.ts';
import type { EventOf } from '../../../main/jobs/train-messages.ts';
import type { StepReport } from '../../../main/train/reports.ts';

const step: StepReport = {
  epoch: 1,
  step: 1,
  stepsPerEpoch: 10,
  kind: 'efficient',
  loss: 2,
  perturbedLoss: 3,
  lambda: 1.1,
  learningRate: 0.05,
  seconds: 0.1,
};

function digest() {
  const told: EventOf<'steps'>[] = [];
  let clock = 0;
  const steps = new StepDigest(
    8,
    (event) => told.push(event),
    () => clock,
  );
  return {
    told,
    steps,
    take: (milliseconds: number, report: Partial<StepReport>) => {
      clock += milliseconds;
      steps.add({ ...step, ...report });
    },
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
  };
}

describe('a digest of steps', () => {
  it('speaks at most four times a second, with means over what was measured', () => {
    const { told, take } = digest();
    take(100, { step: 1, loss: 2, kind: 'thorough', perturbedLoss: 2.5 });
    take(100, { step: 2, loss: 1, perturbedLoss: 9 });
    take(50, { step: 3, loss: 3, kind: 'thorough', perturbedLoss: 4.5, lambda: 1.2 });
    take(100, { step: 4 });
    expect(told).toEqual([
      {
        type: 'steps',
        epoch: 1,
        step: 3,
        stepsPerEpoch: 10,
        loss: 2,
        sharpness: 1,
        lambda: 1.2,
        imagesPerSecond: 96,
      },
    ]);
  });

  it('speaks at the end of an epoch, however soon', () => {
    const { told, take } = digest();
    take(10, { step: 10 });
    expect(told).toHaveLength(1);
  });

  it('has null for what no step measured, and leaves out what is no number', () => {
    const { told, take } = digest();
    take(300, { kind: 'skipped', loss: Number.NaN, perturbedLoss: Number.NaN });
    expect(told).toMatchObject([{ loss: null, sharpness: null }]);
    take(100, { kind: 'efficient', loss: Number.NaN });
    take(200, { loss: 4 });
    expect(told).toMatchObject([{}, { loss: 4, sharpness: null }]);
  });

  it('does not count the time before it begins', () => {
    const { told, steps, take, pass } = digest();
    pass(5_000);
    steps.begin();
    take(500, {});
    expect(told).toMatchObject([{ imagesPerSecond: 16 }]);
  });
});
