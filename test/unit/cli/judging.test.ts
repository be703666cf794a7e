// narashi rule, trust and slices over a run that is done: what they say, what they answer, and that only --use changes anything.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { narashi as anywhere } from '../../support/command-line.ts';
import { finished } from '../services/finished-run.ts';
import { temporaryFolder } from '../store/fixture.ts';

let root = '';
beforeEach(async () => {
  root = join(temporaryFolder(), 'workspace');
  const workspace = openWorkspace(root);
  await finished({ context: { workspace } }, null);
  workspace.close();
});

const narashi = (...words: readonly string[]) => anywhere(...words, '--workspace', root);

function kept() {
  const workspace = openWorkspace(root);
  const found = workspace.store.decisionRules.latest(1);
  const log = workspace.store.activity.list({ limit: 9 }).map(({ kind }) => kind);
  workspace.close();
  return { rule: found?.kept?.rule, aims: found?.kept?.aims, log };
}

describe('narashi rule', () => {
  it('recommends, and changes nothing', async () => {
    const { code, out } = await narashi('rule', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/Run 1: OK below [\d.]+, NG from [\d.]+/);
    expect(out).toMatch(/Chosen on the test images themselves/);
    expect(out).toMatch(/--use puts it in force/);
    expect(kept()).toEqual({ rule: undefined, aims: undefined, log: [] });
  });

  it('puts a given rule in force with what it was given for, and takes it away', async () => {
    const limits = ['--max-escape', '1.5', '--defects', '2', '--review-cost', '9'];
    const { out } = await narashi('rule', '1', '--ok-below', '0.2', '--ng-from', '0.7', ...limits, '--use');
    expect(out).toMatch(/escape +0\/5 = 0 % .*2\/5 = 40.0 %/);
    expect(out).toMatch(/cannot prove the limit of 1.5 %: up to 45.1 %/);
    expect(kept()).toMatchObject({
      rule: { okBelow: 0.2, ngFrom: 0.7, unlikeFrom: null },
      aims: { maximumEscape: 0.015, defectShare: 0.02, reviewCostYen: 9 },
      log: ['rule.set'],
    });
    await narashi('rule', '1', '--clear');
    expect(kept()).toMatchObject({ rule: undefined, log: ['rule.cleared', 'rule.set'] });
  });

  it('answers as JSON', async () => {
    const answer: unknown = JSON.parse((await narashi('rule', '1', '--ng-from', '0.5', '--json')).out);
    expect(answer).toMatchObject({
      run: 1,
      rule: { okBelow: 0.5, ngFrom: 0.5 },
      outcome: { escape: { count: 2, total: 5 }, overkill: { count: 2, total: 3 }, review: 0 },
      used: false,
    });
  });

  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['a band upside down', ['1', '--ok-below', '0.5', '--ng-from', '0.4'], 'cli.invalid-value'],
    ['a score above 1', ['1', '--ng-from', '1.5'], 'cli.invalid-value'],
    ['a share above all', ['1', '--max-review', '101'], 'cli.invalid-value'],
    ['no number', ['1', '--escape-cost', 'dear'], 'cli.invalid-value'],
    ['a run that is not there', ['7'], 'store.run-not-found'],
  ];
  it.each(refused)('refuses %s', async (_, words, problem) => {
    const { code, err } = await narashi('rule', ...words);
    expect(code).not.toBe(0);
    expect(err).toContain(problem);
    expect(kept().log).toEqual([]);
  });
});

it('narashi trust tells how often each probability was right', async () => {
  const { code, out } = await narashi('trust', '1');
  expect(code).toBe(0);
  expect(out).toMatch(/Run 1, 8 test images/);
  expect(out).toMatch(/Mean gap \(ECE\) \d/);
  expect(out).toMatch(/fewer than 30 validation images/);
});

it('narashi explain refuses an image that the run was not tested on', async () => {
  const file = join(temporaryFolder(), 'part.png');
  await writeFile(file, 'never seen');
  const { code, err } = await narashi('explain', '1', file);
  expect(code).not.toBe(0);
  expect(err).toContain('judging.not-tested');
});

it('narashi slices tells the figures by lot', async () => {
  const { code, out } = await narashi('slices', '1');
  expect(code).toBe(0);
  expect(out).toMatch(/lot +images/);
  expect(out).toMatch(/too few images/);
});
