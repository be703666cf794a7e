// What the watch over a line has to tell people at once, as lines of text; nothing where all is well.
import { movedWords } from '../../../shared/text/drift.ts';
import type { WatchReport } from '../../inspect/watch/watch-report.ts';
import type { Voice } from '../text.ts';

export function watchLines({ alarm, failure, disk }: WatchReport, say: Voice): string[] {
  const { at, found } = alarm ?? {};
  const what = found ? movedWords(found, say.language).join(', ') : '';
  return [
    ...(failure ? [say('watch.failed', { reason: failure[say.language] })] : []),
    ...(at && found ? [say('watch.alarm', { at, from: found.from, upTo: found.upTo, what })] : []),
    ...(disk?.isLow ? [say('watch.disk', { gigabytes: disk.freeGigabytes })] : []),
  ];
}
