// The whole way as a new user goes it: first start, sample, training, results, export, and a model that judges new parts.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { z } from 'zod';
import { mainHash, projectHash } from '../../../../renderer/router/routes.ts';
import type { Language } from '../../../../shared/contract/errors/index.ts';
import { unzip } from '../../../support/unzip.ts';
import { openApp } from './app.ts';
import { lookAt } from './looks.ts';
import { answerTime, callTimes, firstLook, middle, note, spread } from './measure.ts';
import { makeNewParts } from './pictures.ts';
import { presentEpoch, reachEpoch, startTraining } from './training.ts';
import type { Visitor } from './visitor.ts';

const run = promisify(execFile);
const command = join(import.meta.dirname, '../../../../main/cli/narashi.js');
const judged = z.object({ images: z.array(z.object({ verdict: z.enum(['OK', 'NG']) })) });
/** The sample is the first project. */
const projectId = 1;
const epochs = 36;

export async function journey(language: Language): Promise<void> {
  const app = await openApp(language);
  const { visitor, scratch } = app;
  const objections: string[] = [];
  const look = async (name: string) => objections.push(...(await lookAt(visitor, name)));
  try {
    const { page, words, button, link } = visitor;
    const { firstPaint, interactive } = await firstLook(page, 'main button');
    await note(`${language}: first paint`, `${firstPaint.toFixed(0)} ms`);
    await note(`${language}: interactive`, `${interactive.toFixed(0)} ms`);
    await look('welcome');

    await page.getByRole('button', { name: words.projects('first.sample') }).click();
    await page.waitForURL(/#\/projects\/1\/images/, { timeout: 60_000 });
    await page.locator('[role=option] img').first().waitFor();
    await look('images');

    await link(words.images('images.next')).click();
    await page.getByText(words.train('forecast.energy'), { exact: true }).waitFor({ timeout: 60_000 });
    await look('train');
    await startTraining(visitor, epochs);
    await visitor.aside(() => watchTraining(visitor, look));

    await link(words.train('run.results')).click({ timeout: 240_000 });
    await page.getByRole('table').first().waitFor();
    await look('results');
    await visitor.aside(() => studyResults(visitor, look));

    await link(words.results('results.to-export')).click();
    await page.getByText(words.export('passed.title')).waitFor({ timeout: 60_000 });
    await look('export');
    const downloading = page.waitForEvent('download');
    await button(words.export('save.download')).click();
    const download = await downloading;
    const clicks = await visitor.clicks();
    await note(`${language}: clicks from the first start to the model`, `${clicks.length}: ${clicks.join(' → ')}`);
    expect(clicks.length).toBeLessThan(10);

    await judgeNewParts(await download.path(), scratch);
    await lookAround(visitor, look);
    expect(objections).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  } finally {
    await app.close();
  }
}

type Look = (name: string) => Promise<unknown>;

/** The curves grow; paused it stays where it is, resumed it goes on from there; the app answers meanwhile. */
async function watchTraining(visitor: Visitor, look: Look): Promise<void> {
  const { page, words, button, language } = visitor;
  const { train } = words;
  await page.locator('figure canvas').first().waitFor({ timeout: 60_000 });
  await reachEpoch(visitor, 2);
  expect(await page.locator('figure').count()).toBe(4);
  const curves = () => page.locator('main figure').allTextContents();
  const early = await curves();
  await expect.poll(curves).not.toEqual(early);

  await button(train('run.pause')).click();
  await page.getByText(train('phase.paused')).first().waitFor();
  const paused = await presentEpoch(visitor);
  await page.waitForTimeout(1_000);
  expect(await presentEpoch(visitor)).toBe(paused);
  await button(train('run.resume')).click();
  await reachEpoch(visitor, paused + 1);

  const answers: number[] = [];
  for (let round = 0; round < 6; round++) {
    answers.push(await answerTime(page.locator(`nav a[href="${mainHash('history')}"]`), 'main tbody tr'));
    answers.push(await answerTime(page.locator(`nav a[href="${mainHash('projects')}"]`), 'main article'));
  }
  const beside = await visitor.services();
  const { clients } = beside.api;
  const ids = Array.from({ length: 100 }, (_, index) => index + 1);
  const calls = await callTimes(60, () => clients.images.rows({ projectId, ids }));
  const queue = await clients.training.queue({});
  beside.api.close();
  expect(queue.map(({ status }) => status)).toEqual(['running']);
  await note(`${language}: click to rendered screen while training`, spread(answers));
  await note(`${language}: call of a service while training`, spread(calls));
  expect(middle(answers)).toBeLessThan(500);
  expect(middle(calls)).toBeLessThan(100);
  await visitor.open(projectHash(projectId, 'train'));
  await reachEpoch(visitor, epochs / 2);
  await look('progress');
}

/** A number of the table opens its images, the rule moves, and every view is looked at. */
async function studyResults({ page, words }: Visitor, look: Look): Promise<void> {
  const { results } = words;
  const tab = (name: 'mistakes' | 'rule' | 'trust' | 'compare' | 'course') =>
    page.getByRole('tab', { name: results(`tabs.${name}`) }).click();
  const cell = page.locator('table td button').first();
  const expected = Number((await cell.textContent())?.replace(/\D/g, ''));
  await cell.click();
  await expect.poll(() => page.getByRole('dialog').locator('img').count()).toBe(expected);
  await look('cell');
  await page.keyboard.press('Escape');

  await tab('rule');
  const slider = page.getByRole('slider').first();
  const before = await slider.inputValue();
  await slider.press('ArrowRight');
  await slider.press('ArrowRight');
  expect(await slider.inputValue()).not.toBe(before);
  await look('rule');
  for (const name of ['trust', 'mistakes', 'compare', 'course'] as const) {
    await tab(name);
    await look(name);
  }
}

/** The downloaded file judges parts that it has never seen, by the command line alone. */
async function judgeNewParts(download: string, scratch: string): Promise<void> {
  const folder = join(scratch, 'model');
  await unzip(download, folder);
  const files = await readdir(folder);
  expect(files.map((name) => name.replace(/.*\./, '')).sort()).toEqual(['json', 'onnx']);
  const model = join(folder, files.find((name) => name.endsWith('.onnx')) ?? '');
  await makeNewParts(join(scratch, 'OK'), ['OK'], 10);
  await makeNewParts(join(scratch, 'NG'), ['scratch', 'stain'], 10);
  for (const [verdict, least] of [
    ['OK', 7],
    ['NG', 14],
  ] as const) {
    const { stdout } = await run(process.execPath, [command, 'predict', model, join(scratch, verdict), '--json']);
    const right = judged.parse(JSON.parse(stdout)).images.filter((image) => image.verdict === verdict);
    await note(`new ${verdict} parts judged right`, `${right.length} of ${verdict === 'OK' ? 10 : 20}`);
    expect(right.length, `${verdict} judged right`).toBeGreaterThanOrEqual(least);
  }
}

/** The screens around the projects know of what was done. */
async function lookAround({ page, words, link }: Visitor, look: Look): Promise<void> {
  const { shell, history } = words;
  await link(shell('screen.history')).click();
  await page.getByRole('row', { name: new RegExp(words.runs('status.done')) }).waitFor();
  await look('history');
  await page.getByRole('tab', { name: history('tabs.activity') }).click();
  await page.getByText(history('entry.run.done', { run: 1 })).waitFor();
  await look('activity');
  await link(shell('screen.projects')).click();
  await page.locator('main article').first().waitFor();
  await look('projects');
  await link(shell('screen.guide')).click();
  await page.locator('main article').waitFor();
  await look('guide');
  await link(shell('screen.settings')).click();
  await page.getByRole('heading', { name: words.settings('device.title') }).waitFor();
  await look('settings');
}
