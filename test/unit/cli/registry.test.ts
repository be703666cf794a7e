// narashi models, golden and audit: what they say and answer, what they refuse, and what stays in the log.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { auditHeadName } from '../../../main/store/index.ts';
import { narashi as anywhere } from '../../support/command-line.ts';
import { insertImages } from '../../support/insert-images.ts';
import { finished } from '../services/finished-run.ts';
import { projectImages, sampleProject, temporaryFolder } from '../store/fixture.ts';

let root = '';
/** Runs 1 and 2 are models of project 1 (ねじ検査); run 3 is of the command line. */
beforeEach(async () => {
  root = join(temporaryFolder(), 'workspace');
  const workspace = openWorkspace(root);
  const { id, classIds } = sampleProject(workspace.store);
  insertImages(workspace.store, id, 'x', projectImages(12, classIds));
  for (const projectId of [id, id, null]) await finished({ context: { workspace } }, projectId);
  workspace.close();
});

const narashi = (...words: readonly string[]) => anywhere(...words, '--workspace', root);
const signed = ['--approver', 'Sato', '--reason', 'meeting of 3 May'];
const approve = async (run: string) => {
  await narashi('models', 'promote', run, '--to', 'candidate');
  return narashi('models', 'promote', run, '--to', 'approved', ...signed, '--override', 'trial line only');
};

function kinds(): string[] {
  const workspace = openWorkspace(root);
  const found = workspace.store.audit.list({ limit: 99 }).map(({ kind }) => kind);
  workspace.close();
  return found.reverse();
}

describe('narashi models', () => {
  it('lists the models of every project, and of the one that is named', async () => {
    const { code, out } = await narashi('models');
    expect(code).toBe(0);
    expect(out).toMatch(/Project 1: ねじ検査/);
    expect(out).toMatch(/ 2 {2}draft .* 37\.5 % +40\.0 % +66\.7 %/);
    expect(out).not.toMatch(/^ +3 /m);
    const answer: unknown = JSON.parse((await narashi('models', 'list', 'ねじ検査', '--json')).out);
    expect(answer).toMatchObject([{ id: 1, live: null, models: [{ runId: 2 }, { runId: 1, stage: 'draft' }] }]);
  });

  it('approves, shows who did, and rolls back', async () => {
    const { code, out } = await approve('1');
    expect(code).toBe(0);
    expect(out).toMatch(/robustness +not measured +at least 0\.700 +measure robustness first/);
    expect(out).toMatch(/escape +not passed +at most 10\.0 % +up to 81\.1 % \(2 of 5 = 40\.0 %\); at least 29 images/);
    expect(out).toMatch(/run 1 is now: approved\. It is live\./);
    expect((await approve('2')).out).toMatch(/run 2 is now: approved\. It is live\./);
    expect((await narashi('models')).out).toMatch(/ 2 {2}approved +live .*Sato/);
    expect((await narashi('models', 'rollback', '1', ...signed)).out).toMatch(/run 1 is live again/);
    expect(kinds()).toEqual([
      ...['model.moved', 'gates.overridden', 'model.approved'],
      ...['model.moved', 'gates.overridden', 'model.approved'],
      'model.rolled-back',
    ]);
  });

  it('says with its exit code whether the gates are passed', async () => {
    const unmet = await narashi('models', 'gates', '1');
    expect(unmet.code).toBe(1);
    expect(unmet.out).toMatch(/Not passed: 7\./);
    const off = [
      'minimumBalancedAccuracy',
      'maximumRegressions',
      'minimumRobustness',
      'maximumTaktShare',
      'maximumDisagreements',
    ];
    const sets = [...off.map((name) => `${name}=off`), 'maximumEscape=0.5', 'maximumOverkill=0.7', 'judgedBy=estimate'];
    const { out } = await narashi(
      'models',
      'settings',
      '1',
      ...sets.flatMap((set) => ['--set', set]),
      '--reason',
      'trial',
    );
    expect(out).toMatch(/maximumEscape = 0\.5 +escape, at most/);
    expect(out).toMatch(/maximumTaktShare = off/);
    const met = await narashi('models', 'gates', '1');
    expect(met.code).toBe(0);
    expect(met.out).toMatch(/overkill +passed +at most 70\.0 % +66\.7 % \(2 of 3\)/);
    await narashi('models', 'promote', '1', '--to', 'candidate');
    expect((await narashi('models', 'promote', '1', '--to', 'approved', ...signed)).code).toBe(0);
    expect(kinds()).toEqual(['gates.changed', 'model.moved', 'model.approved']);
  });

  const refused: readonly (readonly [string, readonly string[], string, number])[] = [
    ['a run of the command line', ['promote', '3', '--to', 'candidate'], 'registry.no-project', 2],
    ['a run that is not there', ['promote', '9', '--to', 'candidate'], 'store.run-not-found', 2],
    ['a stage that is not one', ['promote', '1', '--to', 'live'], 'cli.invalid-value', 2],
    ['to skip a stage', ['promote', '1', '--to', 'approved', ...signed], 'registry.not-allowed', 2],
    ['to retire without a name', ['promote', '1', '--to', 'retired', '--reason', 'x'], 'registry.unsigned', 2],
    ['to go back where nothing was', ['rollback', '1', ...signed], 'registry.nothing-former', 2],
    ['a project that is not there', ['rollback', '9', ...signed], 'projects.not-found', 1],
    ['a name of no project', ['list', 'ねじ'], 'cli.invalid-value', 2],
    ['gates of a run without a project', ['gates', '3'], 'registry.no-project', 2],
    ['a gate that is not one', ['settings', '1', '--set', 'minimumLuck=1'], 'cli.invalid-value', 2],
    ['a limit that is not one', ['settings', '1', '--set', 'maximumEscape=5'], 'cli.invalid-value', 2],
    ['a setting without a value', ['settings', '1', '--set', 'maximumEscape'], 'cli.invalid-value', 2],
  ];
  it.each(refused)('refuses %s', async (_, words, problem, exit) => {
    const { code, err } = await narashi('models', ...words);
    expect(err).toContain(problem);
    expect(code).toBe(exit);
    expect(kinds()).toEqual([]);
  });

  it('ends with exit code 1 where the gates keep a model from the line, and keeps the attempt', async () => {
    await narashi('models', 'promote', '1', '--to', 'candidate');
    const { code, out, err } = await narashi('models', 'promote', '1', '--to', 'approved', ...signed);
    expect(code).toBe(1);
    expect(out).toMatch(/parity|package judges as the app does/);
    expect(err).toContain('registry.gates-unmet');
    expect(kinds()).toEqual(['model.moved', 'model.refused']);
  });
});

