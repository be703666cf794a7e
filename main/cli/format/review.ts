// Doubtful images as a table, and what became of those that were judged.
import type { Outcome } from '../../../shared/domain/inspection.ts';
import type { QueuedPart } from '../../inspect/review/queue.ts';
import type { TakenImages } from '../../inspect/review/take.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';

export function queueLines(
  parts: readonly QueuedPart[],
  { waiting, line }: { readonly waiting: number; readonly line: string },
  say: Voice,
): string[] {
  if (parts.length === 0) return [say('review.none')];
  const wordOf = (why: QueuedPart['why'], outcome: Outcome) => {
    if (why === 'sampled') return say('review.drawn');
    return why === 'drift' ? say('review.drift') : say(`inspect.outcome-${outcome}`);
  };
  const rows = parts.map(({ part, image, why }) => [
    String(part.id),
    wordOf(why, part.outcome),
    part.ngScore?.toFixed(3) ?? '',
    part.className ?? part.errorCode ?? '',
    image,
  ]);
  const columns = [
    { title: say('review.part'), align: 'right' },
    { title: say('review.judged') },
    { title: say('review.score'), align: 'right' },
    { title: say('review.class') },
    { title: say('review.image') },
  ] as const;
  return [...table(columns, rows), '', say('review.waiting', { count: waiting, line })];
}

export function takenLines({ classes, leftOut }: TakenImages, say: Voice): string[] {
  return [
    ...Object.entries(classes).map(([name, count]) => say('review.class-count', { name, count })),
    ...(leftOut.length > 0 ? [say('review.left-out', { parts: leftOut.join(', ') })] : []),
  ];
}
