// A benefit in words: signed yen, what may be said of the effect, pay-back, break-even.
import type { Benefit, BenefitFigure, BenefitStep } from '../../../../shared/domain/benefit.ts';
import { yen } from '../../../../shared/text/numbers.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { benefitTexts } from '../../../text/benefit.ts';

type Say = SayOf<typeof benefitTexts>;
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
