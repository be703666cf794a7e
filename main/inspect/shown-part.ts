// What others need to know of a part; not where its image lies on this PC.
import type { InspectedPart } from '../../shared/domain/inspection.ts';
import type { JournalPart } from '../store/index.ts';

export function shownPart({
  identity: _,
  finished: __,
  image: ___,
  measures: ____,
  ...part
}: JournalPart): InspectedPart {
  return part;
}
