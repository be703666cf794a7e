// History, Settings and the guide used: search, resume, the log by day, self-test, backup, restore that asks first.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lineOf } from './support/archive.ts';
import { queued } from './support/trainer.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
beforeEach(async () => {
  window = await openWindow({ language: 'en' });
});
afterEach(() => window.close());

it('finds trainings by text and state, leads to results, resumes what was stopped', async () => {
  const { lab, page } = window;
  const [first, second] = lab.archive.finished;
  if (!first || !second) throw new Error('no finished runs');
  lab.archive.lines = [
    { ...lineOf(second.report), id: 9, status: 'stopped' },
    { ...lineOf(second.report), note: 'new lighting' },
    lineOf(first.report),
  ];
  lab.trainer.state.runs = [queued(9, { status: 'stopped', phase: 'ended' })];
  await window.open('#/history');
  const rows = page.locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByLabel('Search trainings').fill('lighting');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.getByRole('link', { name: /^Results/ }).getAttribute('href')).toBe('#/projects/1/results?run=2');
  await page.getByLabel('Search trainings').fill('nothing like it');
  await page.getByText('No training fits the search.').waitFor();
  await page.getByLabel('Search trainings').fill('');
  await page.getByLabel('State').selectOption('stopped');
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole('button', { name: /^Resume/ }).click();
  await page.getByText('Run 9 is in the queue again.').waitFor();
  expect(lab.trainer.state.runs[0]?.status).toBe('queued');
});

it('reads the log page by page and hears of what is done now', async () => {
  const { lab, page } = window;
  const [sample] = lab.archive.sampleActivity;
  if (!sample) throw new Error('no entry');
  const at = (index: number) => new Date(Date.UTC(2026, 10, 24) - index * 3_600_000).toISOString();
  lab.archive.activity = Array.from({ length: 150 }, (_, index) => ({ ...sample, id: 150 - index, at: at(index) }));
  await window.open('#/history?view=activity');
  const entries = page.locator('li time');
  await expect.poll(() => entries.count()).toBe(100);
  await page.getByRole('button', { name: 'Show older entries' }).click();
  await expect.poll(() => entries.count()).toBe(150);
  expect(await page.locator('section h2').count()).toBeGreaterThan(5);
  expect(await page.getByRole('button', { name: 'Show older entries' }).count()).toBe(0);
  lab.stage.emit.history('added', {
    ...sample,
    id: 151,
    at: new Date().toISOString(),
    kind: 'images.imported',
    data: { source: 'lot 7', images: 12 },
  });
  await page.getByText('12 image(s) were imported from lot 7.').waitFor();
  await page.getByRole('heading', { name: /^Today/ }).waitFor();
});

it('switches language and theme, and keeps the name of the operator', async () => {
  const { lab, page } = window;
  await window.open('#/settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await page.getByLabel('Your name').fill('佐藤');
  await page.getByRole('button', { name: 'Keep the name' }).click();
  await page.getByText('Name kept.').waitFor();
  await page.locator('main').getByRole('radio', { name: '日本語' }).check();
  await page.getByRole('heading', { name: '設定' }).waitFor();
  expect(lab.office.settings).toEqual({ language: 'ja', theme: 'dark', operator: '佐藤' });
});

it.each([
  ['agrees', 'is 1.83 times as fast'],
  ['no-blocks', 'this processor has no faster one'],
  ['differs', 'difference 2.4e-7'],
  ['slower', 'The plain way of computing is faster'],
  ['failed', 'did not run'],
] as const)('puts the self-test %s in plain words', async (reason, words) => {
  const { lab, page } = window;
  lab.office.selfTest = reason;
  await window.open('#/settings');
  await page.getByRole('button', { name: 'Test this PC' }).click();
  await page.getByText('This PC is ready to train').waitFor();
  await page.locator('main').getByText(words).waitFor();
});

it('backs up with progress, which goes on while another screen is shown, and can be stopped', async () => {
  const { lab, page } = window;
  lab.office.pace = 150;
  await window.open('#/settings');
  await page.getByRole('button', { name: 'Download a backup' }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText(/Backup written: narashi-2026-11-25\.zip \(398\.0 MB\)/).waitFor();
  await page.getByRole('button', { name: 'Download a backup' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('The backup was stopped.').waitFor();
});

it('restores only after a question that says what is lost', async () => {
  const { lab, page } = window;
  await window.open('#/settings');
  const file = { name: 'narashi-2026-11-01.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') };
  const pick = async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Restore a backup' }).click();
    await (await chooser).setFiles(file);
    await page.getByRole('heading', { name: 'Replace everything in this workspace?' }).waitFor();
  };
  await pick();
  await page.getByRole('button', { name: 'Keep the present workspace' }).click();
  expect(lab.office.restored).toEqual([]);
  await pick();
  await page.getByText('Everything now in the workspace is replaced by the backup.').waitFor();
  await page.getByRole('button', { name: 'Replace everything' }).click();
  await expect.poll(() => lab.office.restored.length).toBe(1);
});

it('lists the licences of what is inside, with their texts', async () => {
  const { page } = window;
  await window.open('#/settings');
  await page.getByText('Licences of what Narashi is built from').click();
  const svelte = page.getByText(/^svelte \d.* · MIT$/);
  await svelte.click();
  await page.locator('li', { has: svelte }).getByText('Permission is hereby granted, free of charge').waitFor();
  for (const name of ['onnxruntime-node', 'better-sqlite3', 'sharp', 'zod', 'uplot', 'electron']) {
    expect(await page.getByText(new RegExp(`^${name} \\d`)).count()).toBe(1);
  }
});

it('shows the guide in either language, section by section, without any network', async () => {
  const { lab, page, complaints } = window;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await window.open('#/guide');
  await page.getByRole('link', { name: 'operator’s guide' }).click();
  await page.getByRole('link', { name: 'When something is wrong' }).click();
  await expect.poll(() => page.getByRole('heading', { name: 'When something is wrong' }).isVisible()).toBe(true);
  const top = await page.getByRole('heading', { name: 'When something is wrong' }).boundingBox();
  expect(top && top.y >= 0 && top.y < 768).toBe(true);
  lab.office.change({ language: 'ja' });
  await page.getByText('操作の手引き').first().waitFor();
  expect(new Set(asked)).toEqual(new Set([new URL(lab.stage.url).origin]));
  expect(complaints).toEqual([]);
});
