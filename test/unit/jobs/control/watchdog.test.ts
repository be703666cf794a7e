// The watchdog's clock: silence ends a child, sleep and a busy parent do not.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Watchdog } from '../../../../main/jobs/control/watchdog.ts';

function watched(patience: number) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let asleep = 0;
  let silences = 0;
  const dog = new Watchdog(
    patience,
    () => {
      silences++;
    },
    () => performance.now() + asleep,
  );
  return {
    dog,
    pass: (milliseconds: number) => vi.advanceTimersByTime(milliseconds),
    sleep: (milliseconds: number) => {
      asleep += milliseconds;
    },
    silences: () => silences,
  };
}

describe('a watchdog', () => {
  it('speaks once after its patience', () => {
    const { pass, silences } = watched(1_000);
    pass(999);
    expect(silences()).toBe(0);
    pass(10_000);
    expect(silences()).toBe(1);
  });

  it('waits anew whenever it hears something', () => {
    const { dog, pass, silences } = watched(1_000);
    for (let second = 0; second < 20; second++) {
      pass(900);
      dog.heard();
    }
    expect(silences()).toBe(0);
    pass(1_000);
    expect(silences()).toBe(1);
  });

  it('gives a child its whole patience again after the PC slept', () => {
    const { pass, sleep, silences } = watched(1_000);
    pass(500);
    sleep(3_600_000);
    pass(1_000);
    expect(silences()).toBe(0);
    pass(200);
    expect(silences()).toBe(1);
  });

  it('is quiet once ended', () => {
    const { dog, pass, silences } = watched(1_000);
    dog.end();
    pass(5_000);
    expect(silences()).toBe(0);
  });
});
