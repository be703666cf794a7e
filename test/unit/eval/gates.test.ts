// Gates: each at its limit, just beyond it, not measured and not asked for; and the interval of a balanced accuracy.
import { describe, expect, it } from 'vitest';
import {
  balancedAccuracyInterval,
  clopperPearson,
  decideGolden,
  type GateFacts,
  gatesOf,
  goldenOutcome,
  imagesToProve,
  rate,
  regressions,
  unmet,
  upperBound,
} from '../../../main/eval/index.ts';
import { defaultGateSettings, type GateResult, type GateSettings, gateNames } from '../../../shared/domain/gates.ts';
import { random } from '../../../shared/domain/random.ts';

const good: GateFacts = {
  evaluation: {
    confusion: [
      [98, 2],
      [1, 59],
    ],
    balancedAccuracy: (0.98 + 59 / 60) / 2,
  },
  escape: rate(1, 60),
  overkill: rate(2, 100),
  golden: { images: 20, regressions: 0, mistakes: 1 },
  robustness: 0.9,
  package: { images: 160, disagreements: 0, p95: 40 },
  taktMilliseconds: 2_000,
};
const unmeasured: GateFacts = {
  evaluation: null,
  escape: null,
  overkill: null,
  golden: 'golden-set',
  robustness: null,
  package: null,
  taktMilliseconds: 2_000,
};

const one = (gate: GateResult['gate'], facts: Partial<GateFacts>, settings: Partial<GateSettings> = {}) =>
  gatesOf({ ...defaultGateSettings, ...settings }, { ...good, ...facts }).find((each) => each.gate === gate);

describe('gates', () => {
  it('all pass of a good model, in order, with their numbers', () => {
    const results = gatesOf(defaultGateSettings, good);
    expect(results.map(({ gate }) => gate)).toEqual(gateNames);
    expect(unmet(results)).toEqual([]);
    expect(results[1]).toEqual({
      gate: 'escape',
      status: 'passed',
      limit: 0.1,
      measured: upperBound(1, 60),
      estimate: 1 / 60,
      mistakes: 1,
      images: 60,
      imagesNeeded: 29,
      lacks: null,
    });
  });

  it('none passes that was not measured, and each says what it lacks', () => {
    const results = gatesOf(defaultGateSettings, unmeasured);
    expect(unmet(results)).toEqual(results);
    expect(results.map(({ status, measured, lacks }) => [status, measured, lacks])).toEqual([
      ['not-measured', null, 'test-images'],
      ['not-measured', null, 'test-images'],
      ['not-measured', null, 'test-images'],
      ['not-measured', null, 'golden-set'],
      ['not-measured', null, 'robustness-study'],
      ['not-measured', null, 'package'],
      ['not-measured', null, 'package'],
    ]);
  });

  it('are left out where the project does not ask for them', () => {
    const off: GateSettings = {
      minimumBalancedAccuracy: null,
      maximumEscape: null,
      maximumOverkill: null,
      judgedBy: 'bound',
      maximumRegressions: null,
      minimumRobustness: null,
      maximumTaktShare: null,
      maximumDisagreements: null,
    };
    expect(gatesOf(off, unmeasured)).toEqual([]);
    expect(gatesOf({ ...off, minimumRobustness: 0.5 }, good).map(({ gate }) => gate)).toEqual(['robustness']);
  });

  const accuracyLow =
    balancedAccuracyInterval([
      [98, 2],
      [1, 59],
    ])?.low ?? 0;
  const limits: readonly (readonly [
    string,
    GateResult['gate'],
    Partial<GateFacts>,
    Partial<GateSettings>,
    GateResult['status'],
  ])[] = [
    [
      'the lower end of its interval at the limit',
      'balanced-accuracy',
      {},
      { minimumBalancedAccuracy: accuracyLow },
      'passed',
    ],
    [
      'its estimate above the limit, the lower end below',
      'balanced-accuracy',
      {},
      { minimumBalancedAccuracy: 0.97 },
      'failed',
    ],
    ['no miss of 29', 'escape', { escape: rate(0, 29) }, {}, 'passed'],
    ['no miss of 28', 'escape', { escape: rate(0, 28) }, {}, 'failed'],
    ['no miss of 28, by the estimate', 'escape', { escape: rate(0, 28) }, { judgedBy: 'estimate' }, 'passed'],
    ['1 of 10 by the estimate, at the limit', 'escape', { escape: rate(1, 10) }, { judgedBy: 'estimate' }, 'passed'],
    ['11 of 100 by the estimate', 'overkill', { overkill: rate(11, 100) }, { judgedBy: 'estimate' }, 'failed'],
    ['good images only', 'escape', { escape: null }, {}, 'not-measured'],
    ['no regression where none is allowed', 'golden', {}, {}, 'passed'],
    [
      'a regression where none is allowed',
      'golden',
      { golden: { images: 9, regressions: 1, mistakes: 1 } },
      {},
      'failed',
    ],
    [
      'a regression where one is allowed',
      'golden',
      { golden: { images: 9, regressions: 1, mistakes: 1 } },
      { maximumRegressions: 1 },
      'passed',
    ],
    ['a golden set nobody judged', 'golden', { golden: 'golden-judgement' }, {}, 'not-measured'],
    ['a golden set the live model has not judged', 'golden', { golden: 'live-golden-judgement' }, {}, 'not-measured'],
    ['a score at the limit', 'robustness', { robustness: 0.7 }, {}, 'passed'],
    ['a score below it', 'robustness', { robustness: 0.699 }, {}, 'failed'],
    ['half the takt', 'latency', { package: { images: 9, disagreements: 0, p95: 1_000 } }, {}, 'passed'],
    ['more than half the takt', 'latency', { package: { images: 9, disagreements: 0, p95: 1_000.1 } }, {}, 'failed'],
    [
      'a longer takt',
      'latency',
      { package: { images: 9, disagreements: 0, p95: 1_001 }, taktMilliseconds: 4_000 },
      {},
      'passed',
    ],
    ['one disagreement', 'parity', { package: { images: 9, disagreements: 1, p95: 1 } }, {}, 'failed'],
    [
      'a package that was compared on no image',
      'parity',
      { package: { images: 0, disagreements: 0, p95: 1 } },
      {},
      'not-measured',
    ],
  ];
  it.each(limits)('%s: %s', (_, gate, facts, settings, status) => {
    expect(one(gate, facts, settings)?.status).toBe(status);
  });

  it.each([0.01, 0.05, 0.1, 0.3])('so many images without a mistake prove %f, and one fewer does not', (limit) => {
    const images = imagesToProve(limit) ?? 0;
    expect(upperBound(0, images)).toBeLessThanOrEqual(limit);
    expect(upperBound(0, images - 1)).toBeGreaterThan(limit);
  });

  it('no number of images proves that there is never a mistake', () => {
    expect([imagesToProve(0), imagesToProve(1)]).toEqual([null, 1]);
  });
});

