// What the watch over a line has to tell people at once, as lines of text; nothing where all is well.
import type { WatchReport } from '../../inspect/watch/watch-report.ts';
import type { Voice } from '../text.ts';

export function watchLines({ alarm, failure, disk }: WatchReport, say: Voice): string[] {
  const percent = ({ count, total }: { readonly count: number; readonly total: number }) =>
    ((100 * count) / Math.max(1, total)).toFixed(1);
  const what = (alarm?.check.measures ?? []).flatMap(({ measure, usually, now, isAlarm }) => {
    const name = say(`watch.measure-${measure}`);
    return isAlarm ? [say('watch.moved', { name, usually: usually.toPrecision(3), now: now.toPrecision(3) })] : [];
  });
  const shares = (alarm?.check.shares ?? []).flatMap(({ outcome, usually, now, isAlarm }) => {
    const name = say(`inspect.outcome-${outcome}`);
    return isAlarm ? [say('watch.share', { name, usually: percent(usually), now: percent(now) })] : [];
  });
  return [
    ...(failure ? [say('watch.failed', { reason: failure[say.language] })] : []),
    ...(alarm ? [say('watch.alarm', { ...alarm.check, at: alarm.at, what: [...what, ...shares].join(', ') })] : []),
    ...(disk?.isLow ? [say('watch.disk', { gigabytes: disk.freeGigabytes })] : []),
  ];
}
