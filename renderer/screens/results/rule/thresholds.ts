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

/**
 * The shortest way to write a point's threshold that judges every image as the point does: any number above the point
 * before it and up to its own will do. `0.49` for 0.4936 where the one before is 0.487.
 */
export function thresholdText(points: readonly Point[], index: number): string {
  const value = points[index]?.threshold ?? 0;
  const before = index === 0 ? Number.NEGATIVE_INFINITY : (points[index - 1]?.threshold ?? 0);
  for (let places = 2; places < 12; places++) {
    // Beyond a number's own precision rounding down may leave it as it is.
    const text = (Math.floor(value * 10 ** places + 1e-9) / 10 ** places).toFixed(places);
    if (Number(text) > before && Number(text) <= value) return text;
  }
  return String(value);
}

/** A tick of the axis. */
export const axisThreshold = (value: number): string => value.toFixed(2);