describe('the interval of a balanced accuracy', () => {
  it('is of one class that of its share, and narrower of several alike', () => {
    const single = balancedAccuracyInterval([[18, 2]]);
    const { low, high } = clopperPearson(18, 20);
    expect(single?.low).toBeCloseTo(low, 12);
    expect(single?.high).toBeCloseTo(high, 12);
    const double = balancedAccuracyInterval([
      [18, 2],
      [2, 18],
    ]);
    expect(double?.low).toBeCloseTo(0.9 - (0.9 - low) / Math.SQRT2, 12);
  });

  it('leaves out classes without images, and is nothing without any', () => {
    expect(
      balancedAccuracyInterval([
        [18, 2, 0],
        [0, 0, 0],
      ]),
    ).toEqual(balancedAccuracyInterval([[18, 2, 0]]));
    expect(
      balancedAccuracyInterval([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });

  it('stays within 0 and 1, and lets the true value fall below it rarely', () => {
    const stream = random(7, 'coverage');
    const [shares, sizes] = [
      [0.97, 0.8, 0.9],
      [60, 12, 25],
    ];
    const truth = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    let missed = 0;
    for (let round = 0; round < 2_000; round++) {
      const confusion = sizes.map((size, actual) => {
        const hits = Array.from({ length: size }, () => stream.float()).filter(
          (value) => value < (shares[actual] ?? 0),
        );
        const row = [0, 0, 0, size - hits.length];
        row[actual] = hits.length;
        return row;
      });
      const interval = balancedAccuracyInterval(confusion);
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.high).toBeLessThanOrEqual(1);
      if ((interval?.low ?? 0) > truth) missed++;
    }
    expect(missed / 2_000).toBeLessThan(0.03);
  });
});

describe('the golden set', () => {
  const rule = { okBelow: 0.2, ngFrom: 0.8, unlikeFrom: 0.5 };
  const scored = (ngScore: number, verdict: 'OK' | 'NG') => ({ ngScore, className: 'x', verdict });

  it('is judged with the rule, and by the surest class where there is none', () => {
    expect([0.1, 0.5, 0.9].map((score) => decideGolden(scored(score, 'OK'), rule))).toEqual(['OK', 'review', 'NG']);
    expect([0.1, 0.9].map((score) => decideGolden(scored(score, 'NG'), null))).toEqual(['NG', 'NG']);
  });

  it('counts escapes, overkills and what goes to a person', () => {
    const images = (['NG', 'NG', 'NG', 'OK', 'OK', 'OK'] as const).map((verdict) => ({ verdict }));
    expect(goldenOutcome(images, ['OK', 'NG', 'review', 'NG', 'OK', 'review'])).toEqual({
      images: 6,
      escapes: 1,
      overkills: 1,
      reviews: 2,
    });
  });

  it('sees a regression only where the live model is right and the other wrong', () => {
    const images = Array.from({ length: 9 }, () => ({ verdict: 'NG' as const }));
    const kinds = ['OK', 'NG', 'review'] as const;
    const live = kinds.flatMap((kind) => [kind, kind, kind]);
    const other = kinds.flatMap(() => [...kinds]);
    expect(regressions(images, live, other)).toEqual([3]);
  });
});