describe('narashi golden', () => {
  const make = (...words: readonly string[]) => narashi('golden', 'make', '1', '--name', 'Limits', ...words);

  it('keeps versions of images, and shows them', async () => {
    const words = ['--image', '外観/000000.png', '--limit-ok', '外観/000001.png', '--limit-ng', '外観/000009.png'];
    expect((await make(...words, '--reason', 'first')).out).toMatch(/Version 1 of the golden set: 3 image/);
    expect((await make('--image', '外観/000004.png')).out).toMatch(/Version 2 of the golden set: 1 image/);
    expect((await narashi('golden', 'list', '1')).out).toMatch(/2 +Limits +1 .*\n +1 +Limits +3 .* first/);
    const { out } = await narashi('golden', 'show', '1', '1');
    expect(out).toMatch(/OK +外観\/000000\.png/);
    expect(out).toMatch(/OK +limit OK +外観\/000001\.png/);
    expect(out).toMatch(/NG +limit NG +外観\/000009\.png/);
    expect((await narashi('golden', 'show', '1')).out).toMatch(/NG +外観\/000004\.png/);
    expect(kinds()).toEqual(['golden.versioned', 'golden.versioned']);
  });

  const refused: readonly (readonly [string, readonly string[], string])[] = [
    [
      'an image that is not there',
      ['make', '1', '--name', 'x', '--image', 'nowhere.png'],
      'registry.golden-not-in-project',
    ],
    [
      'an image without label or mark',
      ['make', '1', '--name', 'x', '--image', '外観/000009.png'],
      'registry.golden-unlabelled',
    ],
    ['no images', ['make', '1', '--name', 'x'], 'registry.golden-empty'],
    ['no name', ['make', '1', '--name', ' ', '--image', '外観/000000.png'], 'cli.invalid-value'],
    ['to show what is not there', ['show', '1'], 'registry.no-golden-set'],
    ['to judge what is not there', ['judge', '1'], 'registry.no-golden-set'],
  ];
  it.each(refused)('refuses %s', async (_, words, problem) => {
    const { code, err } = await narashi('golden', ...words);
    expect(code).toBe(2);
    expect(err).toContain(problem);
    expect(kinds()).toEqual([]);
  });
});

