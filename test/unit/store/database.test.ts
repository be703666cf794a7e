// Opening, refusing and translating: no damaged, foreign or newer file is ever written to.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../../main/store/database.ts';
import { translate } from '../../../main/store/failure.ts';
import { openStore } from '../../../main/store/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { storeMessages } from '../../../shared/contract/errors/store.ts';
import { codeOf, opened, sampleRun, temporaryFolder, temporaryStore } from './fixture.ts';

const anything = z.record(z.string(), z.unknown());

describe('opening', () => {
  it('creates folder and file, and applies the settings that make commits durable', () => {
    const connection = openDatabase(join(temporaryFolder(), '工場', 'データ', 'narashi.db'));
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'];
    const values = settings.map((name) => connection.all(anything, `PRAGMA ${name}`)[0]?.[name]);
    connection.close();
    expect(values).toEqual(['wal', 2, 1]);
  });

  const unusable: readonly (readonly [what: string, code: string, make: (path: string) => void])[] = [
    ['text', 'store.corrupt', (path) => writeFileSync(path, 'これはデータベースではありません。'.repeat(100))],
    ['random bytes', 'store.corrupt', (path) => writeFileSync(path, Buffer.alloc(8192, 0xa5))],
    ['a cut-off database', 'store.corrupt', (path) => damage(path, (bytes) => bytes.subarray(0, 6000))],
    ['an overwritten schema', 'store.corrupt', (path) => damage(path, (bytes) => bytes.fill(0x5a, 100, 4096))],
    ["another program's", 'store.foreign', (path) => sql(path, 'CREATE TABLE songs (title TEXT)')],
    ["another program's, by its mark", 'store.foreign', (path) => sql(path, 'PRAGMA application_id = 7; VACUUM')],
    ['one from the future', 'store.from-future', (path) => sql(fresh(path), 'PRAGMA user_version = 999')],
    ['a folder', 'store.cannot-open', (path) => mkdirSync(path)],
  ];
  it.each(unusable)('refuses %s with %s and leaves it alone', (what, code, make) => {
    const path = join(temporaryFolder(), 'narashi.db');
    make(path);
    const before = what === 'a folder' ? '' : readFileSync(path);
    expect(codeOf(() => openStore(path))).toBe(code);
    expect(what === 'a folder' ? '' : readFileSync(path)).toEqual(before);
  });

  it('refuses a path through a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(codeOf(() => openStore(join(file, 'narashi.db')))).toBe('store.cannot-open');
  });

  it('lets two openers share one database', async () => {
    const { store, path } = temporaryStore();
    const run = await sampleRun(store);
    const other = opened(path);
    other.runs.cancel(run.id);
    expect(store.runs.get(run.id).status).toBe('stopped');
  });
});

describe('failures while open', () => {
  it('says so when the disk is full, and keeps what was there', async () => {
    const { path } = temporaryStore();
    const connection = openDatabase(path);
    connection.execute('PRAGMA max_page_count = 60');
    const insert = "INSERT INTO datasets (name, root, created_at) VALUES (:name, :name, '')";
    const fill = () => {
      for (let index = 0; ; index++) connection.run(insert, { name: `${index}`.repeat(1000) });
    };
    expect(codeOf(fill)).toBe('store.disk-full');
    const count = connection.all(anything, 'SELECT count(*) AS total FROM datasets')[0]?.total;
    connection.close();
    expect(opened(path).datasets.list()).toHaveLength(Number(count));
  });

  it('says so when the database is read-only', () => {
    const connection = openDatabase(join(temporaryFolder(), 'narashi.db'));
    connection.execute('PRAGMA query_only = ON');
    expect(codeOf(() => connection.run('DELETE FROM datasets'))).toBe('store.read-only');
    connection.close();
  });

  it('reports a row it cannot read instead of passing it on', async () => {
    const { store, path } = temporaryStore();
    const run = await sampleRun(store);
    sql(
      path,
      `PRAGMA ignore_check_constraints = ON; DROP TRIGGER runs_request_is_fixed;
      UPDATE runs SET hyper_parameters = '[1, 2]'`,
    );
    expect(codeOf(() => store.runs.get(run.id))).toBe('store.unreadable-row');
  });

  it('finds damage inside the file', async () => {
    const { store, path } = temporaryStore();
    await sampleRun(store, 500);
    store.checkIntegrity();
    store.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, bytes.length - 4096 * 4, bytes.length - 4096));
    expect(codeOf(() => opened(path).checkIntegrity())).toBe('store.corrupt');
  });

  const codes: readonly (readonly [string, string])[] = [
    ['SQLITE_CORRUPT_VTAB', 'store.corrupt'],
    ['SQLITE_NOTADB', 'store.corrupt'],
    ['SQLITE_FULL', 'store.disk-full'],
    ['SQLITE_READONLY_DIRECTORY', 'store.read-only'],
    ['SQLITE_BUSY_SNAPSHOT', 'store.busy'],
    ['SQLITE_CANTOPEN_ISDIR', 'store.cannot-open'],
    ['SQLITE_IOERR_FSYNC', 'store.disk-error'],
  ];
  it.each(codes)('%s becomes %s, in both languages', (sqlite, code) => {
    const error = translate(new Database.SqliteError('why', sqlite), '/工場/narashi.db');
    if (!(error instanceof NarashiError)) throw new Error(`${sqlite} was not translated`);
    expect(error.code).toBe(code);
    for (const sentence of [error.in('en'), error.in('ja')]) {
      expect(sentence).toContain('/工場/narashi.db');
      expect(sentence).not.toMatch(/[{}]|\?/);
    }
  });

  it.each(Object.entries(storeMessages))('%s names the same places in both languages', (_, { en, ja }) => {
    const places = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).toSorted();
    expect(places(ja)).toEqual(places(en));
  });

  it('leaves other errors as they are', () => {
    const error = new Database.SqliteError('why', 'SQLITE_CONSTRAINT_CHECK');
    expect(translate(error, '')).toBe(error);
  });
});

function fresh(path: string): string {
  openStore(path).close();
  return path;
}

function sql(path: string, statements: string): void {
  const database = new Database(path);
  database.exec(statements);
  database.close();
}

function damage(path: string, change: (bytes: Buffer) => Uint8Array): void {
  fresh(path);
  writeFileSync(path, change(readFileSync(path)));
}
