// One test per migration: what it adds, and that rows of the format before it survive.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { checkOrigin, migrate } from '../../../main/store/migrate.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { temporaryFolder } from './fixture.ts';

/** Rows that can be written in format n, beside those of the formats before. */
const rowsOfFormat: readonly string[] = [
  `INSERT INTO datasets VALUES (1, 'ねじ', '/data', '2026-01-01');
   INSERT INTO snapshots VALUES (1, randomblob(32), 1, '2026-01-01');
   INSERT INTO snapshot_classes VALUES (1, 0, 'good', 'OK');
   INSERT INTO images VALUES (1, 1, 'a.png', randomblob(32), 0, 'train', 'L1', NULL, NULL, NULL, NULL);
   INSERT INTO imports VALUES (1, 1, 1, '2026-01-01');
   INSERT INTO skipped_files VALUES (1, 1, 'b.png', 'unreadable');`,
  `INSERT INTO runs VALUES (1, 'queued', 1, 'small', 'sgd', 0, '{}', NULL, NULL, '2026-01-01');
   INSERT INTO attempts VALUES (1, 1, 'x', 1, 'pc', 'cpu', 'ort', '0', '0', '0', '0', '2026-01-01', NULL, NULL);`,
  `INSERT INTO epoch_metrics VALUES (1, 1, 0.5, NULL, NULL, 1, 0.05, 0.1, 1, 0.9, 0.4, 0.8, 0.8, 3, 100, 0, '2026');
   INSERT INTO artefacts VALUES (1, 1, 'model', 'm.onnx', 3, randomblob(32), '{}', '2026-01-01');
   INSERT INTO evaluations VALUES (1, 1, 1, 'test', 1, 1, 1, 1, NULL, 0, '{}', '2026-01-01');
   INSERT INTO predictions VALUES (1, 1, 0, zeroblob(4));
   INSERT INTO costs VALUES (1, 60, 100, 45, 'assumed', 0.00075, 31, 0.02325, '2026-01-01');`,
  `INSERT INTO projects VALUES (1, 1, '{}', 0, '2026-01-01', NULL);
   INSERT INTO project_classes VALUES (1, 1, 'OK', 'OK', NULL);
   INSERT INTO project_images VALUES
     (1, 1, 'i', 'a.png', zeroblob(32), 1, 'train', 'L1', NULL, NULL, NULL, NULL, 8, 8, 9, '2026-01-01', NULL);
   INSERT INTO edits VALUES (1, 1, 'label', 'done', '2026-01-01');
   INSERT INTO edit_images VALUES (1, 1, NULL, 1);
   INSERT INTO import_jobs VALUES ('i', 1, 'done', '{}', '2026-01-01', NULL);
   INSERT INTO settings VALUES ('language', '"ja"');
   INSERT INTO activity VALUES (1, '2026-01-01', 'project.created', '佐藤', 1, NULL, '{}');
   UPDATE runs SET project_id = 1, preset = 'fast', note = '試作', queue_position = 1, is_listed = 0;`,
  `INSERT INTO trials VALUES (1, 1, 1, '試行', '{}', NULL, 'running', NULL, '2026-01-01', NULL);
   INSERT INTO trial_runs VALUES (1, 'sgd', 'epochs', 0, 1);
   INSERT INTO project_economics VALUES (1, '{}');
   INSERT INTO studies VALUES (1, 'robustness', 1, 1, 1, NULL, '{}', 'done', '{}', NULL, '2026-01-01', '2026-01-01');
   INSERT INTO decision_rules VALUES (1, 1, NULL, '佐藤', '2026-01-01');
   INSERT INTO reports VALUES (1, 1, 1, '{}', 2, '[]', '2026-01-01');
   UPDATE edits SET reason = '限度見本';
   INSERT INTO label_reviews VALUES (1, 1, 1, 1, 1, '', '佐藤', '2026-01-01');
   INSERT INTO opinions VALUES (1, '鈴木', 1, 1, '2026-01-01');
   INSERT INTO picture_hashes VALUES (zeroblob(32), 1, zeroblob(8));
   UPDATE runs SET memorised = 0.5;`,
  `INSERT INTO audit VALUES (1, '2026-01-01', '佐藤', 'key.made', 'key:1', '{}', zeroblob(32), randomblob(32));
   INSERT INTO model_moves VALUES (1, 1, 1, 'approve');
   INSERT INTO gate_settings VALUES (1, 1, '{}');
   INSERT INTO golden_sets VALUES (1, 1, 1, '限度見本');
   INSERT INTO golden_images VALUES (1, 0, zeroblob(32), 'a.png', NULL, 'NG', 'limit-ng');
   INSERT INTO golden_judgements VALUES (1, 1, 1, zeroblob(32), '[]', '2026-01-01');`,
  "INSERT INTO packages VALUES (1, 1, '/out/a.zip', 9, zeroblob(32), '{}', '2026-01-01');",
  `INSERT INTO backbones VALUES ('${'a'.repeat(64)}', 'resnet18', '{}', '2026-01-01');`,
];

