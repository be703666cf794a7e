// Whether the program may end: an inspection that runs ends with it, so the line is asked about first.
import type { MessageBoxSyncOptions } from 'electron';
import type { WindowVoice } from './text.ts';

export interface EndQuestion {
  readonly isInspecting: () => boolean;
  /** Number of the button that was pressed. */
  readonly ask: (options: MessageBoxSyncOptions) => number;
  readonly say: () => WindowVoice;
}

/** Asks once: who agreed is not asked again while everything ends. */
export function askBeforeEnd({ isInspecting, ask, say }: EndQuestion): () => boolean {
  let isAgreed = false;
  return () => {
    if (isAgreed || !isInspecting()) return true;
    const voice = say();
    const pressed = ask({
      type: 'warning',
      message: voice('end.title'),
      detail: voice('end.detail'),
      buttons: [voice('end.stay'), voice('end.stop')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    isAgreed = pressed === 1;
    return isAgreed;
  };
}
