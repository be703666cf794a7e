// The audit log: who, what, when, in order; and that nothing can be changed in it or in its head without being found.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { hashOfEntry } from '../../../main/store/audit-chain.ts';
import { auditHeadName, type Store } from '../../../main/store/index.ts';
import type { AuditEntry, AuditFault } from '../../../shared/domain/audit.ts';
import { codeOf, opened, temporaryStore } from './fixture.ts';

const draft = (number: number) =>
  ({
    kind: 'gates.changed',
    subject: `project:${number}`,
    data: { reason: `理由${number}`, 後: { b: 1, a: [number] } },
  }) as const;

/** A log of four entries, closed. */
function written(entries = 4, day = '2026-04-01'): { path: string; head: string } {
  const { store, path } = temporaryStore(() => new Date(`${day}T00:00:00Z`));
  store.settings.changeApp({ operator: '佐藤 花子' });
  for (let number = 1; number <= entries; number++) store.audit.append(draft(number));
  expect(store.audit.verify()).toMatchObject({ entries, finding: null, gaps: [] });
  store.close();
  return { path, head: join(dirname(path), auditHeadName) };
}

/** Changes the file as someone would who knows how: triggers and foreign keys are no obstacle. */
function tamper(path: string, ...statements: readonly string[]): void {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  for (const name of ['audit_no_update', 'audit_no_delete', 'audit_only_grows']) database.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements) database.exec(statement);
  database.close();
}

function findingIn(path: string) {
  const store = opened(path);
  const { finding } = store.audit.verify();
  store.close();
  return finding;
}

