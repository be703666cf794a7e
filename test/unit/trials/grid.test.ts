// The grid of a trial: epochs under each budget, cells and the trainings they share, and recipes that differ in nothing but the method.
import { describe, expect, it } from 'vitest';
import { cellsOf, planTiming, trainingsOf } from '../../../main/trials/grid.ts';
import { methodRecipe } from '../../../main/trials/method-recipe.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { type TrialMethod, trialMethods } from '../../../shared/domain/trial.ts';
import { plan } from '../../support/made-trial.ts';

describe('equal time', () => {
  it.each([
    ['half the epochs for twice the time', 2, 10],
    ['as many for the same time', 1, 20],
    ['the nearest whole number', 1.18, 17],
    ['more for less', 0.5, 40],
    ['one at least', 100, 1],
  ])('is %s', (_, seconds, epochs) => {
    const times = new Map<TrialMethod, number>([
      ['sgd', 1],
      ['samar-efficient', seconds],
    ]);
    const { methods } = planTiming(plan, 20, times, 'CPU');
    expect(methods.map(({ epochs: each }) => each)).toEqual([
      { epochs: 20, time: 20 },
      { epochs: 20, time: epochs },
    ]);
  });
  it('is not reckoned where it was not asked for', () => {
    const { methods } = planTiming({ ...plan, budgets: ['epochs'] }, 20, new Map(), 'CPU');
    expect(methods[1]?.epochs).toEqual({ epochs: 20, time: null });
  });
});

it('shares a training between budgets that come to the same epochs, and trains one seed after the other', () => {
  const times = new Map<TrialMethod, number>([
    ['sgd', 1],
    ['samar-efficient', 2],
  ]);
  const cells = cellsOf({ ...plan, seeds: [7, 3] }, planTiming(plan, 20, times, 'CPU'));
  expect(cells).toHaveLength(8);
  expect(
    trainingsOf(cells).map(({ method, seed, epochs, cells: filled }) => [method, seed, epochs, filled.length]),
  ).toEqual([
    ['sgd', 7, 20, 2],
    ['samar-efficient', 7, 20, 1],
    ['samar-efficient', 7, 10, 1],
    ['sgd', 3, 20, 2],
    ['samar-efficient', 3, 20, 1],
    ['samar-efficient', 3, 10, 1],
  ]);
});

describe('recipes of one seed', () => {
  const base = { ...defaultRecipe('sgd'), size: 32, batchSize: 8, learningRate: 0.03 };
  const recipe = (method: TrialMethod, advanced = {}) =>
    methodRecipe({ advanced, labelNoise: 0.3 }, base, { method, seed: 5, epochs: 9 });
  /** What makes the method: its own settings, and AdamW's steps. */
  const own = ['method', 'mode', 'rho', 'lambda', 'lambdaRule', 'optimizer', 'learningRate', 'weightDecay'];

  it.each(trialMethods)('differ from plain SGD in the settings of %s alone', (method) => {
    const rest = (of: object) => Object.entries(of).filter(([name]) => !own.includes(name));
    expect(rest(recipe(method))).toEqual(rest(recipe('sgd')));
    expect(recipe(method)).toMatchObject({ seed: 5, epochs: 9, labelNoise: 0.3, size: 32, batchSize: 8 });
    if (method !== 'adamw') expect(recipe(method).learningRate).toBe(0.03);
  });
  it('are all different', () => {
    expect(new Set(trialMethods.map((method) => JSON.stringify(recipe(method)))).size).toBe(trialMethods.length);
  });
  it('give AdamW its usual steps, or those the user set', () => {
    expect(recipe('adamw')).toMatchObject({ optimizer: 'adamw', learningRate: 0.001, weightDecay: 0.01 });
    expect(recipe('adamw', { learningRate: 0.002 })).toMatchObject({ learningRate: 0.002 });
  });
});
