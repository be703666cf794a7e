// The Train screen's words and forms: phases, progress, time left, forecasts, advanced settings, live curves.

import { describe, expect, it } from 'vitest';
import { roughly } from '../../../renderer/components/roughly.ts';
import {
  automaticText,
  countChanged,
  fault,
  fieldsFor,
  settingsOf,
} from '../../../renderer/screens/train/advanced-fields.ts';
import { forecastWords } from '../../../renderer/screens/train/forecast-words.ts';
import { LiveCurves } from '../../../renderer/screens/train/live-curves.ts';
import { endHour, phaseKey, presentEpoch, progressOf, timeLeft } from '../../../renderer/screens/train/run-words.ts';
import { trainTexts } from '../../../renderer/text/train.ts';
import { advancedSettings } from '../../../shared/contract/training.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { makeVoice } from '../../../shared/text/voice.ts';
import { curvePoints, queued } from '../../ui/support/trainer.ts';

const [en, ja] = [makeVoice(trainTexts, 'en'), makeVoice(trainTexts, 'ja')];

describe('a run in the queue', () => {
  it.each([
    [{ status: 'queued', phase: 'waiting' }, 'Waiting'],
    [{ status: 'running', phase: 'compiling' }, 'Preparing the network'],
    [{ status: 'running', phase: 'training' }, 'Learning'],
    [{ status: 'stopped', phase: 'waiting' }, 'Paused'],
    [{ status: 'stopped', phase: 'ended' }, 'Stopped'],
    [{ status: 'failed', phase: 'ended' }, 'Failed'],
    [{ status: 'interrupted', phase: 'waiting' }, 'Interrupted'],
    [{ status: 'done', phase: 'ended' }, 'Done'],
  ] as const)('%j is called %s', (run, name) => expect(en(phaseKey(run))).toBe(name));

  it.each([
    [{}, 0, 1],
    [{ epoch: 0, step: 3 }, 3 / 9 / 40, 1],
    [{ epoch: 20, step: 0 }, 0.5, 21],
    [{ epoch: 40, step: 9 }, 1, 40],
    [{ epoch: 39, step: 99 }, 1, 40],
    [{ epoch: 10, step: 4, stepsPerEpoch: null }, 0.25, 11],
    [{ status: 'done', epoch: 12 }, 1, 13],
  ] as const)('%j is %d done, in epoch %i', (what, share, epoch) => {
    expect(progressOf(queued(1, what))).toBeCloseTo(share, 9);
    expect(presentEpoch(queued(1, what))).toBe(epoch);
  });

  it.each([
    [null, 'working out the time left …'],
    [2, 'done in a moment'],
    [31, 'about 30 s left'],
    [1480, 'about 25 min left'],
  ])('with %s s left says: %s', (secondsLeft, text) => {
    expect(timeLeft(queued(1, { status: 'running', secondsLeft }), en, 'en')).toBe(text);
  });

  it('says the hour it ends, with the day where that is another', () => {
    const now = new Date(2026, 10, 25, 22, 30);
    const run = (secondsLeft: number | null) => queued(1, { status: 'running', secondsLeft });
    expect(endHour(run(3600), now, ja)).toBe('23:30ごろ終了');
    expect(endHour(run(7200), now, ja)).toBe('11/26 00:30ごろ終了');
    expect([endHour(run(60), now, ja), endHour(run(null), now, ja)]).toEqual([null, null]);
  });
});

it.each([
  [0.4, '5 s', '5秒'],
  [42, '40 s', '40秒'],
  [58, '1 min', '1分'],
  [89, '1 min', '1分'],
  [600, '10 min', '10分'],
  [3575, '1 h', '1時間'],
  [5400, '1 h 30 min', '1時間30分'],
  [7190, '2 h', '2時間'],
])('%d s is roughly %s', (seconds, english, japanese) => {
  expect([roughly(seconds, 'en'), roughly(seconds, 'ja')]).toEqual([english, japanese]);
});

