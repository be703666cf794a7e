// Words of the Projects screen.
import type { Texts } from '../../shared/text/voice.ts';

export const projectsTexts = {
  'projects.title': { en: 'Projects', ja: 'プロジェクト' },
} as const satisfies Texts;
