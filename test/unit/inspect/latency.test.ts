// Percentiles of the last parts against the takt.
import { expect, it } from 'vitest';
import { LatencyWindow } from '../../../main/inspect/latency.ts';

it('has none before the first part', () => {
  expect(new LatencyWindow(100).figures()).toBeNull();
});

it('counts the percentiles of what there is', () => {
  const window = new LatencyWindow(95);
  for (let time = 100; time >= 1; time--) window.add(time);
  expect(window.figures()).toEqual({ parts: 100, p50: 51, p95: 96, p99: 100, slowest: 100, overTakt: 0.05 });
});

it('forgets the oldest', () => {
  const window = new LatencyWindow(10);
  for (let part = 0; part < 2_000; part++) window.add(1_000);
  for (let part = 0; part < 2_000; part++) window.add(5);
  expect(window.figures()).toEqual({ parts: 2_000, p50: 5, p95: 5, p99: 5, slowest: 5, overTakt: 0 });
});
