// Every word the command line says, in both languages. A key with {places} takes their values.
import type { Language } from '../../shared/contract/errors/index.ts';
import { makeVoice, type PlainKeyOf, type VoiceOf } from '../../shared/text/voice.ts';
import { backboneTexts } from './text/backbones.ts';
import { deviceTexts } from './text/devices.ts';
import { flatnessTexts } from './text/flatness.ts';
import { helpTexts } from './text/help.ts';
import { inspectionTexts } from './text/inspection.ts';
import { judgingTexts } from './text/judging.ts';
import { packageTexts } from './text/packages.ts';
import { qualityTexts } from './text/quality.ts';
import { registryTexts } from './text/registry.ts';
import { reportTexts } from './text/reports.ts';
import { resultTexts } from './text/results.ts';
import { reviewTexts } from './text/review.ts';
import { runTexts } from './text/runs.ts';
import { sweepTexts } from './text/sweep.ts';
import { tfjsTexts } from './text/tfjs.ts';
import { trainingTexts } from './text/training.ts';
import { trialTexts } from './text/trials.ts';
import { watchTexts } from './text/watch.ts';

export const texts = {
  ...backboneTexts,
  ...deviceTexts,
  ...flatnessTexts,
  ...helpTexts,
  ...resultTexts,
  ...runTexts,
  ...trainingTexts,
  ...trialTexts,
  ...reportTexts,
  ...qualityTexts,
  ...judgingTexts,
  ...registryTexts,
  ...packageTexts,
  ...inspectionTexts,
  ...reviewTexts,
  ...sweepTexts,
  ...watchTexts,
  ...tfjsTexts,
} as const;

export type TextKey = keyof typeof texts;
/** Keys of texts without places. */
export type PlainKey = PlainKeyOf<typeof texts>;
/** One language's voice. */
export type Voice = VoiceOf<typeof texts>;

export const voice = (language: Language): Voice => makeVoice(texts, language);
