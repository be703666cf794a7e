// The loss as a function of the weights: its gradient is its slope, padding weighs nothing, and both lowerings agree.
import { afterAll, describe, expect, it } from 'vitest';
import { cpuFast } from '../../main/autodiff/cpu-fast/index.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { probeBlockSize } from '../../main/engine/probe.ts';
import { filterNormalised } from '../../main/eval/flatness/direction.ts';
import { hessianTimes } from '../../main/eval/flatness/eigenvalue.ts';
import { dot, moved, norm } from '../../main/eval/flatness/objective.ts';
import { WeightLoss } from '../../main/train/weight-loss.ts';
import { arrayEvaluation, stripedImages } from '../support/array-batches.ts';
import { smallNetwork } from '../support/small-network.ts';

const executor = createOrtExecutor(2);
const block = await probeBlockSize(executor);
afterAll(() => executor.close());

const size = 12;
const images = stripedImages([4, 3, 3], size, 1);
const network = smallNetwork(3, size);

function load(batchSize: number, lowering = portable, signal = new AbortController().signal): Promise<WeightLoss> {
  const tensor = (name: string) => network.initial.get(name)?.data ?? new Float32Array();
  return WeightLoss.load({
    executor,
    network,
    lowering,
    tensor,
    batches: arrayEvaluation(images, batchSize),
    batchSize,
    signal,
  });
}

/** For the length of `use`. */
async function using<T>(given: Promise<WeightLoss>, use: (loss: WeightLoss) => Promise<T>): Promise<T> {
  const loss = await given;
  return use(loss).finally(() => loss.close());
}

describe('loss as a function of the weights', () => {
  it('rises along any direction as the gradient says', async () => {
    await using(load(5), async (objective) => {
      const { weights, layout } = objective;
      const { gradient } = await objective.gradient(weights);
      expect(norm(gradient)).toBeGreaterThan(0.1);
      for (const number of [0, 1, 2]) {
        const direction = filterNormalised(layout, weights, 3, number);
        const step = 5e-4;
        const ahead = await objective.loss(moved(weights, direction, step));
        const behind = await objective.loss(moved(weights, direction, -step));
        const slope = dot(gradient, direction);
        expect(Math.abs((ahead - behind) / (2 * step) - slope)).toBeLessThan(0.01 * Math.abs(slope));
      }
    });
  });

  it('does not depend on how the images are batched', async () => {
    const whole = await using(load(10), (objective) => objective.gradient(objective.weights));
    const padded = await using(load(4), (objective) => objective.gradient(objective.weights));
    expect(padded.loss).toBeCloseTo(whole.loss, 5);
    expect(norm(moved(padded.gradient, whole.gradient, -1)) / norm(whole.gradient)).toBeLessThan(1e-5);
    expect(whole.loss).toBeCloseTo(await using(load(10), (objective) => objective.loss(objective.weights)), 5);
  });

  it('has a symmetric Hessian', async () => {
    await using(load(10), async (objective) => {
      const { weights, layout } = objective;
      const [a, b] = [0, 1].map((number) => {
        const direction = filterNormalised(layout, weights, 3, number);
        return direction.map((value) => value / norm(direction));
      });
      if (!a || !b) throw new Error('no directions');
      const [ha, hb] = [
        await hessianTimes(objective, weights, a, 1e-3),
        await hessianTimes(objective, weights, b, 1e-3),
      ];
      expect(Math.abs(dot(ha, b) - dot(hb, a))).toBeLessThan(0.02 * Math.max(norm(ha), norm(hb)));
    });
  });

  it.skipIf(block === undefined)('is the same in both lowerings', async () => {
    const reference = await using(load(5), (objective) => objective.gradient(objective.weights));
    const candidate = await using(load(5, cpuFast(block ?? 16)), (objective) => objective.gradient(objective.weights));
    expect(candidate.loss).toBeCloseTo(reference.loss, 5);
    expect(norm(moved(candidate.gradient, reference.gradient, -1)) / norm(reference.gradient)).toBeLessThan(1e-3);
  });

  it('ends between two batches when asked to', async () => {
    const stop = new AbortController();
    await using(load(5, portable, stop.signal), async (objective) => {
      stop.abort(new Error('enough'));
      await expect(objective.loss(objective.weights)).rejects.toThrow('enough');
    });
  });
});
