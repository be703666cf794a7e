// Parts that a line announces: the next image belongs to the first of them, and none waits for ever.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Triggers } from '../../../main/inspect/triggers.ts';
import { journalPart } from '../../support/journal-part.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('get the verdicts of the images that come, in order', async () => {
  const triggers = new Triggers(100);
  const [first, second] = [triggers.announce('7'), triggers.announce('8')];
  expect([triggers.next(), triggers.next(), triggers.next()]).toEqual(['7', '8', null]);
  triggers.settle(journalPart({ id: 2, reference: '8' }));
  triggers.settle(journalPart({ id: 1, reference: '7' }));
  expect((await first).id).toBe(1);
  expect((await second).id).toBe(2);
});

it('of one number twice are told apart by their turn', async () => {
  const triggers = new Triggers(100);
  const [first, second] = [triggers.announce('7'), triggers.announce('7')];
  triggers.next();
  triggers.next();
  triggers.settle(journalPart({ id: 1, reference: '7' }));
  triggers.settle(journalPart({ id: 2, reference: '7' }));
  expect([(await first).id, (await second).id]).toEqual([1, 2]);
});

it('without an image end as an error, and the next image belongs to the next', async () => {
  const triggers = new Triggers(100);
  const refused = expect(triggers.announce('7')).rejects.toMatchObject({ code: 'line.no-image' });
  await vi.advanceTimersByTimeAsync(200);
  await refused;
  expect(triggers.next()).toBeNull();
  const next = triggers.announce('8');
  expect(triggers.next()).toBe('8');
  triggers.settle(journalPart({ id: 3, reference: '7' }));
  triggers.settle(journalPart({ id: 4, reference: null }));
  triggers.settle(journalPart({ id: 5, reference: '8' }));
  expect((await next).id).toBe(5);
});
