// The words on the screens in one language: tests find buttons and headings by what a user reads.
import { exportTexts } from '../../../../renderer/text/export.ts';
import { guideTexts } from '../../../../renderer/text/guide.ts';
import { historyTexts } from '../../../../renderer/text/history.ts';
import { imagesTexts } from '../../../../renderer/text/images.ts';
import { importTexts } from '../../../../renderer/text/imports.ts';
import { projectsTexts } from '../../../../renderer/text/projects.ts';
import { resultsTexts } from '../../../../renderer/text/results.ts';
import { runTexts } from '../../../../renderer/text/runs.ts';
import { settingsTexts } from '../../../../renderer/text/settings.ts';
import { shellTexts } from '../../../../renderer/text/shell.ts';
import { trainTexts } from '../../../../renderer/text/train.ts';
import type { Language } from '../../../../shared/contract/errors/index.ts';
import { makeVoice } from '../../../../shared/text/voice.ts';

export type Words = ReturnType<typeof wordsIn>;

export function wordsIn(language: Language) {
  return {
    shell: makeVoice(shellTexts, language),
    projects: makeVoice(projectsTexts, language),
    images: makeVoice(imagesTexts, language),
    imports: makeVoice(importTexts, language),
    train: makeVoice(trainTexts, language),
    runs: makeVoice(runTexts, language),
    results: makeVoice(resultsTexts, language),
    export: makeVoice(exportTexts, language),
    history: makeVoice(historyTexts, language),
    settings: makeVoice(settingsTexts, language),
    guide: makeVoice(guideTexts, language),
  };
}
