// The numbers of a gate as people read them: what was measured, what it was held against, and what is missing.
import type { Language } from '../contract/errors/narashi-error.ts';
import type { GateName, GateResult } from '../domain/gates.ts';
import { count, none, percent } from './numbers.ts';
import { lackName } from './registry.ts';
import { makeVoice } from './voice.ts';

const texts = {
  least: { en: 'at least {limit}', ja: '{limit}以上' },
  most: { en: 'at most {limit}', ja: '{limit}以下' },
  bound: {
    en: 'up to {bound} ({mistakes} of {images} = {estimate})',
    ja: '最大{bound}（{images}枚中{mistakes}枚＝{estimate}）',
  },
  estimate: { en: '{estimate} ({mistakes} of {images})', ja: '{estimate}（{images}枚中{mistakes}枚）' },
  lower: { en: '{low} or more ({estimate})', ja: '{low}以上（{estimate}）' },
  regressions: {
    en: '{regressions} of {images} (wrong in all: {mistakes})',
    ja: '{images}枚中{regressions}枚（誤り全体：{mistakes}枚）',
  },
  of: { en: '{mistakes} of {images}', ja: '{images}枚中{mistakes}枚' },
  milliseconds: { en: '{value} ms', ja: '{value}ms' },
  needed: {
    en: '; at least {needed} images are needed to prove it',
    ja: '。この上限を示すには少なくとも{needed}枚が必要です',
  },
} as const;

const shares: readonly GateName[] = ['balanced-accuracy', 'escape', 'overkill'];
const atLeast: readonly GateName[] = ['balanced-accuracy', 'robustness'];

/** Such as `at most 10 %`. */
export function gateLimit({ gate, limit }: GateResult, language: Language): string {
  const say = makeVoice(texts, language);
  return say(atLeast.includes(gate) ? 'least' : 'most', { limit: written(gate, limit, language) });
}

/** Such as `up to 22.1 % (0 of 12 = 0 %)`, or what has to be done first. */
export function gateFigure(result: GateResult, language: Language): string {
  const { gate, measured, estimate, mistakes, images, imagesNeeded, lacks, status } = result;
  const say = makeVoice(texts, language);
  if (lacks) return lackName(lacks, language);
  if (measured === null) return none;
  if (gate === 'balanced-accuracy') {
    return say('lower', { low: percent(measured, language), estimate: percent(estimate, language) });
  }
  const counted = { mistakes: count(mistakes ?? 0), images: count(images ?? 0) };
  if (gate === 'golden') return say('regressions', { ...counted, regressions: count(measured) });
  if (gate === 'parity') return say('of', counted);
  if (gate !== 'escape' && gate !== 'overkill') return written(gate, measured, language);
  const figures = { ...counted, estimate: percent(estimate, language) };
  if (measured === estimate && imagesNeeded === null) return say('estimate', figures);
  const isTooFew = status === 'failed' && imagesNeeded !== null && (images ?? 0) < imagesNeeded;
  const needed = isTooFew ? say('needed', { needed: count(imagesNeeded) }) : '';
  return say('bound', { ...figures, bound: percent(measured, language) }) + needed;
}

function written(gate: GateName, value: number, language: Language): string {
  if (shares.includes(gate)) return percent(value, language);
  if (gate === 'robustness') return value.toFixed(3);
  if (gate === 'latency')
    return makeVoice(texts, language)('milliseconds', { value: value.toFixed(value < 10 ? 1 : 0) });
  return count(value);
}
