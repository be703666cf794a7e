// Words of the Images screen.
import type { Texts } from '../../shared/text/voice.ts';

export const imagesTexts = {
  'images.title': { en: 'Images', ja: '画像' },
} as const satisfies Texts;
