// One report in one language: its words, and those it shares with the screens.
import { benefitFigureTexts } from '../../../shared/text/benefit-figures.ts';
import { limitTexts } from '../../../shared/text/trial-limits.ts';
import { makeVoice, type VoiceOf } from '../../../shared/text/voice.ts';
import { reportTexts } from './words.ts';

const texts = { ...benefitFigureTexts, ...limitTexts, ...reportTexts } as const;

export type ReportVoice = VoiceOf<typeof texts>;

export const reportVoice = (language: 'ja' | 'en'): ReportVoice => makeVoice(texts, language);
