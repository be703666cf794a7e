// The Models screen used: a model taken to the line by name and reason, past its gates and back; golden set; audit log.
import { afterEach, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { goldenImage } from './support/registry.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
afterEach(() => window.close());

const models = '#/projects/1/models';
const set = {
  name: '限度見本',
  reason: '初版',
  images: [1, 7, 8].map((id) => goldenImage(id, id === 8 ? 'limit-ng' : null)),
};

it('takes a model to the line: candidate at once, approval with name and reason', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.registry.isGood = true;
  await window.open(models);
  await page.getByText('All gates are passed.').waitFor();
  await page.getByRole('row', { name: /escape passed at most 10\.0 % up to 4\.9 % \(0 of 60 = 0 %\)/ }).waitFor();
  await page.getByRole('button', { name: 'Make it a candidate' }).click();
  await page.getByText('The model of run 3 is now: candidate.').waitFor();
  await page.getByRole('button', { name: 'Approve and put on the line' }).click();
  const dialog = page.getByRole('dialog');
  const approve = dialog.getByRole('button', { name: 'Approve and put on the line' });
  expect(await approve.isDisabled()).toBe(true);
  expect(await dialog.getByLabel('Why the gates are passed over').count()).toBe(0);
  await dialog.getByLabel('Who decides').fill('T. Sato');
  await dialog.getByLabel('Reason').fill('meeting of 3 May');
  await approve.click();
  await page.getByText('Model of run 3', { exact: true }).waitFor();
  await page.getByText(/approved by T\. Sato, .*: meeting of 3 May/).waitFor();
  expect(lab.registry.audit.map(({ kind }) => kind)).toEqual(['model.moved', 'model.approved']);
  expect(lab.stage.failures).toEqual([]);
});

