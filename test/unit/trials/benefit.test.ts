// Cost and benefit, reckoned on paper.
import { describe, expect, it } from 'vitest';
import { reckonBenefit } from '../../../main/trials/benefit.ts';
import type { BenefitStep, Economics, MeasuredChange } from '../../../shared/domain/benefit.ts';

const economics: Economics = {
  partsPerDay: 1_000,
  daysPerYear: 200,
  defectShare: 0.01,
  escapeCostYen: 10_000,
  overkillCostYen: 100,
  retrainingsPerYear: 12,
  operatorMinutesPerRetraining: 30,
  operatorYenPerHour: 3_000,
  yenPerKilowattHour: 30,
  oneOffYen: 100_000,
};
const measured: MeasuredChange = {
  baselineEscape: 0.05,
  candidateEscape: 0.03,
  escape: { difference: -0.02, low: -0.03, high: -0.01 },
  baselineOverkill: 0.02,
  candidateOverkill: 0.021,
  overkill: { difference: 0.001, low: -0.001, high: 0.003 },
  baselineKilowattHours: 0.1,
  candidateKilowattHours: 0.2,
  baselineSeconds: 60,
  candidateSeconds: 120,
};
const found = reckonBenefit(economics, measured);
const step = (name: BenefitStep, of = found) => of.figures.find((figure) => figure.step === name);

describe('a benefit', () => {
  // 200,000 parts, 2,000 of them defective.
  it.each([
    ['partsPerYear', 200_000, 200_000, 200_000],
    ['defectivePartsPerYear', 2_000, 2_000, 2_000],
    ['goodPartsPerYear', 198_000, 198_000, 198_000],
    ['escapesSaved', 40, 20, 60],
    ['overkillsSaved', -198, -594, 198],
    ['escapeYen', 400_000, 200_000, 600_000],
    ['overkillYen', -19_800, -59_400, 19_800],
    ['electricityYen', -36, -36, -36],
    ['operatorYen', -18_000, -18_000, -18_000],
    // Sides of independent intervals add up as squares: √(200,000² + 39,600²) = 203,882.7…
    ['effectYen', 362_164, 362_164 - 203_882.7, 362_164 + 203_882.7],
  ] as const)('has %s with its interval', (name, value, low, high) => {
    expect(step(name)?.value).toBeCloseTo(value, 6);
    expect(step(name)?.low).toBeCloseTo(low, 0);
    expect(step(name)?.high).toBeCloseTo(high, 0);
  });
  it('traces every figure to inputs, measurements or earlier figures', () => {
    const known = new Set([...Object.keys(economics), ...Object.keys(measured)]);
    for (const { step: name, from } of found.figures) {
      for (const source of from) expect(known, `${name} from ${source.name}`).toContain(source.name);
      known.add(name);
    }
  });
  it('pays back what was spent once', () => {
    expect(found.payBackYears.value).toBeCloseTo(100_000 / 362_164, 6);
    expect(found.payBackYears.worst).toBeGreaterThan(found.payBackYears.best ?? Number.NaN);
  });
  it('says what half and double of each input would make of it', () => {
    const half = found.sensitivity.find(({ input }) => input === 'escapeCostYen');
    expect(half?.halved).toBeCloseTo(362_164 - 200_000, 6);
    expect(half?.doubled).toBeCloseTo(362_164 + 400_000, 6);
    expect(found.sensitivity.map(({ input }) => input)).not.toContain('oneOffYen');
  });
  it('leaves out what no test image can tell, and says so', () => {
    const blind = reckonBenefit(economics, { ...measured, escape: null, baselineEscape: null, candidateEscape: null });
    expect(blind.missing).toEqual(['escape']);
    expect(step('escapesSaved', blind)?.value).toBe(0);
    expect(blind.payBackYears.value).toBeNull();
  });
});

describe('the break-even', () => {
  const rate = (difference: number) => ({ difference, low: difference, high: difference });
  const free = { operatorMinutesPerRetraining: 0, yenPerKilowattHour: 0 };
  it.each([
    // 40 escapes a year have to bring what 198 more overkills, electricity and work cost: 37,836 yen.
    ['from a cost on', {}, {}, { kind: 'from', yen: 37_836 / 40 }],
    ['whatever an escape costs', free, { overkill: rate(-0.001) }, { kind: 'always' }],
    ['never', {}, { escape: rate(0) }, { kind: 'never' }],
    // 40 more escapes against 1,980 overkills fewer: 198,000 − 18,036 yen are there for them.
    ['up to a cost', {}, { escape: rate(0.02), overkill: rate(-0.01) }, { kind: 'upTo', yen: (198_000 - 18_036) / 40 }],
  ] as const)('is %s', (_, inputs, rates, expected) => {
    const { breakEven } = reckonBenefit({ ...economics, ...inputs }, { ...measured, ...rates });
    expect(breakEven.kind).toBe(expected.kind);
    if ('yen' in breakEven && 'yen' in expected) expect(breakEven.yen).toBeCloseTo(expected.yen, 6);
  });
});
