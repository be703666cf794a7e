// Words that all charts share: the table beside the picture, and what a screen reader is told.
import type { Texts } from '../../shared/text/voice.ts';

export const chartTexts = {
  'chart.table': { en: 'As a table', ja: '数値で見る' },
  'chart.empty': { en: 'No values yet', ja: '値はまだありません' },
  'chart.reading': { en: '{name}: from {first} to {last}', ja: '{name}：{first}から{last}へ' },
  'chart.excerpt': { en: '{shown} of {total} rows', ja: '{total}行中{shown}行' },
} as const satisfies Texts;
