// The points of the threshold curve under a slider: which one is meant, which comes next.

interface Point {
  readonly threshold: number;
}

/** Index of the point nearest to a threshold; of two equally near, the lower. Points ascend. */
export function nearestPoint(points: readonly Point[], threshold: number): number {
  let [low, high] = [0, Math.max(0, points.length - 1)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.threshold ?? 1) <= threshold) low = middle;
    else high = middle;
  }
  const [before, after] = [points[low]?.threshold ?? 0, points[high]?.threshold ?? 1];
  return threshold - before <= after - threshold ? low : high;
}

/** Where a key leads from a point; undefined where it is not one of the slider's. */
export function pointAfterKey(key: string, at: number, length: number): number | undefined {
  const leap = Math.max(1, Math.round(length / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: leap,
    PageDown: -leap,
    Home: -length,
    End: length,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(length - 1, Math.max(0, at + step));
}

/** `0.35`; more digits where thresholds lie close to an end. */
export function thresholdText(value: number): string {
  if (value === 0 || value === 1) return value.toFixed(2);
  if (value < 0.01) return value.toPrecision(2);
  return value > 0.99 ? value.toFixed(4) : value.toFixed(2);
}
