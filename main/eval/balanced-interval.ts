// The interval of a balanced accuracy: the mean of shares that were each counted on images of their own.
import { clopperPearson, type Interval } from './intervals.ts';

/**
 * Two-sided 95 % interval of the mean recall over the classes that occur, put together from the exact interval of each
 * recall by the distances to its ends (MOVER: Zou & Donner 2008, eq. 4). With one class it is that class's own interval.
 * Null without images.
 * @param confusion [actual][predicted] images
 */
export function balancedAccuracyInterval(confusion: readonly (readonly number[])[]): Interval | null {
  const recalls = confusion.flatMap((row, actual) => {
    const [hits, total] = [row[actual] ?? 0, row.reduce((sum, cell) => sum + cell, 0)];
    return total === 0 ? [] : [{ value: hits / total, ...clopperPearson(hits, total) }];
  });
  if (recalls.length === 0) return null;
  const mean = recalls.reduce((sum, { value }) => sum + value, 0) / recalls.length;
  const reach = (end: 'low' | 'high') =>
    Math.sqrt(recalls.reduce((sum, recall) => sum + (recall.value - recall[end]) ** 2, 0)) / recalls.length;
  return { low: mean - reach('low'), high: mean + reach('high') };
}
