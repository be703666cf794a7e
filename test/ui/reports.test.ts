// The report for approval on the Trials screen: filled in, looked at, made, saved; remembered next time.
import { afterEach, expect, it } from 'vitest';
import { findings } from './support/looks.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
afterEach(() => window.close());

const result = '#/projects/1/trials?trial=3&view=result';

it('follows the form, is made and saved, and remembers from whom and to whom', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  await window.open(result);
  await page.getByRole('button', { name: 'Report for approval' }).press('Enter');
  await page.getByLabel('To', { exact: true }).fill('Plant manager');
  await page.getByLabel('Prepared by').fill('T. Sato');
  await page.getByLabel('What is asked for').fill('A <b>change</b> of method.');
  const paper = page.getByRole('region', { name: 'The page as it will be' });
  await paper.getByText('A <b>change</b> of method.').waitFor();
  await paper.getByText('To: Plant manager').waitFor();
  expect(lab.reports.previews.at(-1)).toMatchObject({ trialId: 3, language: 'en', author: 'T. Sato' });
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page.getByText('Report 1 was made').waitFor();
  await page.getByRole('button', { name: 'Save report 1 as PDF' }).click();
  await page.getByText('上申書-1.pdf').waitFor();
  expect(lab.reports.saved).toEqual(['1 pdf']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Report for approval' }).click();
  await page.getByText('To: Plant manager').waitFor();
  expect(await page.getByLabel('What is asked for').inputValue()).toBe('');
});

it('says what to do where this PC cannot print', async () => {
  window = await openWindow({ language: 'en' });
  const { lab, page } = window;
  lab.reports.withoutPdf = { code: 'reports.no-printer', data: {} };
  await window.open(result);
  await page.getByRole('button', { name: 'Report for approval' }).click();
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page.getByText('Open the HTML file in any browser').waitFor();
  expect(await page.getByRole('button', { name: /as PDF/ }).count()).toBe(0);
});

it('is clean and fits', async () => {
  window = await openWindow();
  const { page } = window;
  await window.open(result);
  await page.getByRole('button', { name: '上申書を作る' }).click();
  await page.locator('.paper .front').waitFor();
  expect(await findings(window)).toEqual([]);
});
