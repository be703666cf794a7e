// Cost and benefit of a made-up trial: reckoned as the app does, in its order, so that inputs move the figures.
import type { Benefit, BenefitFigure, BenefitStep, Economics, MeasuredChange } from '../../../shared/domain/benefit.ts';
import type { BudgetResult, TrialMethod, TrialPlan } from '../../../shared/domain/trial.ts';

export function measuredChange(result: BudgetResult, method: TrialMethod, plan: TrialPlan): MeasuredChange {
  const find = (name: TrialMethod) => result.methods.find((one) => one.method === name);
  const [own, base] = [find(method), find(plan.baseline)];
  const change = (measure: 'escape' | 'overkill') => {
    const found = result.comparisons.find((one) => one.method === method && one.measure === measure);
    return found ? { difference: found.difference, low: found.low, high: found.high } : null;
  };
  return {
    baselineEscape: base?.escape?.mean ?? null,
    candidateEscape: own?.escape?.mean ?? null,
    escape: change('escape'),
    baselineOverkill: base?.overkill?.mean ?? null,
    candidateOverkill: own?.overkill?.mean ?? null,
    overkill: change('overkill'),
    baselineKilowattHours: base?.kilowattHours?.mean ?? null,
    candidateKilowattHours: own?.kilowattHours?.mean ?? null,
    baselineSeconds: base?.seconds?.mean ?? null,
    candidateSeconds: own?.seconds?.mean ?? null,
  };
}

type Triple = readonly [value: number, low: number, high: number];
const nothing = { difference: 0, low: 0, high: 0 };

function figuresOf(economics: Economics, measured: MeasuredChange): BenefitFigure[] {
  const { partsPerDay, daysPerYear, defectShare, escapeCostYen, overkillCostYen } = economics;
  const { retrainingsPerYear, yenPerKilowattHour } = economics;
  const [missed, alarmed] = [measured.escape ?? nothing, measured.overkill ?? nothing];
  const parts = partsPerDay * daysPerYear;
  const [bad, good] = [parts * defectShare, parts * (1 - defectShare)];
  const energy = (measured.candidateKilowattHours ?? 0) - (measured.baselineKilowattHours ?? 0);
  const times = ([value, low, high]: Triple, factor: number): Triple => [value * factor, low * factor, high * factor];
  const saved = ({ difference, low, high }: typeof nothing, of: number): Triple => [
    -difference * of,
    -high * of,
    -low * of,
  ];
  const [escapes, overkills] = [saved(missed, bad), saved(alarmed, good)];
  const [escapeYen, overkillYen] = [times(escapes, escapeCostYen), times(overkills, overkillCostYen)];
  const electricity = -energy * retrainingsPerYear * yenPerKilowattHour;
  const figure = (step: BenefitStep, [value, low, high]: Triple, from: Record<string, number>): BenefitFigure => ({
    step,
    value,
    low,
    high,
    from: Object.entries(from).map(([name, each]) => ({ name, value: each })),
  });
  const fixed = (value: number): Triple => [value, value, value];
  const total = (index: 0 | 1 | 2) => escapeYen[index] + overkillYen[index] + electricity;
  return [
    figure('partsPerYear', fixed(parts), { partsPerDay, daysPerYear }),
    figure('defectivePartsPerYear', fixed(bad), { partsPerYear: parts, defectShare }),
    figure('goodPartsPerYear', fixed(good), { partsPerYear: parts, defectShare }),
    figure('escapesSaved', escapes, { defectivePartsPerYear: bad, escape: missed.difference }),
    figure('overkillsSaved', overkills, { goodPartsPerYear: good, overkill: alarmed.difference }),
    figure('escapeYen', escapeYen, { escapesSaved: escapes[0], escapeCostYen }),
    figure('overkillYen', overkillYen, { overkillsSaved: overkills[0], overkillCostYen }),
    figure('electricityYen', fixed(electricity), {
      baselineKilowattHours: measured.baselineKilowattHours ?? 0,
      candidateKilowattHours: measured.candidateKilowattHours ?? 0,
      retrainingsPerYear,
      yenPerKilowattHour,
    }),
    figure('operatorYen', fixed(0), {
      baselineSeconds: measured.baselineSeconds ?? 0,
      candidateSeconds: measured.candidateSeconds ?? 0,
    }),
    figure('effectYen', [total(0), total(1), total(2)], {
      escapeYen: escapeYen[0],
      overkillYen: overkillYen[0],
      electricityYen: electricity,
      operatorYen: 0,
    }),
  ];
}

function effectOf(economics: Economics, measured: MeasuredChange) {
  const last = figuresOf(economics, measured).at(-1);
  return { value: last?.value ?? 0, low: last?.low ?? 0, high: last?.high ?? 0 };
}

export function reckon(economics: Economics, measured: MeasuredChange): Benefit {
  const effect = effectOf(economics, measured);
  const years = (yearly: number) => (yearly > 0 ? economics.oneOffYen / yearly : null);
  const inputs = ['escapeCostYen', 'overkillCostYen', 'partsPerDay', 'defectShare', 'yenPerKilowattHour'] as const;
  const free = effectOf({ ...economics, escapeCostYen: 0 }, measured).value;
  const perEscape = effectOf({ ...economics, escapeCostYen: 1 }, measured).value - free;
  return {
    figures: figuresOf(economics, measured),
    effect,
    payBackYears: { value: years(effect.value), best: years(effect.high), worst: years(effect.low) },
    breakEven:
      free > 0 && perEscape >= 0
        ? { kind: 'always' }
        : perEscape > 0
          ? { kind: 'from', yen: -free / perEscape }
          : { kind: 'never' },
    sensitivity: inputs.map((input) => ({
      input,
      value: economics[input],
      halved: effectOf({ ...economics, [input]: economics[input] / 2 }, measured).value,
      doubled: effectOf({ ...economics, [input]: economics[input] * 2 }, measured).value,
    })),
    missing: [...(measured.escape ? [] : ['escape' as const]), ...(measured.overkill ? [] : ['overkill' as const])],
  };
}
