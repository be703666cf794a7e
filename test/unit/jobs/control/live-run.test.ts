// What a run shows while it goes on: time left by the clock, share done, and curves that stay small.
import { describe, expect, it } from 'vitest';
import { Curve } from '../../../../main/jobs/control/curve.ts';
import { LiveRun } from '../../../../main/jobs/control/live-run.ts';
import type { EventOf } from '../../../../main/jobs/train-messages.ts';

const steps = (epoch: number, step: number, stepsPerEpoch = 10): EventOf<'steps'> => ({
  type: 'steps',
  epoch,
  step,
  stepsPerEpoch,
  loss: 1,
  sharpness: null,
  lambda: 1,
  imagesPerSecond: 100,
});

function live(epochs: number) {
  let now = 0;
  const run = new LiveRun(epochs, [], () => now);
  return {
    run,
    at: (milliseconds: number, epoch: number, step: number) => {
      now = milliseconds;
      run.take(steps(epoch, step));
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('a run under way', () => {
  it('tells the time left from what this attempt has seen, after two seconds', () => {
    const { run, at } = live(4);
    run.take({ type: 'phase', phase: 'training' });
    at(10_000, 2, 5);
    expect(run.pace.secondsLeft).toBe(null);
    at(11_000, 2, 6);
    expect(run.pace.secondsLeft).toBe(null);
    at(13_000, 2, 8);
    // Three steps in three seconds, 22 of 40 to go.
    expect(run.pace.secondsLeft).toBeCloseTo(22, 9);
    expect(run.pace).toMatchObject({ epoch: 1, step: 8, stepsPerEpoch: 10, share: 0.45, imagesPerSecond: 100 });
  });

  it('tells no time left while it judges', () => {
    const { run, at } = live(1);
    run.take({ type: 'phase', phase: 'training' });
    at(0, 1, 1);
    at(5_000, 1, 10);
    run.take({ type: 'phase', phase: 'evaluating' });
    expect(run.pace).toMatchObject({ phase: 'evaluating', secondsLeft: null, share: 1 });
  });
});

describe('a curve', () => {
  it('stays below its limit for as long as a run goes on, keeping the newest point and the order', () => {
    const curve = new Curve([]);
    for (let epoch = 1; epoch <= 100; epoch++) {
      for (let step = 1; step <= 200; step++) curve.add(steps(epoch, step, 200));
    }
    const places = curve.points.map(({ at }) => at);
    expect(places.length).toBeLessThanOrEqual(4_001);
    expect(places.length).toBeGreaterThan(1_000);
    expect(places.at(-1)).toBe(100);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
