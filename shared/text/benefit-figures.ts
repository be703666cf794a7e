// The figures of a benefit in words, the same on the screen and in the report: names, units, pay-back, break-even.
import type { Benefit, BenefitFigure, BenefitStep } from '../domain/benefit.ts';
import { count, duration, measure, percent, yen } from './numbers.ts';
import { points } from './verdicts.ts';
import type { SayOf, Texts } from './voice.ts';

export const benefitFigureTexts = {
  'unit.partsPerDay': { en: 'parts', ja: '個' },
  'unit.daysPerYear': { en: 'days', ja: '日' },
  'unit.defectShare': { en: '%', ja: '%' },
  'unit.escapeCostYen': { en: 'yen', ja: '円' },
  'unit.overkillCostYen': { en: 'yen', ja: '円' },
  'unit.retrainingsPerYear': { en: 'times', ja: '回' },
  'unit.operatorMinutesPerRetraining': { en: 'min', ja: '分' },
  'unit.operatorYenPerHour': { en: 'yen/h', ja: '円/時' },
  'unit.yenPerKilowattHour': { en: 'yen/kWh', ja: '円/kWh' },
  'unit.oneOffYen': { en: 'yen', ja: '円' },
  'name.partsPerDay': { en: 'Parts per day', ja: '1日の検査数' },
  'name.daysPerYear': { en: 'Days per year', ja: '年間の稼働日数' },
  'name.defectShare': { en: 'Share of defective parts', ja: '不良率' },
  'name.escapeCostYen': { en: 'Loss per escape', ja: '見逃し1件の損失' },
  'name.overkillCostYen': { en: 'Loss per overkill', ja: '過検出1件の損失' },
  'name.retrainingsPerYear': { en: 'Trainings per year', ja: '年間の再学習' },
  'name.operatorMinutesPerRetraining': { en: 'Work per training', ja: '再学習1回の作業' },
  'name.operatorYenPerHour': { en: 'Wage of the operator', ja: '作業者の時間単価' },
  'name.yenPerKilowattHour': { en: 'Price of electricity', ja: '電気料金' },
  'name.oneOffYen': { en: 'Spent once', ja: '初期費用' },
  'name.baselineEscape': { en: 'Escape of the baseline', ja: '基準の見逃し（試行の測定値）' },
  'name.candidateEscape': { en: 'Escape of the method', ja: 'この方法の見逃し（試行の測定値）' },
  'name.escape': { en: 'Change of escape (trial)', ja: '見逃しの差（試行の測定値）' },
  'name.baselineOverkill': { en: 'Overkill of the baseline', ja: '基準の過検出（試行の測定値）' },
  'name.candidateOverkill': { en: 'Overkill of the method', ja: 'この方法の過検出（試行の測定値）' },
  'name.overkill': { en: 'Change of overkill (trial)', ja: '過検出の差（試行の測定値）' },
  'name.baselineKilowattHours': { en: 'Electricity of the baseline', ja: '基準の電力量（学習1回）' },
  'name.candidateKilowattHours': { en: 'Electricity of the method', ja: 'この方法の電力量（学習1回）' },
  'name.baselineSeconds': { en: 'Time of the baseline', ja: '基準の時間（学習1回）' },
  'name.candidateSeconds': { en: 'Time of the method', ja: 'この方法の時間（学習1回）' },
  'name.partsPerYear': { en: 'Parts per year', ja: '年間の検査数' },
  'name.defectivePartsPerYear': { en: 'Defective parts per year', ja: '年間の不良品' },
  'name.goodPartsPerYear': { en: 'Good parts per year', ja: '年間の良品' },
  'name.escapesSaved': { en: 'Escapes avoided per year', ja: '減る見逃し（年間）' },
  'name.overkillsSaved': { en: 'Overkill avoided per year', ja: '減る過検出（年間）' },
  'name.escapeYen': { en: 'Saved by fewer escapes', ja: '見逃し減の効果' },
  'name.overkillYen': { en: 'Saved by less overkill', ja: '過検出減の効果' },
  'name.electricityYen': { en: 'Electricity of training', ja: '学習の電気代の差' },
  'name.operatorYen': { en: 'Work of the operator', ja: '作業時間の差' },
  'name.effectYen': { en: 'Effect per year', ja: '年間の効果' },
  'payback.title': { en: 'Pay-back', ja: '回収期間' },
  'payback.none-spent': { en: 'Nothing is spent once.', ja: '初期費用は0円です。' },
  'payback.never': { en: 'not paid back', ja: '回収できません' },
  'payback.month': { en: '1 month', ja: '1か月' },
  'payback.months': { en: '{months} months', ja: '{months}か月' },
  'payback.years': { en: '{years} years', ja: '{years}年' },
  'payback.range': { en: 'at best {best}, at worst {worst}', ja: '最良で{best}、最悪で{worst}' },
  'breakeven.title': { en: 'Break-even', ja: '損益の分かれ目' },
  'breakeven.always': {
    en: 'Above zero whatever an escape costs.',
    ja: '見逃しの損失額によらずプラスです。',
  },
  'breakeven.never': {
    en: 'Not above zero, whatever an escape costs.',
    ja: '見逃しの損失額によらずプラスになりません。',
  },
  'breakeven.from': {
    en: 'Pays from {amount} per escape on.',
    ja: '見逃し1件の損失が{amount}を超えるとプラスになります。',
  },
  'breakeven.upTo': {
    en: 'Pays as long as an escape costs less than {amount}.',
    ja: '見逃し1件の損失が{amount}より少ない間はプラスです。',
  },
  'value.parts': { en: '{count} parts', ja: '{count}個' },
  'value.points': { en: '{value} pt', ja: '{value}ポイント' },
  'value.with-unit': { en: '{value} {unit}', ja: '{value}{unit}' },
} as const satisfies Texts;

