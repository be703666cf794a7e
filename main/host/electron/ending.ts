// The end of the program: whatever ends it, what goes on is first brought to where it can go on from.

export interface Ending {
  /** Electron's `before-quit`: prevented until everything has ended. */
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  exit(code: number): void;
}

/** Longer than this nobody waits for a program that was closed, milliseconds. */
const patience = 10_000;

export interface EndingParts {
  /** Whether somebody still wants it to go on. */
  readonly mayEnd: () => boolean;
  readonly end: () => Promise<void>;
  readonly log: (line: string) => void;
}

/** Has `end` called once before the program ends. */
export function endInOrder(app: Ending, { mayEnd, end, log }: EndingParts): void {
  let isEnding = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isEnding || !mayEnd()) return;
    isEnding = true;
    setTimeout(() => app.exit(1), patience).unref();
    end().then(
      () => app.exit(0),
      (error: unknown) => {
        log(`end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        app.exit(1);
      },
    );
  });
}
