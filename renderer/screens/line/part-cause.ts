// Why a part was not judged, in a few words; its code stands for the data that was not kept.
import type { Language } from '../../../shared/contract/errors/index.ts';
import type { SayOf } from '../../../shared/text/voice.ts';
import { failureText } from '../../components/failure-text.ts';
import type { lineTexts } from '../../text/line.ts';

export function partCause(code: string, say: SayOf<typeof lineTexts>, language: Language): string {
  if (code === 'line.timeout') return say('cause.timeout');
  if (code === 'line.no-image') return say('cause.no-image');
  if (code === 'engine.run-failed') return say('cause.engine');
  if (code.startsWith('data.')) return say('cause.image', { code });
  return failureText(code, code, language);
}
