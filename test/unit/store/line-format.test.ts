// The journal of a line: one of the first format is brought up to date with all it holds, and checks stand until seen.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { openLineStore } from '../../../main/store/index.ts';
import { lineFormat } from '../../../main/store/line/format.ts';
import { temporaryFolder } from './fixture.ts';

it('a journal of the first format is taken over', () => {
  const path = join(temporaryFolder(), 'inspection.db');
  const first = openDatabase(path, undefined, { ...lineFormat, steps: lineFormat.steps.slice(0, 1) });
  first.run(`INSERT INTO checks (at, kind, passed, result) VALUES ('2026-05-01T00:00:00.000Z', 'drift', 0, '{"a":1}')`);
  first.close();
  const store = openLineStore(path, () => new Date('2026-05-02T00:00:00.000Z'));
  expect(store.checks.unseen('drift')).toMatchObject({ result: { a: 1 }, seenBy: null });
  expect(store.checks.see('drift', 'Sato')).toBe(1);
  expect(store.checks.unseen('drift')).toBeUndefined();
  expect(store.checks.last('drift')).toMatchObject({
    passed: false,
    seenBy: 'Sato',
    seenAt: '2026-05-02T00:00:00.000Z',
  });
  store.checks.add('drift', true, {});
  store.checks.add('samples', false, {});
  expect([store.checks.unseen('drift'), store.checks.unseen('samples')?.passed]).toEqual([undefined, false]);
  expect(store.checks.latest('drift', 5).map(({ passed }) => passed)).toEqual([true, false]);
  expect(store.checks.see('drift', 'Ito')).toBe(0);
  store.close();
});
