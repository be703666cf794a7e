// Shares as they are shown: none of 40 missed allows 7 %, and what may be said when several are compared.
import { describe, expect, it } from 'vitest';
import { rate, upperBound } from '../../../main/eval/intervals.ts';
import { axisEnd, axisStart, shownInterval } from '../../../renderer/components/charts/rates.ts';
import { difference, sameData, toggled } from '../../../renderer/screens/results/comparison.ts';
import { rateSentence } from '../../../renderer/screens/results/rate-words.ts';
import { resultsTexts } from '../../../renderer/text/results.ts';
import { makeVoice } from '../../../shared/text/voice.ts';

const of = (count: number, total: number) => {
  const found = rate(count, total);
  if (!found) throw new Error('no rate');
  return found;
};

describe('the interval that is shown', () => {
  it.each([1, 3, 24, 40, 1000])('is the exact one-sided bound for 0 of %i and all of them', (total) => {
    expect(shownInterval(of(0, total)).high).toBeCloseTo(upperBound(0, total), 9);
    expect(shownInterval(of(total, total)).low).toBeCloseTo(1 - upperBound(0, total), 9);
  });

  it('is the two-sided one elsewhere', () => {
    const { low, high } = of(2, 48);
    expect(shownInterval(of(2, 48))).toEqual({ low, high, oneSided: false });
  });

  it.each([
    [[of(0, 100)], 0.05],
    [[of(0, 40), null], 0.1],
    [[of(0, 24)], 0.2],
    [[of(2, 40), of(9, 60)], 0.5],
    [[of(30, 40)], 1],
    [[null], 0.05],
  ])('fits the axis of %j', (rates, end) => expect(axisEnd(rates)).toBe(end));

  it.each([
    [[of(100, 100)], 0.95],
    [[of(97, 100)], 0.9],
    [[of(70, 72)], 0.9],
    [[of(30, 60)], 0],
    [[null], 0.95],
  ])('fits the axis of the accuracies %j', (rates, start) => expect(axisStart(rates)).toBe(start));
});

describe('the sentence', () => {
  const [en, ja] = [makeVoice(resultsTexts, 'en'), makeVoice(resultsTexts, 'ja')];
  it.each([
    ['escape', of(0, 40), '0 of 40 missed: up to 7.2 % is still possible.'],
    ['escape', of(2, 48), '2 of 48 missed: the true share lies between 0.5 % and 14.3 %.'],
    ['escape', null, 'No defective part was tested.'],
    ['overkill', of(0, 24), '0 of 24 taken out for nothing: up to 11.7 % is still possible.'],
    ['accuracy', of(24, 24), '24 of 24 right: down to 88.3 % is still possible.'],
    ['accuracy', of(70, 72), '70 of 72 right: the true share lies between 90.3 % and 99.7 %.'],
  ] as const)('of %s %j', (name, found, sentence) => expect(rateSentence(name, found, en, 'en')).toBe(sentence));

  it('says the same in Japanese', () => {
    expect(rateSentence('escape', of(0, 40), ja, 'ja')).toBe(
      '40枚中0枚の見逃し：実際の見逃し率は最大7.2%の可能性があります。',
    );
  });
});

describe('a comparison', () => {
  it.each([
    [[of(0, 40), of(2, 40)], { kind: 'overlap' }],
    [[of(2, 40), of(2, 40)], { kind: 'equal' }],
    [[of(20, 40), of(0, 40)], { kind: 'lower', low: 1, high: 0 }],
    [[of(8, 40), of(30, 40), of(0, 40)], { kind: 'lower', low: 2, high: 1 }],
    [[of(0, 40), null], { kind: 'not-told' }],
    [[of(0, 40)], { kind: 'not-told' }],
    [[], { kind: 'not-told' }],
  ])('of %j', (rates, expected) => expect(difference(rates)).toEqual(expected));

  it('is fair only on the same data', () => {
    const on = (digest: string) => ({ snapshot: { id: 1, digest, images: 1, classes: [] } });
    expect(sameData([on('a'), on('a')])).toBe(true);
    expect(sameData([on('a'), on('b')])).toBe(false);
  });

  it('holds at most four runs', () => {
    expect(toggled([1, 2], 3)).toEqual([1, 2, 3]);
    expect(toggled([1, 2], 1)).toEqual([2]);
    expect(toggled([1, 2, 3, 4], 5)).toEqual([1, 2, 3, 4]);
  });
});
