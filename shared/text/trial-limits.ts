// What a trial can and cannot show, in words: the smallest p that its seeds allow, what single images weigh, what was not tried.
import { count, percent } from './numbers.ts';
import type { SayOf, Texts } from './voice.ts';

export const limitTexts = {
  'limits.images': {
    en: 'Tested on {images} images: {ng} of defective and {ok} of good parts. One image more or less changes escape by {ngStep} and overkill by {okStep}.',
    ja: '評価画像は{images}枚（NG品{ng}枚、OK品{ok}枚）です。1枚の違いで、見逃しは{ngStep}、過検出は{okStep}変わります。',
  },
  'limits.one-seed': {
    en: 'There is only one seed. How much of a difference is luck cannot be told; repeat with at least 5.',
    ja: '種が1つだけなので、差のうちどれだけが運によるものか分かりません。5回以上繰り返してください。',
  },
  'limits.unreachable': {
    en: 'With {seeds} seeds the p over the seeds cannot go below {least}, however large the difference is: it can never reach 5 %. Look at the range and the wins; for a test at 5 % take 6 seeds or more.',
    ja: '種が{seeds}つのとき、種ごとのp値はどんなに差が大きくても{least}より小さくなりません。つまり5%には届きません。範囲と勝敗を見てください。5%で検定するには、種を6つ以上にします。',
  },
  'limits.reachable': {
    en: 'With {seeds} seeds the smallest possible p over the seeds is {least}.',
    ja: '種が{seeds}つのとき、種ごとのp値が取りうる最小の値は{least}です。',
  },
  'limits.corrected': {
    en: '{count} methods are compared with the baseline at once; the verdict (its range is wider for that reason) and the corrected p allow for that. The corrected p cannot go below {least}.',
    ja: '{count}つの方法を同時に基準と比べるため、結論の区間はその分だけ広くとり、p値も補正します。補正後のp値は{least}より小さくなりません。',
  },
  'limits.transfer': {
    en: 'The trial speaks for these images, this network and this PC. Other parts, cameras or lighting need a trial of their own.',
    ja: 'この結果は、この画像・このネットワーク・このPCについてのものです。部品・カメラ・照明が変わるときは、改めて試行してください。',
  },
  'limits.noise': {
    en: '{noise} of the training labels were made wrong on purpose. With sound labels the difference may be smaller or none.',
    ja: '学習画像のラベルの{noise}をわざと間違えています。ラベルが正しい場合の差は、もっと小さいか、ないかもしれません。',
  },
} as const satisfies Texts;

/** Of an exact two-sided sign-flip test over n seeds: 2 of the 2ⁿ ways to set the signs are as extreme as all alike. */
export const leastP = (seeds: number): number => Math.min(1, 2 ** (1 - seeds));

interface Trial {
  readonly seeds: number;
  /** Methods beside the baseline. */
  readonly methods: number;
  readonly testImages: number;
  readonly ngImages: number;
  readonly okImages: number;
  readonly labelNoise: number;
}

/** The limits of a trial as sentences, the weightiest first. */
export function limits(trial: Trial, say: SayOf<typeof limitTexts>, language: 'ja' | 'en'): string[] {
  const { seeds, methods, testImages, ngImages, okImages, labelNoise } = trial;
  const least = leastP(seeds);
  const step = (images: number) => percent(images > 0 ? 1 / images : null, language);
  const said = [
    say('limits.images', {
      images: count(testImages),
      ng: count(ngImages),
      ok: count(okImages),
      ngStep: step(ngImages),
      okStep: step(okImages),
    }),
  ];
  if (seeds <= 1) said.unshift(say('limits.one-seed'));
  else said.unshift(say(least > 0.05 ? 'limits.unreachable' : 'limits.reachable', { seeds, least: pText(least) }));
  if (seeds > 1 && methods > 1) {
    said.push(say('limits.corrected', { count: methods, least: pText(Math.min(1, methods * least)) }));
  }
  if (labelNoise > 0) said.push(say('limits.noise', { noise: percent(labelNoise, language) }));
  return [...said, say('limits.transfer')];
}

/** Three places, never as if it were zero. */
export function pText(value: number): string {
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}