/** Statements that format n must refuse. */
const refusedByFormat: readonly (readonly string[])[] = [
  [
    "UPDATE images SET split = 'test'",
    'DELETE FROM images',
    'UPDATE snapshots SET image_count = 2',
    "UPDATE snapshot_classes SET verdict = 'NG'",
    "INSERT INTO images SELECT 2, 1, 'c.png', randomblob(32), 1, 'train', NULL, NULL, NULL, NULL, NULL",
    "INSERT INTO images SELECT 2, 1, 'c.png', randomblob(31), 0, 'train', NULL, NULL, NULL, NULL, NULL",
    "INSERT INTO images SELECT 2, 1, 'c.png', randomblob(32), 0, 'dev', NULL, NULL, NULL, NULL, NULL",
    "INSERT INTO imports VALUES (2, 9, 1, '')",
  ],
  [
    'UPDATE runs SET seed = 1',
    "UPDATE runs SET hyper_parameters = '{}'",
    "UPDATE runs SET status = 'paused'",
    "INSERT INTO attempts SELECT 1, 2, 'x', 1, 'pc', 'cpu', '', '', '', '', '', '', NULL, NULL",
    "UPDATE attempts SET outcome = 'done'",
  ],
  [
    'INSERT INTO predictions VALUES (1, 9, 0, zeroblob(4))',
    'INSERT INTO predictions VALUES (1, 1, 0, zeroblob(4))',
    "UPDATE costs SET watts_source = 'guessed'",
    'UPDATE artefacts SET bytes = -1',
    "UPDATE evaluations SET result = '{'",
  ],
  [
    "INSERT INTO projects VALUES (2, 1, '{}', 0, '', NULL)",
    'UPDATE runs SET is_listed = 2',
    "INSERT INTO project_classes VALUES (2, 1, 'OK', 'NG', NULL)",
    "UPDATE project_images SET split = 'dev'",
    'UPDATE project_images SET class_id = 9',
    "INSERT INTO project_images SELECT 2, 1, 'i', 'b.png', zeroblob(32), 1, NULL, NULL, NULL, NULL, NULL, NULL, 8, 8, 9, '', NULL",
    "UPDATE edits SET kind = 'rename'",
    "UPDATE import_jobs SET phase = 'sleeping'",
    "UPDATE activity SET operator = '鈴木'",
    'DELETE FROM activity',
    'UPDATE runs SET project_id = 9',
  ],
  [
    "UPDATE trials SET plan = '[]'",
    "UPDATE trials SET status = 'sleeping'",
    "UPDATE trials SET timing = '{'",
    "INSERT INTO trial_runs VALUES (1, 'sgd', 'epochs', 0, 1)",
    "INSERT INTO trial_runs VALUES (1, 'sgd', 'time', 0, 9)",
    "UPDATE trial_runs SET budget = 'yen'",
    'UPDATE studies SET result = NULL',
    "UPDATE studies SET status = 'running'",
    "INSERT INTO decision_rules VALUES (2, 9, NULL, '', '')",
    'UPDATE reports SET pages = 0',
    'UPDATE label_reviews SET image_id = 9',
    "UPDATE opinions SET inspector = ''",
    'UPDATE picture_hashes SET hash = zeroblob(7)',
    'UPDATE runs SET memorised = 1.5',
  ],
  [
    "UPDATE audit SET operator = '鈴木'",
    'DELETE FROM audit',
    "INSERT INTO audit VALUES (3, '', '', 'k', 's', '{}', zeroblob(32), zeroblob(32))",
    "INSERT OR REPLACE INTO audit VALUES (1, '', '', 'k', 's', '{}', zeroblob(32), zeroblob(32))",
    "INSERT INTO audit VALUES (2, '', '', 'k', 's', '{', zeroblob(32), zeroblob(32))",
    "INSERT INTO audit VALUES (2, '', '', 'k', 's', '{}', zeroblob(31), zeroblob(32))",
    "INSERT INTO model_moves VALUES (2, 1, 1, 'approve')",
    "UPDATE model_moves SET move = 'retire'",
    'DELETE FROM gate_settings',
    "INSERT INTO golden_sets VALUES (2, 1, 1, 'x')",
    "INSERT INTO golden_images VALUES (1, 1, zeroblob(32), 'b.png', NULL, 'OK', 'limit')",
    'DELETE FROM golden_images',
    "UPDATE golden_judgements SET scores = '['",
  ],
  [
    "INSERT INTO packages VALUES (2, 9, 'b', 9, zeroblob(32), '{}', '')",
    'UPDATE packages SET sha256 = zeroblob(31)',
    "UPDATE packages SET manifest = '{'",
    "UPDATE packages SET path = ''",
  ],
  [
    `INSERT INTO backbones VALUES ('${'b'.repeat(64)}', 'resnet18', '{}', '')`,
    `INSERT INTO backbones VALUES ('${'a'.repeat(64)}', 'other', '{}', '')`,
    "INSERT INTO backbones VALUES ('abc', 'other', '{}', '')",
    "UPDATE backbones SET card = '{'",
    "UPDATE backbones SET name = ''",
  ],
];

