// Why the program cannot start, or cannot go on, where there is no window to say it.
import { dialog } from 'electron';
import { type Language, NarashiError } from '../../../shared/contract/errors/index.ts';
import { windowVoice } from './text.ts';

export function showFailure(error: unknown, language: Language): void {
  const say = windowVoice(language);
  const reason = error instanceof Error ? error.message : String(error);
  const sentence = error instanceof NarashiError ? error.in(language) : say('start.unexpected', { reason });
  dialog.showErrorBox(say('start.failed'), sentence);
}
