// Stages, gates and golden sets in the database: each made by an entry of the audit log, unchangeable, and held against it.
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../main/store/index.ts';
import { defaultGateSettings } from '../../../shared/domain/gates.ts';
import type { GoldenImage } from '../../../shared/domain/golden.ts';
import { codeOf, opened, sampleProject, sampleRun, sha256, temporaryStore } from './fixture.ts';

const golden: readonly GoldenImage[] = [
  { hash: sha256('a'), path: '限度/上限.png', className: null, verdict: 'NG', mark: 'limit-ng' },
  { hash: sha256('b'), path: 'b.png', className: '良品', verdict: 'OK', mark: null },
];

/** Entries 1: gates, 2: golden set, 3: candidate, 4: approved. */
async function filled(): Promise<{ store: Store; path: string; projectId: number; runId: number }> {
  const { store, path } = temporaryStore(() => new Date('2026-04-01T00:00:00Z'));
  store.settings.changeApp({ operator: '佐藤' });
  const { id: projectId } = sampleProject(store);
  const { id: runId } = await sampleRun(store);
  store.projectGates.set(projectId, { ...defaultGateSettings, maximumEscape: 0.05 }, '客先の要求');
  store.goldenSets.create({ projectId, name: '限度見本', reason: '初版', images: golden });
  store.modelMoves.record({ projectId, runId, move: 'nominate' }, { approver: '', reason: '' });
  const details = { approver: '鈴木 課長', reason: '合格', model: sha256('m') };
  store.modelMoves.record({ projectId, runId, move: 'approve' }, details);
  return { store, path, projectId, runId };
}

describe('the registry', () => {
  it('tells who, when and why from the audit log alone', async () => {
    const { store, projectId, runId } = await filled();
    expect(store.modelMoves.list(projectId)).toEqual([
      {
        entry: 3,
        runId,
        move: 'nominate',
        at: expect.any(String),
        operator: '佐藤',
        approver: '',
        reason: '',
        model: null,
      },
      {
        entry: 4,
        runId,
        move: 'approve',
        at: '2026-04-01T00:00:00.000Z',
        operator: '佐藤',
        approver: '鈴木 課長',
        reason: '合格',
        model: sha256('m'),
      },
    ]);
    expect(store.audit.list({ limit: 9 }).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['model.approved', `run:${runId}`],
      ['model.moved', `run:${runId}`],
      ['golden.versioned', `project:${projectId}`],
      ['gates.changed', `project:${projectId}`],
    ]);
    expect(store.verifyAudit()).toMatchObject({ entries: 4, finding: null });
  });

  it('keeps the gates of each project, as delivered until they are set', async () => {
    const { store, projectId } = await filled();
    const other = sampleProject(store, '別の検査').id;
    expect(store.projectGates.of(other)).toEqual({ settings: defaultGateSettings, operator: '', reason: '', at: null });
    expect(store.projectGates.of(projectId)).toMatchObject({
      settings: { maximumEscape: 0.05 },
      operator: '佐藤',
      reason: '客先の要求',
    });
    store.projectGates.set(projectId, { ...defaultGateSettings, maximumEscape: null }, '');
    expect(store.projectGates.of(projectId).settings.maximumEscape).toBeNull();
    expect(store.audit.list({ limit: 1 })[0]?.data).toMatchObject({
      before: { maximumEscape: 0.05 },
      settings: { maximumEscape: null },
    });
    const wrong = { ...defaultGateSettings, maximumEscape: 2 };
    expect(codeOf(() => store.projectGates.set(projectId, wrong, ''))).toBe('store.invalid');
  });

  it('counts the versions of each golden set, and keeps every one', async () => {
    const { store, projectId } = await filled();
    const other = sampleProject(store, '別の検査').id;
    const second = store.goldenSets.create({ projectId, name: '限度見本', reason: '追加', images: golden.slice(0, 1) });
    const first = store.goldenSets.create({ projectId: other, name: 'x', reason: '', images: golden });
    expect([second.version, first.version]).toEqual([2, 1]);
    const [newest, oldest] = store.goldenSets.list(projectId);
    expect(newest).toEqual(second);
    expect(oldest).toMatchObject({ version: 1, name: '限度見本', reason: '初版', operator: '佐藤', images: 2 });
    expect(oldest?.digest).toBe(first.digest);
    expect(store.goldenSets.images(oldest?.id ?? 0)).toEqual(golden);
    expect(codeOf(() => store.goldenSets.get(99))).toBe('registry.golden-set-not-found');
    const none = { projectId, name: 'x', reason: '', images: [] };
    expect(codeOf(() => store.goldenSets.create(none))).toBe('store.invalid');
  });

  it('keeps the newest judgement of each model', async () => {
    const { store, runId } = await filled();
    const score = { ngScore: 0.25, className: '良品', verdict: 'OK' } as const;
    store.goldenSets.judge(2, runId, sha256('old'), [score, score]);
    store.goldenSets.judge(2, runId, sha256('m'), [score, { ...score, ngScore: 1 }]);
    expect(store.goldenSets.judgement(2, runId)).toMatchObject({ model: sha256('m'), scores: [score, { ngScore: 1 }] });
    expect(store.goldenSets.judgement(2, runId + 1)).toBeUndefined();
  });

  it('refuses nothing but whole changes: without an entry there is no move', async () => {
    const { store, projectId } = await filled();
    const details = { approver: '', reason: '' };
    expect(codeOf(() => store.modelMoves.record({ projectId, runId: 99, move: 'approve' }, details))).toMatch(
      /FOREIGN KEY/,
    );
    expect(store.audit.verify().entries).toBe(4);
  });
});

