// Words around the guides; the guides themselves are docs/guide/<language>/*.md.
import type { Texts } from '../../shared/text/voice.ts';

export const guideTexts = {
  'guide.title': { en: 'Guide', ja: 'ガイド' },
  'guide.quick-start': { en: 'Quick start', ja: 'かんたんガイド' },
  'guide.operator': { en: 'Operator’s guide', ja: '操作ガイド' },
  'guide.choice': { en: 'Guides', ja: 'ガイドの種類' },
  'guide.contents': { en: 'Contents', ja: '目次' },
} as const satisfies Texts;
