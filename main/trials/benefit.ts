// Yen a year from putting one model in the place of another: reckoned step by step, each with its interval and its sources.
import {
  type Benefit,
  type BenefitFigure,
  type BenefitStep,
  type EconomicInput,
  type Economics,
  economics as economicsSchema,
  type MeasuredChange,
} from '../../shared/domain/benefit.ts';

/** A value with the interval the test images leave it. */
interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

type Source = { readonly name: string; readonly value: number };

/**
 * Escapes saved a year = −(difference of the escape rates) × defective parts a year; overkills likewise of good parts.
 * Electricity and operator count what the retrainings of the new model cost beyond the old one's electricity: greater is
 * better in every figure, so costs are negative. The intervals of the two independent rates (they come from different
 * test images) are combined in quadrature, each side for itself.
 */
export function reckonBenefit(economics: Economics, measured: MeasuredChange): Benefit {
  const figures = figuresOf(economics, measured);
  const effect = effectOf(figures);
  return {
    figures,
    effect,
    payBackYears: {
      value: payBack(economics.oneOffYen, effect.value),
      best: payBack(economics.oneOffYen, effect.high),
      worst: payBack(economics.oneOffYen, effect.low),
    },
    breakEven: breakEven(economics, measured),
    sensitivity: inputs.map((input) => ({
      input,
      value: economics[input],
      halved: effectWith(economics, measured, input, economics[input] / 2),
      doubled: effectWith(economics, measured, input, doubled(input, economics[input])),
    })),
    missing: [...(measured.escape ? [] : (['escape'] as const)), ...(measured.overkill ? [] : (['overkill'] as const))],
  };
}

/** What goes into the yearly effect; what was spent once does not. */
const inputs: readonly EconomicInput[] = economicsSchema.keyof().options.filter((input) => input !== 'oneOffYen');

/** A share cannot exceed one, nor a year its days. */
function doubled(input: EconomicInput, value: number): number {
  if (input === 'defectShare') return Math.min(1, 2 * value);
  return input === 'daysPerYear' ? Math.min(366, 2 * value) : 2 * value;
}

function figuresOf(economics: Economics, measured: MeasuredChange): BenefitFigure[] {
  const { partsPerDay, daysPerYear, defectShare, retrainingsPerYear } = economics;
  const parts = partsPerDay * daysPerYear;
  const defective = parts * defectShare;
  const escapes = saved(measured.escape, defective);
  const overkills = saved(measured.overkill, parts - defective);
  const escapeYen = times(escapes, economics.escapeCostYen);
  const overkillYen = times(overkills, economics.overkillCostYen);
  const extra = (measured.candidateKilowattHours ?? 0) - (measured.baselineKilowattHours ?? 0);
  const electricity = exactly(-extra * retrainingsPerYear * economics.yenPerKilowattHour);
  const minutes = economics.operatorMinutesPerRetraining;
  const operator = exactly((-minutes / 60) * economics.operatorYenPerHour * retrainingsPerYear);
  const of = (...names: readonly EconomicInput[]): Source[] => names.map((name) => ({ name, value: economics[name] }));
  const step = (name: BenefitStep, range: Range): Source => ({ name, value: range.value });
  const rates = (kind: 'escape' | 'overkill'): Source[] => {
    const difference = measured[kind];
    if (!difference) return [];
    const [baseline, candidate] =
      kind === 'escape'
        ? ([measured.baselineEscape, measured.candidateEscape] as const)
        : ([measured.baselineOverkill, measured.candidateOverkill] as const);
    const names = kind === 'escape' ? ['baselineEscape', 'candidateEscape'] : ['baselineOverkill', 'candidateOverkill'];
    return [
      ...[baseline, candidate].flatMap((value, index) => (value === null ? [] : [{ name: names[index] ?? '', value }])),
      { name: kind, value: difference.difference },
    ];
  };
  const energy: Source[] = [
    { name: 'baselineKilowattHours', value: measured.baselineKilowattHours ?? 0 },
    { name: 'candidateKilowattHours', value: measured.candidateKilowattHours ?? 0 },
  ];
  return [
    figure('partsPerYear', exactly(parts), of('partsPerDay', 'daysPerYear')),
    figure('defectivePartsPerYear', exactly(defective), [step('partsPerYear', exactly(parts)), ...of('defectShare')]),
    figure('goodPartsPerYear', exactly(parts - defective), [
      step('partsPerYear', exactly(parts)),
      step('defectivePartsPerYear', exactly(defective)),
    ]),
    figure('escapesSaved', escapes, [...rates('escape'), step('defectivePartsPerYear', exactly(defective))]),
    figure('overkillsSaved', overkills, [...rates('overkill'), step('goodPartsPerYear', exactly(parts - defective))]),
    figure('escapeYen', escapeYen, [step('escapesSaved', escapes), ...of('escapeCostYen')]),
    figure('overkillYen', overkillYen, [step('overkillsSaved', overkills), ...of('overkillCostYen')]),
    figure('electricityYen', electricity, [...energy, ...of('retrainingsPerYear', 'yenPerKilowattHour')]),
    figure('operatorYen', operator, of('operatorMinutesPerRetraining', 'operatorYenPerHour', 'retrainingsPerYear')),
    figure('effectYen', sum([escapeYen, overkillYen, electricity, operator]), [
      step('escapeYen', escapeYen),
      step('overkillYen', overkillYen),
      step('electricityYen', electricity),
      step('operatorYen', operator),
    ]),
  ];
}

