// The verdict of a trial as one plain sentence, the same on the screen, in the terminal and in the report.
import type { Language } from '../contract/errors/narashi-error.ts';
import type { TrialMeasure, TrialMethod, TrialVerdict } from '../domain/trial.ts';
import { makeVoice, type Texts } from './voice.ts';

const texts = {
  'method.sgd': { en: 'SGD', ja: '標準 SGD' },
  'method.adamw': { en: 'AdamW', ja: 'AdamW' },
  'method.sam': { en: 'SAM', ja: 'SAM' },
  'method.asam': { en: 'ASAM', ja: 'ASAM' },
  'method.samar-efficient': { en: 'Adaptive SAM (efficient)', ja: '適応SAM（省計算）' },
  'method.samar-thorough': { en: 'Adaptive SAM (thorough)', ja: '適応SAM（徹底）' },
  'measure.accuracy': { en: 'accuracy', ja: '正解率' },
  'measure.balancedAccuracy': { en: 'balanced accuracy', ja: 'クラス平均正解率' },
  'measure.escape': { en: 'escape rate', ja: '見逃し率' },
  'measure.overkill': { en: 'overkill rate', ja: '過検出率' },
  gain: {
    en: '{method} gains {size} points of {measure} over {baseline} (95 % interval {low} to {high}){time}.',
    ja: '{method}は{baseline}より{measure}が{size}ポイント高くなりました（95%区間 {low}～{high}）{time}。',
  },
  loss: {
    en: '{method} loses {size} points of {measure} against {baseline} (95 % interval {low} to {high}){time}.',
    ja: '{method}は{baseline}より{measure}が{size}ポイント低くなりました（95%区間 {low}～{high}）{time}。',
  },
  none: {
    en: 'No measurable gain: {method} and {baseline} differ by {size} points of {measure}, and the 95 % interval {low} to {high} includes zero{time}.',
    ja: '効果は確認できません：{method}と{baseline}の{measure}の差は{size}ポイントで、95%区間 {low}～{high} はゼロを含みます{time}。',
  },
  'too-few': {
    en: 'No verdict on {method}: too few repetitions or test images to tell a gain over {baseline} from luck.',
    ja: '{method}は判定できません：繰り返しまたはテスト画像が少なく、{baseline}との差を偶然と区別できません。',
  },
  unfinished: {
    en: '{method} against {baseline}: the trial is not finished yet.',
    ja: '{method}と{baseline}の比較：試行はまだ完了していません。',
  },
  time: { en: ', taking {ratio} times the training time', ja: '（学習時間は{ratio}倍）' },
  'time.same': { en: ', in the same training time', ja: '（学習時間は同じ）' },
} as const satisfies Texts;

export function trialMethodName(method: TrialMethod, language: Language): string {
  return texts[`method.${method}`][language];
}

export function trialMeasureName(measure: TrialMeasure, language: Language): string {
  return texts[`measure.${measure}`][language];
}

export function verdictSentence(verdict: TrialVerdict, baseline: TrialMethod, language: Language): string {
  const say = makeVoice(texts, language);
  const { kind, measure, difference, low, high, timeRatio } = verdict;
  const names = { method: trialMethodName(verdict.method, language), baseline: trialMethodName(baseline, language) };
  if (kind === 'too-few' || kind === 'unfinished' || difference === null || low === null || high === null) {
    return say(kind === 'unfinished' ? kind : 'too-few', names);
  }
  return say(kind, {
    ...names,
    measure: trialMeasureName(measure, language),
    size: kind === 'none' ? points(difference) : points(Math.abs(difference), false),
    low: points(low),
    high: points(high),
    time: timeWords(timeRatio, language),
  });
}

/** Percentage points: `+2.3`, `−0.4`, `0.0`. */
export function points(share: number, signed = true): string {
  const text = Math.abs(share * 100).toFixed(1);
  if (Number(text) === 0 || !signed) return text;
  return `${share > 0 ? '+' : '−'}${text}`;
}

function timeWords(ratio: number | null, language: Language): string {
  if (ratio === null) return '';
  const say = makeVoice(texts, language);
  return ratio > 0.95 && ratio < 1.05 ? say('time.same') : say('time', { ratio: ratio.toFixed(1) });
}
