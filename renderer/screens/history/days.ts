// Entries of the log under headings of days, in the reader's own zone.

export interface Day<T> {
  /** `2026-11-23` */
  readonly day: string;
  readonly entries: readonly T[];
}

export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Neighbours of one day together; keeps the order. */
export function byDay<T extends { readonly at: string }>(entries: readonly T[]): Day<T>[] {
  const days: { day: string; entries: T[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(new Date(entry.at));
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** Days back from `now`: 0 today, 1 yesterday; by the calendar, not by hours. */
export function daysAgo(day: string, now: Date): number {
  const noon = (text: string) => new Date(`${text}T12:00:00`).getTime();
  return Math.round((noon(dayOf(now)) - noon(day)) / 86_400_000);
}

/** `11月23日（月）`, `Monday, 23 November`; with the year where it is not this one. */
export function dayHeading(day: string, now: Date, language: 'ja' | 'en'): string {
  const date = new Date(`${day}T12:00:00`);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const weekday = language === 'ja' ? ('short' as const) : ('long' as const);
  return new Intl.DateTimeFormat(locale, { ...year, month: 'long', day: 'numeric', weekday }).format(date);
}