function effectOf(figures: readonly BenefitFigure[]): Range {
  const { value = 0, low = 0, high = 0 } = figures.at(-1) ?? {};
  return { value, low, high };
}

function effectWith(economics: Economics, measured: MeasuredChange, input: EconomicInput, value: number): number {
  return effectOf(figuresOf({ ...economics, [input]: value }, measured)).value;
}

/** Null: never. Nothing spent is back at once, unless the effect is a loss. */
function payBack(oneOffYen: number, effect: number): number | null {
  if (effect <= 0) return null;
  return oneOffYen / effect;
}

/** The effect is a straight line over the yen per escape: where it crosses zero. */
function breakEven(economics: Economics, measured: MeasuredChange): Benefit['breakEven'] {
  const at = (yen: number) => effectWith(economics, measured, 'escapeCostYen', yen);
  const start = at(0);
  const slope = at(1) - start;
  if (start > 0 && slope >= 0) return { kind: 'always' };
  if (start > 0) return { kind: 'upTo', yen: -start / slope };
  return slope > 0 ? { kind: 'from', yen: -start / slope } : { kind: 'never' };
}

/** Fewer errors are a gain: the sign turns, and with it the ends of the interval. */
function saved(rate: MeasuredChange['escape'], parts: number): Range {
  if (!rate || parts === 0) return exactly(0);
  return { value: 0 - rate.difference * parts, low: 0 - rate.high * parts, high: 0 - rate.low * parts };
}

function exactly(value: number): Range {
  const clean = value === 0 ? 0 : value;
  return { value: clean, low: clean, high: clean };
}

function times({ value, low, high }: Range, factor: number): Range {
  return { value: value * factor, low: low * factor, high: high * factor };
}

function sum(ranges: readonly Range[]): Range {
  const value = ranges.reduce((total, range) => total + range.value, 0);
  const reach = (side: (range: Range) => number) =>
    Math.sqrt(ranges.reduce((total, range) => total + side(range) ** 2, 0));
  return {
    value,
    low: value - reach((range) => range.value - range.low),
    high: value + reach((range) => range.high - range.value),
  };
}

function figure(step: BenefitStep, range: Range, from: Source[]): BenefitFigure {
  return { step, ...range, from };
}
