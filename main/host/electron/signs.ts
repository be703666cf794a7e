// What the PC shows of a training outside the window: it stays awake, the taskbar fills, a notification comes at the end.
import type { TrainingSigns } from '../../services/training/training-queue.ts';
import { type Power, stayAwake } from './stay-awake.ts';
import type { WindowVoice } from './text.ts';

export interface SignParts {
  readonly power: Power;
  /** Share done, or -1 for none. */
  readonly setProgress: (share: number) => void;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Nobody needs a notification of what they are looking at. */
  readonly isWatched: () => boolean;
  readonly say: () => WindowVoice;
}

export function trainingSigns({ power, setProgress, notify, isWatched, say }: SignParts): TrainingSigns {
  return {
    onBusy: stayAwake(power),
    onProgress: (share) => setProgress(share ?? -1),
    onEnd({ outcome, projectName, runId }) {
      if (isWatched()) return;
      const voice = say();
      notify({
        title: voice(outcome === 'done' ? 'training.done' : 'training.failed'),
        body: voice('training.run', { project: projectName ?? 'Narashi', run: runId }),
      });
    },
  };
}