describe('migrations', () => {
  it('each have their rows and refusals here', () => {
    expect([rowsOfFormat.length, refusedByFormat.length]).toEqual([migrations.length, migrations.length]);
  });

  it.each(migrations.map((_, index) => index + 1))('%i: keeps earlier rows, takes its own, refuses wrong ones', (n) => {
    const database = emptyDatabase();
    for (const [index, rows] of rowsOfFormat.slice(0, n - 1).entries()) {
      migrate(database, migrations.slice(0, index + 1));
      database.exec(rows);
    }
    const before = contents(database);
    migrate(database, migrations.slice(0, n));
    expect(contents(database)).toMatchObject(before);
    expect(database.pragma('user_version', { simple: true })).toBe(n);
    database.exec(rowsOfFormat[n - 1] ?? '');
    for (const statement of refusedByFormat[n - 1] ?? []) expect(() => database.exec(statement), statement).toThrow();
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('that fail leave the format before them, whole', () => {
    const database = emptyDatabase();
    const failing = ['CREATE TABLE kept (x)', 'CREATE TABLE lost (x); SELECT nonsense FROM nowhere'];
    expect(() => migrate(database, failing)).toThrow(/no such table/);
    expect(Object.keys(contents(database))).toEqual(['kept']);
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    migrate(database, ['CREATE TABLE kept (x)', 'CREATE TABLE mended (x)']);
    expect(Object.keys(contents(database))).toEqual(['kept', 'mended']);
  });

  it('that break a reference are undone', () => {
    const database = emptyDatabase();
    const parents = 'CREATE TABLE parents (id INTEGER PRIMARY KEY); INSERT INTO parents VALUES (1)';
    const orphans = 'CREATE TABLE children (parent REFERENCES parents (id)); INSERT INTO children VALUES (2)';
    database.pragma('foreign_keys = OFF');
    expect(() => migrate(database, [parents, orphans])).toThrow(/breaks a foreign key/);
    expect(Object.keys(contents(database))).toEqual(['parents']);
  });

  it('by another process, in the middle of looking at an empty file, do not make it look foreign', () => {
    const database = emptyDatabase();
    const other = new Database(database.name, { timeout: 0 });
    const pragma = database.pragma.bind(database);
    vi.spyOn(database, 'pragma').mockImplementation((source, options) => {
      const value = pragma(source, options);
      if (source === 'application_id') expect(() => migrate(other)).toThrow(/locked/);
      return value;
    });
    checkOrigin(database, database.name);
    other.close();
  });
});

function emptyDatabase(): Database.Database {
  const database = new Database(join(temporaryFolder(), 'narashi.db'));
  onTestFinished(() => {
    database.close();
  });
  database.pragma('foreign_keys = ON');
  return database;
}

function contents(database: Database.Database): Record<string, unknown[]> {
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    .pluck()
    .all();
  return Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]));
}
