// The factor by which mixed precision multiplies a loss before going back through the network, so that gradients do not vanish
// in float16; they are divided by it again in float32 (Micikevicius et al. 2018, section 3.2).

export interface LossScale {
  /** A power of two: multiplying and dividing by it is exact. */
  readonly factor: number;
  /** Steps in a row since it last changed. */
  readonly good: number;
}

const LARGEST = 2 ** 16;
/** After so many steps without an overflow it is doubled. */
const GROWTH_INTERVAL = 200;

export const initialLossScale: LossScale = { factor: 2 ** 12, good: 0 };

export function afterGoodStep({ factor, good }: LossScale): LossScale {
  if (good + 1 < GROWTH_INTERVAL) return { factor, good: good + 1 };
  return { factor: Math.min(LARGEST, factor * 2), good: 0 };
}

/** Undefined where it cannot be at fault: nothing is scaled any more. */
export function afterOverflow({ factor }: LossScale): LossScale | undefined {
  return factor > 1 ? { factor: factor / 2, good: 0 } : undefined;
}