it('a forecast is said no finer than it is known, with its basis', () => {
  const forecast = { seconds: 190, low: 150, high: 260, kilowattHours: 0.00422, yen: 0.131, steps: 360 } as const;
  const words = forecastWords({ ...forecast, epochs: 40, images: 1288, basis: 'history' }, en, 'en');
  expect(words).toMatchObject({ time: 'about 3 min', range: '3 min to 4 min', cost: 'about 0.13 yen' });
  expect(words.energy).toBe('0.00422 kWh');
  expect(words.steps).toBe('360 steps in 40 epochs');
  expect(words.basis).toContain('earlier trainings');
  const narrow = forecastWords(
    { ...forecast, low: 185, high: 195, epochs: 40, images: 1, basis: 'measured' },
    en,
    'en',
  );
  expect(narrow.range).toBeNull();
  expect(narrow.basis).toContain('measured just now');
});

describe('the advanced settings', () => {
  it('have a field each, and no other', () => {
    const names = [...fieldsFor(false), ...fieldsFor(true)].map(({ name }) => name);
    // What of a backbone is trained is chosen with it.
    const chosen = ['fineTune', 'lastStages'];
    expect([...new Set(names), ...chosen].toSorted()).toEqual(Object.keys(advancedSettings.shape).toSorted());
    expect(fieldsFor(true).some(({ name }) => name === 'network')).toBe(false);
  });

  it('become settings; what is empty stays automatic', () => {
    const typed = { network: 'base', size: '９６', learningRate: '0.01', epochs: ' ', sampling: '' };
    expect(settingsOf(typed, false)).toEqual({ network: 'base', size: 96, learningRate: 0.01 });
    expect(countChanged(typed, false)).toBe(3);
    expect(settingsOf({}, false)).toEqual({});
  });

  it.each([
    ['size', '8', 'Enter a number from 16 to 1024.'],
    ['size', '64.5', 'Enter a whole number.'],
    ['size', 'large', 'Enter a number from 16 to 1024.'],
    ['seed', '-1', 'Enter a number of at least 0.'],
    ['seed', '7', null],
    ['rho', '', null],
  ])('%s = %s: %s', (name, typed, complaint) => {
    const field = fieldsFor(false).find((one) => one.name === name);
    if (!field) throw new Error(`no field ${name}`);
    expect(fault(field, typed, en)).toBe(complaint);
    expect(settingsOf({ [name]: typed }, false) === undefined).toBe(complaint !== null);
  });

  it('show what automatic comes to', () => {
    const shown = fieldsFor(false).map((field) => [field.name, automaticText(field, defaultRecipe('samar'), en)]);
    expect(Object.fromEntries(shown)).toMatchObject({ size: '64', network: 'small', augmentation: 'as on a line' });
    expect(shown.every(([, text]) => text !== undefined)).toBe(true);
  });
});

describe('live curves', () => {
  it('gather points into columns with a running mean', () => {
    const points = curvePoints(500, 10);
    const curves = new LiveCurves(points);
    const { at, loss, lossMean, accuracy, sharpness } = curves.columns;
    expect(curves.length).toBe(500);
    expect([at.at(-1), loss[7]]).toEqual([10, points[7]?.loss]);
    const spread = (values: readonly (number | null)[]) =>
      values.slice(1).reduce<number>((sum, value, index) => sum + Math.abs((value ?? 0) - (values[index] ?? 0)), 0);
    expect(spread(lossMean)).toBeLessThan(spread(loss) / 4);
    expect(sharpness.filter((value) => value !== null)).toHaveLength(32);
    expect(accuracy.filter((value) => value !== null)).toHaveLength(10);
  });

  it('complete the last step of an epoch by what the epoch measured', () => {
    const step = { at: 1, loss: 0.5, accuracy: null, validationAccuracy: null, sharpness: null, lambda: 1.1 };
    const epoch = { at: 1, loss: 0.7, accuracy: 0.8, validationAccuracy: 0.75, sharpness: null, lambda: 1.2 };
    const curves = new LiveCurves([step]);
    expect([curves.add(epoch), curves.add(epoch)]).toEqual([true, false]);
    expect(curves.columns).toMatchObject({
      at: [1],
      loss: [0.5],
      accuracy: [0.8],
      validationAccuracy: [0.75],
      lambda: [1.1],
    });
  });

  it('leave out what comes again after a resumption', () => {
    const [first, second, third] = curvePoints(4, 1);
    if (!first || !second || !third) throw new Error('no points');
    const curves = new LiveCurves([first, second]);
    expect([curves.add(first), curves.add(second), curves.add(third)]).toEqual([false, false, true]);
    expect(curves.columns.at).toEqual([0.25, 0.5, 0.75]);
  });
});