describe('narashi audit', () => {
  it('verifies, and tells an end of the log that can be noted and asked for later', async () => {
    await approve('1');
    const { code, out } = await narashi('audit', 'verify');
    expect(code).toBe(0);
    expect(out).toMatch(/whole: 3 entries/);
    const head = /3:[0-9a-f]{64}/.exec(out)?.[0] ?? '';
    await approve('2');
    expect((await narashi('audit', 'verify', '--head', head)).code).toBe(0);
    const other = await narashi('audit', 'verify', '--head', `2${head.slice(1)}`);
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/not in it/)]);
    expect((await narashi('audit', 'verify', '--head', '3')).err).toContain('cli.invalid-value');
  });

  const broken: readonly (readonly [string, () => void, RegExp, RegExp])[] = [
    [
      'an entry changed',
      () => alter("UPDATE audit SET operator = 'x' WHERE sequence = 2"),
      /Entry 2 is not as it was written/,
      /記録2が書かれたときと異なります/,
    ],
    [
      'the tail cut off',
      () => alter('DELETE FROM audit WHERE sequence = 3'),
      /entry 3 and later ones are gone/,
      /記録3以降が切り取られています/,
    ],
    [
      'the head gone',
      () => rmSync(join(root, auditHeadName)),
      /head file \(audit\.head\) is gone/,
      /控え（audit\.head）がない/,
    ],
    [
      'the head changed',
      () => writeFileSync(join(root, auditHeadName), `${readFileSync(join(root, auditHeadName), 'utf8')} `),
      /was changed/,
      /書き換えられている/,
    ],
    [
      'a stage changed',
      () => alter('UPDATE model_moves SET run_id = 2 WHERE entry = 3'),
      /not as entry 3 says/,
      /記録3の内容と異なります/,
    ],
  ];
  it.each(broken)('ends with exit code 1 and says so in both languages: %s', async (_, change, en, ja) => {
    await approve('1');
    change();
    const { code, err } = await narashi('audit', 'verify');
    expect(code).toBe(1);
    expect(err).toMatch(en);
    expect(err).toMatch(ja);
    const { out } = await narashi('audit', 'verify', '--json');
    expect(JSON.parse(out)).toMatchObject({ finding: { fault: expect.any(String) }, exitCode: 1 });
  });

  it('lists, also as CSV and JSON', async () => {
    expect((await narashi('audit', 'list')).out).toMatch(/no entry yet/);
    await approve('1');
    const { out } = await narashi('audit', 'list');
    expect(out).toMatch(/1 .* stage of a model +run:1/);
    expect(out).toMatch(/3 .* model approved +run:1 +\{"approver":"Sato"/);
    const json: unknown = JSON.parse((await narashi('audit', 'list', '--json', '--limit', '2')).out);
    expect(json).toMatchObject([{ sequence: 2 }, { sequence: 3, kind: 'model.approved' }]);
    const { out: csv } = await narashi('audit', 'list', '--csv', '--kind', 'gates.overridden');
    const [header, row, ...rest] = csv.split('\r\n');
    expect(header).toBe('\u{feff}sequence,at,operator,kind,subject,data,previous,hash');
    expect(row).toMatch(/^2,\d{4}-.*,gates\.overridden,run:1,"\{""approver"":""Sato"".*[0-9a-f]{64},[0-9a-f]{64}$/);
    expect(rest).toEqual(['']);
  });

  it('keeps that a site key was made, and none is made that it cannot keep', async () => {
    const file = join(root, 'passphrase.txt');
    writeFileSync(file, 'long enough to be a passphrase');
    const make = () => narashi('key', 'make', '--site', 'Plant 1', '--passphrase-file', file);
    await narashi('models', 'promote', '1', '--to', 'candidate');
    const head = readFileSync(join(root, auditHeadName));
    rmSync(join(root, auditHeadName));
    expect((await make()).err).toContain('audit.head-differs');
    writeFileSync(join(root, auditHeadName), head);
    expect((await make()).code).toBe(0);
    const json: unknown = JSON.parse((await narashi('audit', 'list', '--json')).out);
    expect(json).toMatchObject([
      {},
      { kind: 'key.made', subject: expect.stringMatching(/^key:[0-9a-f]{16}$/), data: { site: 'Plant 1' } },
    ]);
  });

  it('goes on after a break only with a reason, and shows it from then on', async () => {
    await approve('1');
    rmSync(join(root, auditHeadName));
    expect((await narashi('models', 'promote', '2', '--to', 'candidate')).err).toContain('audit.head-differs');
    expect((await narashi('audit', 'continue', '--reason', ' ')).err).toContain('registry.unsigned');
    expect((await narashi('audit', 'continue', '--reason', 'new PC')).code).toBe(0);
    expect((await narashi('audit', 'continue', '--reason', 'again')).err).toContain('audit.fits');
    const { code, out } = await narashi('audit');
    expect(code).toBe(0);
    expect(out).toMatch(/whole: 4 entries/);
    expect(out).toMatch(/entry 4, .*log continued after a break .*"reason":"new PC"/);
  });
});

function alter(statement: string): void {
  const database = new Database(join(root, 'narashi.db'));
  database.pragma('foreign_keys = OFF');
  for (const trigger of ['audit_no_update', 'audit_no_delete', 'model_moves_no_update'])
    database.exec(`DROP TRIGGER ${trigger}`);
  database.exec(statement);
  database.close();
}
