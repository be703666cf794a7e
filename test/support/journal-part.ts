// A part as the journal of a line gives it back, for tests that look at a few of its fields.
import type { JournalPart } from '../../main/store/index.ts';

export function journalPart(given: Partial<JournalPart> & { readonly id: number }): JournalPart {
  return {
    reference: null,
    source: 'folder',
    name: `${given.id}.png`,
    contentHash: 'a'.repeat(64),
    outcome: 'OK',
    className: '良品',
    classIndex: 0,
    ngScore: 0.25,
    distance: null,
    errorCode: null,
    model: 'parts-1@0123abcd',
    receivedAt: '2026-11-30T00:00:00.000Z',
    milliseconds: 12.34,
    identity: null,
    image: null,
    finished: true,
    measures: null,
    ...given,
  };
}