type Say = SayOf<typeof benefitFigureTexts>;
type Language = 'ja' | 'en';

/** `+12,000円`, `−300円`, `0円`. */
export function signedYen(value: number, language: Language): string {
  const whole = Math.abs(value) < 10 ? Math.round(value * 100) / 100 : Math.round(value);
  if (whole === 0) return language === 'ja' ? '0円' : '0 yen';
  return `${whole > 0 ? '+' : '−'}${yen(Math.abs(whole), language)}`;
}

/** No finer than an estimate is: three significant digits. */
export const roughYen = (value: number, language: Language): string =>
  signedYen(Number(Math.round(value).toPrecision(3)), language);

/** What the interval of the effect allows to say. */
export function effectKind({ effect }: Pick<Benefit, 'effect'>): 'sure' | 'open' | 'loss' {
  if (effect.low > 0) return 'sure';
  return effect.high < 0 ? 'loss' : 'open';
}

const stepValue = (figures: readonly BenefitFigure[], step: BenefitStep) =>
  figures.find((figure) => figure.step === step)?.value ?? 0;

/** Nothing is saved: neither escapes nor overkill became fewer. */
export function isCostOnly({ figures }: Pick<Benefit, 'figures'>): boolean {
  return stepValue(figures, 'escapesSaved') <= 0 && stepValue(figures, 'overkillsSaved') <= 0;
}

export function yearsText(years: number | null, say: Say): string {
  if (years === null) return say('payback.never');
  const months = Math.max(1, Math.ceil(years * 12 - 1e-9));
  if (months === 1) return say('payback.month');
  return months < 24 ? say('payback.months', { months }) : say('payback.years', { years: years.toFixed(1) });
}

export function breakEvenText({ breakEven }: Pick<Benefit, 'breakEven'>, say: Say, language: Language): string {
  if (!('yen' in breakEven)) return say(`breakeven.${breakEven.kind}`);
  return say(`breakeven.${breakEven.kind}`, { amount: yen(breakEven.yen, language) });
}

/** Names by the unit they are written in. */
const names = {
  parts: ['partsPerDay', 'partsPerYear', 'defectivePartsPerYear', 'goodPartsPerYear', 'escapesSaved', 'overkillsSaved'],
  share: ['defectShare', 'baselineEscape', 'candidateEscape', 'baselineOverkill', 'candidateOverkill'],
  points: ['escape', 'overkill'],
  yen: ['escapeCostYen', 'overkillCostYen', 'oneOffYen'],
  effect: ['escapeYen', 'overkillYen', 'electricityYen', 'operatorYen', 'effectYen'],
  seconds: ['baselineSeconds', 'candidateSeconds'],
  energy: ['baselineKilowattHours', 'candidateKilowattHours'],
  daysPerYear: ['daysPerYear'],
  retrainingsPerYear: ['retrainingsPerYear'],
  operatorMinutesPerRetraining: ['operatorMinutesPerRetraining'],
  operatorYenPerHour: ['operatorYenPerHour'],
  yenPerKilowattHour: ['yenPerKilowattHour'],
} as const;
type Unit = keyof typeof names;
type FigureName = (typeof names)[Unit][number];

function unitOf(name: string): readonly [Unit, FigureName] | undefined {
  for (const unit of units) {
    const known = names[unit].find((one) => one === name);
    if (known) return [unit, known];
  }
  return undefined;
}
const units = [
  'parts',
  'share',
  'points',
  'yen',
  'effect',
  'seconds',
  'energy',
  'daysPerYear',
  'retrainingsPerYear',
  'operatorMinutesPerRetraining',
  'operatorYenPerHour',
  'yenPerKilowattHour',
] as const satisfies readonly Unit[];

/** What a figure is called; one that is not known keeps its own name. */
export function figureName(name: string, say: Say): string {
  const known = unitOf(name);
  return known ? say(`name.${known[1]}`) : name;
}

/** A figure in its unit. */
export function figureText(name: string, value: number, say: Say, language: Language): string {
  const unit = unitOf(name)?.[0];
  switch (unit) {
    case undefined:
      return measure(value);
    case 'parts':
      return say('value.parts', { count: plain(value) });
    case 'share':
      return percent(value, language);
    case 'points':
      return say('value.points', { value: points(value) });
    case 'yen':
      return yen(value, language);
    case 'effect':
      return signedYen(value, language);
    case 'seconds':
      return duration(value, language);
    case 'energy':
      return `${measure(value)} kWh`;
    default:
      return say('value.with-unit', { value: plain(value), unit: say(`unit.${unit}`) });
  }
}

/** One place after the point below 100, where it is not whole. */
function plain(value: number): string {
  const text = Math.abs(value) >= 100 || Number.isInteger(value) ? count(value) : value.toFixed(1);
  return text.replace('-', '−');
}
