// A drift in words: what has moved, from what to what, and what to look at first.
import type { Language } from '../contract/errors/narashi-error.ts';
import type { DriftFound } from '../domain/alarm.ts';
import { percent } from './numbers.ts';
import { makeVoice, type Texts } from './voice.ts';

const driftTexts = {
  brightness: { en: 'Brightness', ja: '明るさ' },
  contrast: { en: 'Contrast', ja: 'コントラスト' },
  sharpness: { en: 'Sharpness', ja: '鮮明さ' },
  colour: { en: 'Colour', ja: '色味' },
  ngScore: { en: 'NG score', ja: 'NGスコア' },
  distance: { en: 'Distance from training images', ja: '学習画像からの距離' },
  NG: { en: 'Share of NG', ja: 'NGの割合' },
  review: { en: 'Share of doubtful parts', ja: '「怪しい」の割合' },
  moved: { en: '{name} {usually} → {now}', ja: '{name} {usually} → {now}' },
  'do.brightness': { en: 'Check lamp and exposure.', ja: '照明と露光を確認してください。' },
  'do.contrast': { en: 'Check the light and for haze.', ja: '照明と曇りを確認してください。' },
  'do.sharpness': { en: 'Check lens, focus and dirt.', ja: 'レンズ・ピント・汚れを確認してください。' },
  'do.colour': { en: 'Check lamp and white balance.', ja: '照明とホワイトバランスを確認してください。' },
  'do.ngScore': {
    en: 'Look at the parts first, then at their images.',
    ja: 'まず部品を、次に画像を確認してください。',
  },
  'do.distance': {
    en: 'Look at the parts first, then at their images.',
    ja: 'まず部品を、次に画像を確認してください。',
  },
  'do.NG': { en: 'Look at the parts first, then at their images.', ja: 'まず部品を、次に画像を確認してください。' },
  'do.review': { en: 'Look at the parts first, then at their images.', ja: 'まず部品を、次に画像を確認してください。' },
} as const satisfies Texts;

const share = ({ count, total }: { readonly count: number; readonly total: number }, language: Language) =>
  percent(count / Math.max(1, total), language);

/** One line per measure or share that has moved: `Brightness 0.512 → 0.431`. */
export function movedWords(
  { measures, shares }: Pick<DriftFound, 'measures' | 'shares'>,
  language: Language,
): string[] {
  const say = makeVoice(driftTexts, language);
  return [
    ...measures.map(({ measure, usually, now }) =>
      say('moved', { name: say(measure), usually: usually.toPrecision(3), now: now.toPrecision(3) }),
    ),
    ...shares.map(({ outcome, usually, now }) =>
      say('moved', { name: say(outcome), usually: share(usually, language), now: share(now, language) }),
    ),
  ];
}

/** What to do, each thing once. */
export function driftAdvice(
  { measures, shares }: Pick<DriftFound, 'measures' | 'shares'>,
  language: Language,
): string[] {
  const say = makeVoice(driftTexts, language);
  const all = [...measures.map(({ measure }) => measure), ...shares.map(({ outcome }) => outcome)];
  return [...new Set(all.map((name) => say(`do.${name}`)))];
}
