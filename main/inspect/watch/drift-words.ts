// A drift in one line, for the log: what has changed, from what to what.
import { alarmingIn } from '../../../shared/domain/alarm.ts';
import type { DriftCheck } from '../../../shared/domain/drift.ts';
import { movedWords } from '../../../shared/text/drift.ts';

export const driftWords = (check: DriftCheck): string =>
  `${movedWords(alarmingIn(check), 'en').join(', ')} (parts ${check.from} to ${check.upTo})`;
