// The app's voice: texts in the language of the settings; whatever is on screen follows a switch at once.
import { makeLiveVoice, type SayOf, type Texts } from '../../shared/text/voice.ts';
import { settings } from './settings.svelte.ts';

export function speak<T extends Texts>(texts: T): SayOf<T> {
  return makeLiveVoice(texts, () => settings.language);
}