it('approves past gates that have not passed only with a reason of its own, and goes back with one click and a name', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.office.change({ operator: 'Suzuki' });
  for (const runId of [1, 2]) {
    const line = { at: '2026-11-24T04:00:00.000Z', operator: '', approver: 'Sato', reason: 'good' };
    lab.registry.moves.push({ runId, move: 'approve', ...line });
  }
  await window.open(models);
  await page.getByText('Gates not passed: 6.').waitFor();
  await page.getByText('make a golden set first').waitFor();
  await page.getByText('up to 22.1 % (0 of 12 = 0 %); at least 29 images are needed to prove it').waitFor();
  await page.getByRole('button', { name: 'Make it a candidate' }).click();
  await page.getByRole('button', { name: 'Approve and put on the line' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Who decides').inputValue()).toBe('Suzuki');
  await dialog.getByLabel('Reason').fill('trial');
  const approve = dialog.getByRole('button', { name: 'Approve and put on the line' });
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByLabel('Why the gates are passed over').fill('trial line only');
  await approve.click();
  await page.getByText('Model of run 3', { exact: true }).waitFor();
  expect(lab.registry.audit.slice(-2)).toMatchObject([
    { kind: 'gates.overridden', data: { approver: 'Suzuki', reason: 'trial line only' } },
    { kind: 'model.approved', data: { reason: 'trial' } },
  ]);
  await page.getByRole('button', { name: 'Back to run 2' }).click();
  await dialog.getByLabel('Reason').fill('more overkill');
  await dialog.getByRole('button', { name: 'Back to the former model' }).click();
  await page.getByText('The model of run 2 is live again.').waitFor();
  await page.getByRole('button', { name: 'Back to run 1' }).waitFor();
  await page.getByRole('row', { name: /^Show run 2 approved live/ }).waitFor();
});

it('changes gates, each on or off with its limit', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(models);
  await page.getByRole('button', { name: 'Change the gates' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Escape, at most', { exact: true }).fill('5');
  await dialog.getByRole('checkbox', { name: 'Ask for: Robustness score, at least' }).press('Space');
  await dialog.getByRole('radio', { name: 'what was found' }).press('Space');
  await dialog.getByLabel('Why they are changed').fill('customer');
  await dialog.getByRole('button', { name: 'Use these gates' }).click();
  await page.getByText('The gates were changed.').waitFor();
  expect(lab.registry).toMatchObject({
    settings: { maximumEscape: 0.05, minimumRobustness: null, judgedBy: 'estimate', maximumOverkill: 0.1 },
    reason: 'customer',
  });
  await page.getByRole('row', { name: /escape passed at most 5\.0 % 0 % \(0 of 12\)/ }).waitFor();
  expect(await page.getByRole('row', { name: /^robustness/ }).count()).toBe(0);
});

it('keeps a golden set, has it judged, and shows where a model falls behind', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(`${models}?view=golden`);
  await page.getByText('No golden set yet').waitFor();
  await page.getByRole('button', { name: 'New version' }).click();
  const dialog = page.getByRole('dialog');
  for (const place of ['0000', '0006', '0007'])
    await dialog.getByRole('button', { name: `2026-11-20/${place}.png`, exact: true }).click();
  await dialog.getByText('Chosen: 3').waitFor();
  await dialog.getByLabel('How 2026-11-20/0000.png is to be judged').selectOption({ label: 'limit OK' });
  await dialog.getByRole('button', { name: 'Take away 2026-11-20/0006.png' }).click();
  await dialog.getByLabel('Name').fill('Limits');
  await dialog.getByRole('button', { name: 'Keep as a new version' }).click();
  await page.getByText('Version 1 of the golden set was kept.').waitFor();
  await page.getByText('limit OK').waitFor();
  expect(lab.registry.golden[0]?.images.map(({ verdict, mark }) => [verdict, mark])).toEqual([
    ['OK', 'limit-ok'],
    ['NG', null],
  ]);
  await page.getByLabel('Judged by').selectOption({ label: 'Run 3' });
  await page.getByText('This model has not judged this version.').waitFor();

  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Judge the golden set' }).click();
  await page.getByRole('row', { name: /golden set: worse than the live model passed/ }).waitFor();
  await page.getByRole('tab', { name: 'Golden set' }).click();
  await page.getByLabel('Judged by').selectOption({ label: 'Run 3' });
  await page.getByText('Escapes 1, overkills 0, to a person 0. Worse than the live model: 1.').waitFor();
  await page.getByText('1 of these images were learned from').waitFor();
  await page.getByText('worse than the live model', { exact: true }).waitFor();
  expect(lab.stage.failures).toEqual([]);
});

it('verifies the audit log, shows it page by page, and goes on after a break only with a reason', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.registry.older = 70;
  await window.open(`${models}?view=audit`);
  await page.getByRole('row', { name: /^70 .*rule of decision set run:1/ }).waitFor();
  expect(await page.getByRole('row', { name: /^20 / }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show older entries' }).click();
  await page.getByRole('row', { name: /^20 / }).waitFor();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText('The log is whole: 70 entries').waitFor();
  await page.getByText(/End of the log: 70:[0-9a-f]{64}/).waitFor();

  lab.registry.finding = { fault: 'changed', sequence: 7 };
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText('Entry 7 is not as it was written.').waitFor();
  expect(await page.getByRole('button', { name: 'Go on with a reason' }).count()).toBe(0);
  lab.registry.finding = { fault: 'head-missing', sequence: 70 };
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText('The head file (audit.head) is gone').waitFor();
  await page.getByRole('button', { name: 'Go on with a reason' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('new PC');
  await page.getByRole('dialog').getByRole('button', { name: 'Go on with a reason' }).click();
  await page.getByText('The log is whole: 71 entries').waitFor();
  await page.getByText(/goes on from another end: log continued after a break/).waitFor();
  await page.getByRole('row', { name: /^71 .*reason: new PC/ }).waitFor();
});

it('warns where the file on the line is not the one that was approved', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  const line = { at: '2026-11-24T04:00:00.000Z', operator: '', approver: 'Sato', reason: 'good' };
  lab.registry.moves.push({ runId: 1, move: 'approve', ...line });
  lab.registry.isUnaltered = false;
  await window.open(models);
  await page.getByRole('alert').getByText('is not the one that was approved').waitFor();
});

it.each([
  ['models', '', 'tbody tr'],
  ['approval', '', 'tbody tr'],
  ['gates', '', 'tbody tr'],
  ['golden', '?view=golden', 'li img'],
  ['new golden set', '?view=golden', 'li img'],
  ['audit', '?view=audit', 'tbody tr'],
] as const)('%s is clean, fits, and speaks one language', async (name, query, awaited) => {
  window = await openWindow();
  const { lab, page } = window;
  lab.registry.golden.push(set);
  lab.registry.judged.push(3);
  lab.registry.older = 3;
  const line = { at: '2026-11-24T04:00:00.000Z', operator: '', approver: 'Sato', reason: 'good' };
  for (const runId of [1, 2]) lab.registry.moves.push({ runId, move: 'approve', ...line });
  lab.registry.moves.push({ runId: 3, move: 'nominate', ...line, approver: '', reason: '' });
  await window.open(models + query);
  await page.locator(awaited).first().waitFor();
  if (name === 'approval') await page.locator('.steps button.primary').click();
  if (name === 'gates') await page.locator('main header button').last().click();
  if (name === 'new golden set') await page.locator('.golden .row button').last().click();
  if (name === 'golden') await page.locator('select').last().selectOption({ value: '3' });
  if (name === 'audit') {
    await page.locator('button.primary').click();
    await page.locator('.notice').first().waitFor();
  }
  expect(await findings(window, { own: /旋盤加工品の外観|キズ|汚れ|限度見本|初版|佐藤/g })).toEqual([]);
});
