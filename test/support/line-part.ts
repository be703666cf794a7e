// A part as an inspection tells it to the line.
import type { InspectedPart } from '../../shared/domain/inspection.ts';

export function linePart(changes: Partial<InspectedPart> = {}): InspectedPart {
  return {
    id: 1,
    reference: null,
    source: 'folder',
    name: 'part.png',
    contentHash: 'ab'.repeat(32),
    outcome: 'OK',
    className: 'good',
    classIndex: 0,
    ngScore: 0.0123,
    distance: null,
    errorCode: null,
    model: 'gears-3',
    receivedAt: '2026-05-14T01:02:03.000Z',
    milliseconds: 41.6,
    ...changes,
  };
}
