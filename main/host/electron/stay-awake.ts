// Keeps the PC from falling asleep while something goes on; the screen may go dark.

/** Electron's powerSaveBlocker. */
export interface Power {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
}

/** Called with whether it goes on; the same news twice changes nothing. */
export function stayAwake(power: Power): (isBusy: boolean) => void {
  let blocker: number | undefined;
  return (isBusy) => {
    if (isBusy) blocker ??= power.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      power.stop(blocker);
      blocker = undefined;
    }
  };
}
