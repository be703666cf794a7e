// The self-test of this PC's way of computing, done anew in a process of its own.
import { startEngine } from '../engine.ts';
import type { SelfTestResult } from '../self-test-messages.ts';

export async function selfTestJob(): Promise<SelfTestResult> {
  const begun = performance.now();
  const engine = startEngine();
  try {
    const { lowering, reason, difference, speedup } = await engine.lowering();
    return {
      lowering: lowering.name,
      reason,
      difference: difference ?? null,
      speedup: speedup ?? null,
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    await engine.close();
  }
}
