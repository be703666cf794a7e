// λ follows the sharpness where it changes, and stays where it does not.
import { describe, expect, it } from 'vitest';
import {
  type AscentMeasurement,
  defaultLambda,
  initialLambda,
  type LambdaRule,
  type LambdaSettings,
  type LambdaState,
  updateLambda,
} from '../../../main/optim/regularization.ts';
import { type Random, random } from '../../../shared/domain/random.ts';

const adaptive = ['predicted', 'temporal'] as const;
const settings = (rule: LambdaRule): LambdaSettings => ({ ...defaultLambda, rule });
const measurement = (rise: number): AscentMeasurement => ({ sharpness: 0.05 * rise, radius: 0.05, gradientNorm: 1 });

/** λ after each of `steps` measurements of S over the first-order prediction. */
function follow(rule: LambdaRule, rises: Iterable<number>, start = initialLambda(settings(rule))): LambdaState[] {
  const states: LambdaState[] = [];
  let state = start;
  for (const rise of rises) {
    state = updateLambda(settings(rule), state, measurement(rise));
    states.push(state);
  }
  return states;
}

function draws(steps: number, seed: number, draw: (stream: Random, step: number) => number): number[] {
  const stream = random(seed, 'sharpness');
  return Array.from({ length: steps }, (_, step) => draw(stream, step));
}

const last = (states: readonly LambdaState[]) => states.at(-1)?.lambda ?? Number.NaN;

describe('a stationary sharpness, right-skewed or not, moves λ nowhere', () => {
  const distributions: readonly (readonly [string, (stream: Random) => number])[] = [
    ['constant', () => 1],
    ['log-normal, σ ¼', (stream) => Math.exp(0.25 * stream.gaussian())],
    ['log-normal, σ ½', (stream) => Math.exp(0.5 * stream.gaussian() - 0.125)],
    ['log-normal, σ 1', (stream) => Math.exp(stream.gaussian() - 0.5)],
    ['exponential', (stream) => -Math.log(1 - stream.float())],
    ['normal, negative at times', (stream) => 1 + stream.gaussian()],
  ];
  const cases = adaptive.flatMap((rule) =>
    distributions.flatMap(([name, draw]) => [0, 1, 2].map((seed) => [rule, name, seed, draw] as const)),
  );
  it.each(cases)('%s: %s, seed %d', (rule, _, seed, draw) => {
    const lambdas = follow(rule, draws(8000, seed, draw)).map(({ lambda }) => lambda);
    const mean = Math.exp(lambdas.reduce((sum, lambda) => sum + Math.log(lambda), 0) / lambdas.length);
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1.18);
    const atBound = lambdas.filter((lambda) => lambda === defaultLambda.minimum || lambda === defaultLambda.maximum);
    expect(atBound.length / lambdas.length).toBeLessThan(0.03);
  });
});

describe('a changing sharpness moves λ the right way', () => {
  it('predicted: to the measured over the predicted rise', () => {
    expect(last(follow('predicted', Array<number>(200).fill(1.4)))).toBeCloseTo(1.4, 5);
    expect(last(follow('predicted', Array<number>(200).fill(0.7)))).toBeCloseTo(0.7, 5);
  });

  it('predicted: averages over about ten steps, beginning with the initial λ', () => {
    expect(follow('predicted', [2, 0]).map(({ lambda }) => lambda)).toEqual([
      expect.closeTo(0.9 + 0.1 * 2, 12),
      expect.closeTo(0.9 * 1.1, 12),
    ]);
  });

  it('temporal: up while the sharpness rises, down while it falls, and back once it rests', () => {
    const slope = (sign: number) =>
      follow(
        'temporal',
        draws(700, 3, (_, step) => Math.exp(sign * 0.01 * step)),
      );
    const [risen, fallen] = [slope(1), slope(-1)];
    expect(last(risen)).toBe(defaultLambda.maximum);
    expect(last(fallen)).toBe(defaultLambda.minimum);
    const level = Array<number>(1500).fill(Math.exp(7));
    expect(last(follow('temporal', level, risen.at(-1)))).toBeCloseTo(1, 1);
  });

  it.each(adaptive)('%s: stays within its bounds, whatever it is told', (rule) => {
    const wild = draws(3000, 4, (stream) => Math.exp(8 * stream.gaussian()) * (stream.chance(0.3) ? -1 : 1));
    const lambdas = follow(rule, wild).map(({ lambda }) => lambda);
    expect(Math.min(...lambdas)).toBeGreaterThanOrEqual(defaultLambda.minimum);
    expect(Math.max(...lambdas)).toBeLessThanOrEqual(defaultLambda.maximum);
  });

  it('fixed: never', () => {
    expect(follow('fixed', [3, 0.1, -2]).map(({ lambda }) => lambda)).toEqual([1, 1, 1]);
  });
});

describe('what the rule remembers', () => {
  const useless: readonly (readonly [string, Partial<AscentMeasurement>])[] = [
    ['a loss that is not a number', { sharpness: Number.NaN }],
    ['an infinite loss', { sharpness: Number.POSITIVE_INFINITY }],
    ['a gradient that is not a number', { gradientNorm: Number.NaN }],
    ['an infinite gradient', { gradientNorm: Number.POSITIVE_INFINITY }],
    ['no gradient', { gradientNorm: 0 }],
    ['no ascent', { radius: 0 }],
    ['a radius that is not a number', { radius: Number.NaN }],
  ];
  const cases = adaptive.flatMap((rule) => useless.map(([name, change]) => [rule, name, change] as const));
  it.each(cases)('%s: %s changes nothing', (rule, _, change) => {
    const before = follow(rule, [1.2, 0.8]).at(-1) ?? initialLambda(settings(rule));
    expect(updateLambda(settings(rule), before, { ...measurement(1), ...change })).toBe(before);
  });

  it.each(adaptive)('%s: goes through JSON and continues exactly', (rule) => {
    const rises = draws(60, 5, (stream) => Math.exp(0.6 * stream.gaussian()));
    const whole = follow(rule, rises);
    const half: LambdaState = JSON.parse(JSON.stringify(whole[29]));
    expect(follow(rule, rises.slice(30), half)).toEqual(whole.slice(30));
  });
});
