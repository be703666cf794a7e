// What the PC shows of a training outside the window: it stays awake, the taskbar fills, a notification comes at the end.
import type { TrainingSigns } from '../../services/training/training-queue.ts';
import type { WindowVoice } from './text.ts';

export interface SignParts {
  /** Electron's powerSaveBlocker. */
  readonly power: { start(type: 'prevent-app-suspension'): number; stop(id: number): unknown };
  /** Share done, or -1 for none. */
  readonly setProgress: (share: number) => void;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Nobody needs a notification of what they are looking at. */
  readonly isWatched: () => boolean;
  readonly say: () => WindowVoice;
}

export function trainingSigns({ power, setProgress, notify, isWatched, say }: SignParts): TrainingSigns {
  let blocker: number | undefined;
  return {
    onBusy(isBusy) {
      if (isBusy) blocker ??= power.start('prevent-app-suspension');
      else if (blocker !== undefined) {
        power.stop(blocker);
        blocker = undefined;
      }
    },
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