const entryOf = (kind: string) => `(SELECT sequence FROM audit WHERE kind = '${kind}')`;
const altered: readonly (readonly [string, number, string])[] = [
  ['a model approved without an entry', 1, "INSERT INTO model_moves VALUES (1, 1, 1, 'approve')"],
  ['an approval taken away', 4, "DELETE FROM model_moves WHERE move = 'approve'"],
  ['an approval turned into a candidate', 4, "UPDATE model_moves SET move = 'nominate'"],
  ['an approval given to another model', 3, 'UPDATE model_moves SET run_id = 2'],
  ['an approval given to another project', 3, 'UPDATE model_moves SET project_id = 2'],
  ['a move of an entry that is not there', 4, 'UPDATE model_moves SET entry = 9 WHERE entry = 4'],
  ['gates made easier', 1, "UPDATE gate_settings SET settings = replace(settings, '0.05', '0.5')"],
  ['gates taken away', 1, 'DELETE FROM gate_settings'],
  ['a golden set renamed', 2, "UPDATE golden_sets SET name = 'x'"],
  ['a golden set of another version', 2, 'UPDATE golden_sets SET version = 2'],
  ['a golden image taken away', 2, 'DELETE FROM golden_images WHERE position = 1'],
  ['a golden image added', 2, "INSERT INTO golden_images VALUES (2, 2, zeroblob(32), 'c', NULL, 'OK', NULL)"],
  ['golden images in another order', 2, 'UPDATE golden_images SET position = 5 WHERE position = 0'],
  ...["path = 'c'", "verdict = 'OK'", 'mark = NULL', "class_name = 'x'", 'content_hash = zeroblob(32)'].map(
    (change) => [`a golden image with ${change}`, 2, `UPDATE golden_images SET ${change} WHERE position = 0`] as const,
  ),
  ['a golden set taken away', 2, 'DELETE FROM golden_images; DELETE FROM golden_sets'],
];

describe('what is not as the audit log says is named by its entry', () => {
  it.each(altered)('%s', async (_, sequence, statements) => {
    const { store, path } = await filled();
    sampleProject(store, '別の検査');
    await sampleRun(store);
    store.close();
    const database = new Database(path);
    for (const table of ['model_moves', 'gate_settings', 'golden_sets', 'golden_images']) {
      for (const change of ['update', 'delete']) database.exec(`DROP TRIGGER ${table}_no_${change}`);
    }
    database.pragma('foreign_keys = OFF');
    database.exec(statements);
    database.close();
    expect(opened(path).verifyAudit().finding).toEqual({ fault: 'unrecorded', sequence });
  });

  it('and none of it can be done with the triggers in place', async () => {
    const { store, path } = await filled();
    store.close();
    const database = new Database(path);
    const changes = altered.map(([, , statements]) => statements).filter((sql) => /^(UPDATE|DELETE)/.test(sql));
    for (const statements of changes) expect(() => database.exec(statements), statements).toThrow(/audit log/);
    expect(() => database.exec(`UPDATE golden_images SET golden_id = ${entryOf('golden.versioned')}`)).toThrow(
      /audit log/,
    );
    database.close();
    expect(opened(path).verifyAudit().finding).toBeNull();
  });
});