describe('the audit log', () => {
  it('keeps who, what and when, each entry bound to the one before', () => {
    const { store, path } = temporaryStore(() => new Date('2026-04-01T00:00:00Z'));
    const first = store.audit.append(draft(1));
    store.settings.changeApp({ operator: '佐藤 花子' });
    const second = store.audit.append({ kind: 'key.made', subject: 'key:1', data: {} });
    expect(first).toMatchObject({ sequence: 1, operator: '', previous: '0'.repeat(64), data: draft(1).data });
    expect(second).toEqual({
      sequence: 2,
      at: '2026-04-01T00:00:00.000Z',
      operator: '佐藤 花子',
      kind: 'key.made',
      subject: 'key:1',
      data: {},
      previous: first.hash,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(readFileSync(join(dirname(path), auditHeadName), 'utf8')).toBe(`{"count":2,"hash":"${second.hash}"}\n`);
    store.close();
    const { audit } = opened(path);
    expect(audit.list({ limit: 9 })).toEqual([second, first]);
    expect(audit.list({ limit: 9, before: 2 })).toEqual([first]);
    expect(audit.list({ limit: 9, kind: 'key.made' })).toEqual([second]);
    expect(audit.list({ limit: 9, subject: 'project:1' })).toEqual([first]);
    expect(audit.verify()).toEqual({ entries: 2, hash: second.hash, finding: null, gaps: [] });
  });

  it('can be recomputed by anyone: SHA-256 over JSON with its keys in order', () => {
    const entry = { sequence: 1, at: '2026', operator: '', kind: 'k', subject: 's', data: { b: 1, a: [true] } };
    // printf '{"at":"2026",…}' | sha256sum
    expect(hashOfEntry({ ...entry, previous: '00' })).toBe(
      '9203e0c936dd55558b4749276a4731d27561a657e50440e6329f53869673c633',
    );
  });

  it('is empty before the first entry, and fits', () => {
    const { store } = temporaryStore();
    expect(store.audit.verify()).toEqual({ entries: 0, hash: '0'.repeat(64), finding: null, gaps: [] });
  });

  it('is committed with what it speaks of, or not at all', () => {
    const { store, path } = temporaryStore();
    store.audit.append(draft(1));
    const failing = () =>
      store.transaction(() => {
        store.audit.append(draft(2));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    store.transaction(() => {
      store.audit.append(draft(3));
      // Undone by itself, within what is committed.
      expect(failing).toThrow('no');
      store.audit.append(draft(4));
    });
    expect(store.audit.list({ limit: 9 }).map(({ subject }) => subject)).toEqual([
      'project:4',
      'project:3',
      'project:1',
    ]);
    expect(store.audit.verify().finding).toBeNull();
    expect(readFileSync(join(dirname(path), auditHeadName), 'utf8')).toMatch(/^\{"count":3,"hash":"[0-9a-f]{64}"\}\n$/);
  });

  it('takes entries of two programs at once', () => {
    const { store, path } = temporaryStore();
    const other = opened(path);
    for (let round = 0; round < 3; round++) for (const one of [store, other]) one.audit.append(draft(round));
    expect([store, other].map(({ audit }) => audit.verify())).toMatchObject([
      { entries: 6, finding: null },
      { entries: 6, finding: null },
    ]);
  });

  it('is checked to the end where it is long', () => {
    const { store, path } = temporaryStore();
    store.transaction(() => {
      for (let number = 1; number <= 2_500; number++) store.audit.append(draft(number));
    });
    expect(store.audit.verify()).toMatchObject({ entries: 2_500, finding: null });
    store.close();
    tamper(path, "UPDATE audit SET subject = 'x' WHERE sequence = 2100");
    expect(findingIn(path)).toEqual({ fault: 'changed', sequence: 2_100 });
  });

  it.each([
    "UPDATE audit SET operator = ''",
    'DELETE FROM audit WHERE sequence = 4',
    'INSERT OR REPLACE INTO audit SELECT 4, at, operator, kind, subject, data, previous, hash FROM audit WHERE sequence = 3',
    'INSERT INTO audit SELECT NULL, at, operator, kind, subject, data, previous, hash FROM audit WHERE sequence = 3',
    'INSERT INTO audit SELECT 6, at, operator, kind, subject, data, previous, hash FROM audit WHERE sequence = 3',
  ])('refuses %s', (statement) => {
    const database = new Database(written().path);
    expect(() => database.exec(statement)).toThrow(/the audit log/);
    database.close();
  });
});

const changes: Readonly<Record<keyof AuditEntry, string>> = {
  sequence: 'sequence + 100',
  at: "replace(at, '2026', '2025')",
  operator: "'鈴木'",
  kind: "'gates.changeD'",
  subject: "subject || ' '",
  data: "replace(data, '理由', '理由 ')",
  previous: "CAST(unhex('ff') || substr(previous, 2) AS BLOB)",
  hash: "CAST(unhex('ff') || substr(hash, 2) AS BLOB)",
};
/** Other ways to change an entry that read the same to a careless eye. */
const subtle: Readonly<Record<string, string>> = {
  'data, by a space': `data = replace(data, '":', '": ')`,
  'data, by the order of its keys': `data = '{"後":{"a":[' || sequence || '],"b":1},"reason":"理由' || sequence || '"}'`,
  'data, by a second key of the same name': `data = replace(data, '{"a"', '{"a":0,"a"')`,
  'operator, to the same letters composed otherwise': `operator = replace(operator, '佐', '佐' || char(65024))`,
  'previous, to no hash at all': "previous = x''",
  'data, to no JSON': "data = '{'",
};

describe('an entry that was changed is named', () => {
  const rows = [1, 2, 3, 4];
  const columns = Object.entries(changes).map(([column, value]) => [column, `${column} = ${value}`] as const);
  const cases = rows.flatMap((sequence) =>
    [...columns, ...Object.entries(subtle)].map(([what, set]) => [sequence, what, set] as const),
  );

  it.each(cases)('entry %i, %s', (sequence, what, set) => {
    const { path } = written();
    tamper(path, 'PRAGMA ignore_check_constraints = ON', `UPDATE audit SET ${set} WHERE sequence = ${sequence}`);
    const fault = what === 'sequence' ? 'missing' : 'changed';
    expect(findingIn(path)).toEqual({ fault, sequence });
  });

  it.each(rows)('entry %i, although its own hash was made to fit', (sequence) => {
    const { path, head } = written();
    rewrite(path, sequence, (entry) => ({ ...entry, operator: '鈴木' }));
    const last = sequence === 4;
    expect(findingIn(path)).toEqual(
      last ? { fault: 'head-differs', sequence: 4 } : { fault: 'unchained', sequence: sequence + 1 },
    );
    if (last) expect(readFileSync(head, 'utf8')).toContain('"count":4');
  });

  it('although every hash after it was made to fit', () => {
    const { path } = written();
    let previous = '';
    for (const sequence of [2, 3, 4]) {
      rewrite(path, sequence, (entry) => ({ ...entry, operator: '鈴木', previous: previous || entry.previous }));
      previous = entriesOf(path)[sequence - 1]?.hash ?? '';
    }
    expect(findingIn(path)).toEqual({ fault: 'head-differs', sequence: 4 });
  });
});

const moved: readonly (readonly [string, AuditFault, number, readonly string[]])[] = [
  ['the first entry gone', 'missing', 1, ['DELETE FROM audit WHERE sequence = 1']],
  ['an entry gone', 'missing', 2, ['DELETE FROM audit WHERE sequence = 2']],
  ['the last entry cut off', 'cut-off', 4, ['DELETE FROM audit WHERE sequence = 4']],
  ['the tail cut off', 'cut-off', 2, ['DELETE FROM audit WHERE sequence > 1']],
  ['all of it cut off', 'cut-off', 1, ['DELETE FROM audit']],
  [
    'an entry gone and the others moved up',
    'changed',
    2,
    ['DELETE FROM audit WHERE sequence = 2', 'UPDATE audit SET sequence = sequence - 1 WHERE sequence > 2'],
  ],
  [
    'two entries in the other order',
    'changed',
    2,
    [
      'UPDATE audit SET sequence = 9 WHERE sequence = 2',
      'UPDATE audit SET sequence = 2 WHERE sequence = 3',
      'UPDATE audit SET sequence = 3 WHERE sequence = 9',
    ],
  ],
  [
    'an entry inserted between',
    'changed',
    3,
    [
      'UPDATE audit SET sequence = sequence + 10 WHERE sequence > 2',
      'UPDATE audit SET sequence = sequence - 9 WHERE sequence > 10',
      'INSERT INTO audit SELECT 3, at, operator, kind, subject, data, previous, hash FROM audit WHERE sequence = 2',
    ],
  ],
  [
    'an entry before all others',
    'missing',
    1,
    ['INSERT INTO audit SELECT -1, at, operator, kind, subject, data, previous, hash FROM audit WHERE sequence = 1'],
  ],
];

describe('entries that were taken away, moved or added are noticed', () => {
  it.each(moved)('%s', (_, fault, sequence, statements) => {
    const { path } = written();
    tamper(path, 'PRAGMA ignore_check_constraints = ON', ...statements);
    expect(findingIn(path)).toEqual({ fault, sequence });
  });

  it('an entry added behind the last, with hashes that fit', () => {
    const { path, head } = written();
    const before = readFileSync(head);
    const store = opened(path);
    store.audit.append(draft(5));
    store.close();
    writeFileSync(head, before);
    expect(findingIn(path)).toEqual({ fault: 'inserted', sequence: 5 });
  });
});

describe('the head', () => {
  it('shows every flipped bit of its file', () => {
    const { path, head } = written();
    const store = opened(path);
    const bytes = readFileSync(head);
    const unnoticed: string[] = [];
    for (let place = 0; place < bytes.length; place++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Uint8Array.from(bytes);
        flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
        writeFileSync(head, flipped);
        if (store.audit.verify().finding === null) unnoticed.push(`bit ${bit} of byte ${place}`);
      }
    }
    expect(unnoticed).toEqual([]);
    writeFileSync(head, bytes);
    expect(store.audit.verify().finding).toBeNull();
  });

  const spoilt: readonly (readonly [string, AuditFault, (head: string) => void])[] = [
    ['gone', 'head-missing', (head) => rmSync(head)],
    ['empty', 'head-unreadable', (head) => writeFileSync(head, '')],
    ['cut', 'head-unreadable', (head) => writeFileSync(head, readFileSync(head).subarray(0, -1))],
    ['longer', 'head-unreadable', (head) => writeFileSync(head, `${readFileSync(head, 'utf8')}\n`)],
    ['of another log', 'head-differs', (head) => writeFileSync(head, readFileSync(written(4, '2026-05-05').head))],
    ['of an earlier time', 'inserted', (head) => writeFileSync(head, readFileSync(written(3).head))],
  ];
  it.each(spoilt)('%s is found, and nothing is added until a person says so', (_, fault, spoil) => {
    const { path, head } = written();
    spoil(head);
    const store = opened(path);
    expect(store.audit.verify().finding?.fault).toBe(fault);
    const found = readFileSafely(head);
    expect(codeOf(() => store.audit.append(draft(5)))).toBe('audit.head-differs');
    expect(readFileSafely(head)).toBe(found);
    const entry = store.audit.goOn({ kind: 'audit.continued', subject: 'workspace', data: { reason: '移設' } });
    expect(entry.data).toMatchObject({ reason: '移設', replaced: { state: expect.any(String) } });
    store.audit.append(draft(6));
    expect(store.audit.verify()).toMatchObject({
      entries: 6,
      finding: null,
      gaps: [{ sequence: 5, data: entry.data }],
    });
  });

  it('does not make up for a changed entry', () => {
    const { path, head } = written();
    tamper(path, "UPDATE audit SET operator = '鈴木' WHERE sequence = 2");
    rmSync(head);
    const store = opened(path);
    store.audit.goOn({ kind: 'audit.continued', subject: 'workspace', data: {} });
    expect(store.audit.verify().finding).toEqual({ fault: 'changed', sequence: 2 });
  });

  it.each(['before', 'after'] as const)('names both ends through a power cut %s the commit', (moment) => {
    const [three, four] = [written(3), written(4)];
    const [before, after] = [readFileSync(three.head, 'utf8'), readFileSync(four.head, 'utf8')];
    const next = `${before.slice(0, -2)},"next":${after.trim()}}\n`;
    const { path, head } = moment === 'before' ? three : four;
    writeFileSync(head, next);
    const store = opened(path);
    expect(readFileSync(head, 'utf8')).toBe(moment === 'before' ? before : after);
    expect(store.audit.verify().finding).toBeNull();
  });
});

function rewrite(path: string, sequence: number, change: (entry: AuditEntry) => AuditEntry): void {
  const entry = entriesOf(path)[sequence - 1];
  if (!entry) throw new Error(`no entry ${sequence}`);
  const changed = change(entry);
  const database = new Database(path);
  database.exec('DROP TRIGGER IF EXISTS audit_no_update');
  database
    .prepare('UPDATE audit SET operator = ?, previous = unhex(?), hash = unhex(?) WHERE sequence = ?')
    .run(changed.operator, changed.previous, hashOfEntry(changed), sequence);
  database.close();
}

function entriesOf(path: string): AuditEntry[] {
  const store: Store = opened(path);
  const entries = store.audit.list({ limit: 99 }).reverse();
  store.close();
  return entries;
}

function readFileSafely(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
