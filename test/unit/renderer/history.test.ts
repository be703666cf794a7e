// The log of decisions: every kind of entry as a sentence in both languages, under headings of days.
import { describe, expect, it } from 'vitest';
import { activitySentence } from '../../../renderer/screens/history/activity-words.ts';
import { byDay, dayHeading, daysAgo } from '../../../renderer/screens/history/days.ts';
import { type Activity, activityKinds } from '../../../shared/contract/history.ts';
import { sampleData } from '../../ui/support/archive.ts';

const entry = (kind: Activity['kind'], data: Activity['data']): Activity => ({
  id: 1,
  at: '2026-11-25T01:00:00.000Z',
  kind,
  operator: '',
  projectId: 1,
  projectName: 'P',
  runId: 7,
  data,
});

describe('an entry', () => {
  it.each(activityKinds)('%s is a whole sentence in both languages', (kind) => {
    for (const language of ['ja', 'en'] as const) {
      const sentence = activitySentence(entry(kind, sampleData[kind]), language);
      expect(sentence).not.toMatch(/[?{}]|undefined/);
      expect(sentence.length).toBeGreaterThan(5);
      if (language === 'ja') expect(sentence).toMatch(/[ぁ-ん]/);
    }
  });

  it.each([
    ['images.labelled', { images: 3, class: '' }, 'The label of 3 image(s) was taken away.'],
    ['images.undone', { kind: 'remove', images: 2 }, 'Removal of 2 image(s) was undone.'],
    ['run.queued', { preset: 'fast', method: 'samar', network: 'tiny' }, 'Run 7 was queued: Fast, Adaptive SAM.'],
    ['run.queued', { preset: '', method: 'sgd', network: 'tiny' }, 'Run 7 was queued: tiny, Standard SGD.'],
    ['run.noted', { note: '' }, 'The note on run 7 was removed.'],
    ['settings.changed', { setting: 'theme', value: 'dark' }, 'Setting changed: appearance is now dark.'],
    ['settings.changed', { setting: 'operator', value: 'dark' }, 'Setting changed: name of the operator is now dark.'],
    ['settings.changed', { setting: 'operator', value: '' }, 'Setting changed: name of the operator is now empty.'],
    ['run.failed', { code: 'train.diverged', message: 'It broke.' }, 'Run 7 failed: It broke.'],
  ] as const)('%s %j', (kind, data, sentence) => expect(activitySentence(entry(kind, data), 'en')).toBe(sentence));
});

describe('days', () => {
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });

  it('gather neighbours of the same local day', () => {
    const days = byDay([at(25, 23), at(25, 0), at(24, 23), at(23, 1)]);
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ['2026-11-25', 2],
      ['2026-11-24', 1],
      ['2026-11-23', 1],
    ]);
    expect(byDay([])).toEqual([]);
  });

  it('are counted by the calendar', () => {
    const now = new Date(2026, 10, 25, 0, 5);
    expect([daysAgo('2026-11-25', now), daysAgo('2026-11-24', now), daysAgo('2025-11-25', now)]).toEqual([0, 1, 365]);
  });

  it('have a heading in either language, with the year where it is another', () => {
    const now = new Date(2026, 10, 25);
    expect(dayHeading('2026-11-23', now, 'ja')).toBe('11月23日(月)');
    expect(dayHeading('2025-11-23', now, 'ja')).toBe('2025年11月23日(日)');
    expect(dayHeading('2026-11-23', now, 'en')).toMatch(/^Monday,? 23 November$/);
  });
});
