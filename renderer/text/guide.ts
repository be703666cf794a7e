// Words around the guides; the guides themselves are docs/guide/<language>/*.md.
import type { Texts } from '../../shared/text/voice.ts';

export const guideTexts = {
  'guide.title': { en: 'Guide', ja: '使い方' },
  'guide.quick-start': { en: 'Quick start', ja: 'はじめての方へ' },
  'guide.operator': { en: 'Operator’s guide', ja: '操作の手引き' },
  'guide.choice': { en: 'Guides', ja: '手引きの種類' },
  'guide.contents': { en: 'Contents', ja: '目次' },
} as const satisfies Texts;
