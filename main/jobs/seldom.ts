// Progress at a pace people can follow: of many reports in a moment only the first is passed on.

const paceMilliseconds = 200;

export function seldom<T>(report: (value: T) => void, now: () => number = () => performance.now()): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (now() - last < paceMilliseconds) return;
    last = now();
    report(value);
  };
}
