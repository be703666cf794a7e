// When a picture was taken, as lists of images say it in many ways: its day and hour as written, in the plant's own time.

export interface Capture {
  /** `2026-04-01`. */
  readonly day: string;
  /** `08` to `23`; null where only the day is written. */
  readonly hour: string | null;
}

// 2026-04-01T08:15:00+09:00, 2026/4/1 8:15, 2026.04.01, 2026年4月1日 8時15分, 20260401_081500, 20260401
const spaced = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T\s_-]*(\d{1,2})\s*[:時h]|$|[T\s])/u;
const packed = /^(\d{4})(\d{2})(\d{2})(?:[T\s_-]?(\d{2})\d{2}(?:\d{2})?)?(?:\D|$)/u;

/** Null for what is no date; years before 1980, months and hours that do not exist among it. */
export function readCapture(text: string): Capture | null {
  const found = spaced.exec(text.trim()) ?? packed.exec(text.trim());
  if (!found) return null;
  const [, year = '', month = '', day = '', hour] = found;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(year) < 1980 || Number(hour ?? 0) > 23) return null;
  return { day: date.toISOString().slice(0, 10), hour: hour === undefined ? null : hour.padStart(2, '0') };
}
