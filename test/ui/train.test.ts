// The Train screen used: choices change the forecast, a start leads to the queue, runs are paused, stopped, put first, and
// curves of thousands of points stay live.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cardOf } from './support/backbones.ts';
import { curvePoints, gpu, pointAt, queued } from './support/trainer.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window;
beforeEach(async () => {
  window = await openWindow({ language: 'en' });
});
afterEach(() => window.close());

const train = '#/projects/1/train';

it('is used by keys alone: preset, method, start; the run is then watched', async () => {
  const { lab, page } = window;
  await window.open(train);
  await page.getByText('about 3 min').waitFor();
  await page.getByRole('radio', { name: 'Standard', exact: true }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('about 20 s').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('radio', { name: 'SAM', exact: true, checked: true }).waitFor();
  await page.getByText('about 35 s').waitFor();
  await page.getByRole('button', { name: 'Start training' }).press('Enter');
  await page.getByRole('heading', { name: 'Run 1' }).waitFor();
  expect(lab.trainer.state.started).toEqual([{ projectId: 1, preset: 'fast', method: 'sam', advanced: {} }]);
});

it('starts from a backbone, and says what of it is trained', async () => {
  const { lab, page } = window;
  const card = cardOf({ name: 'resnet18', stages: 4 });
  lab.backbones.added = [{ card, runs: 0 }];
  await window.open(train);
  await page.getByLabel('Start from').selectOption('resnet18');
  await page.getByText('Made for images of 224 px').waitFor();
  await page.getByRole('radio', { name: 'The last stages' }).check();
  await page.getByLabel('Stages', { exact: true }).selectOption('2');
  await page.getByText('Advanced settings').click();
  expect(await page.getByLabel('Network', { exact: true }).count()).toBe(0);
  await page.getByLabel('Layer-wise decay of the learning rate').fill('0.7');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', { name: 'Run 1' }).waitFor();
  const network = `backbone:${card.id}`;
  expect(lab.trainer.state.started[0]?.advanced).toEqual({ network, fineTune: 'last', lastStages: 2, layerDecay: 0.7 });
});

it('proposes the backbone in the box for few images, and trains a new network where that is wanted', async () => {
  const { lab, page } = window;
  const card = cardOf({ name: 'narashi-surface', origin: 'box' });
  lab.backbones.added = [{ card, runs: 0 }];
  lab.trainer.state.start = card.id;
  await window.open(train);
  await page.getByText('Proposed because there are few images').waitFor();
  await page.getByRole('radio', { name: 'A new last layer', checked: true }).waitFor();
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', { name: 'Run 1' }).waitFor();
  await page.getByRole('radio', { name: 'New training' }).check();
  await page.getByLabel('Start from').selectOption('A new network (by the preset)');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', { name: 'Run 2' }).waitFor();
  expect(lab.trainer.state.started.map(({ advanced }) => advanced)).toEqual([{ network: `backbone:${card.id}` }, {}]);
});

it('takes advanced settings only where they are right, and forgets them on request', async () => {
  const { lab, page } = window;
  await window.open(train);
  await page.getByText('Advanced settings').click();
  const size = page.getByLabel('Image size (px)');
  await size.fill('8');
  await page.getByText('Enter a number from 16 to 1024.').waitFor();
  expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
  await size.fill('１２８');
  await page.getByLabel('Network').selectOption('base');
  await page.getByText('2 changed').waitFor();
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', { name: 'Run 1' }).waitFor();
  expect(lab.trainer.state.started[0]?.advanced).toEqual({ size: 128, network: 'base' });
  await page.getByRole('radio', { name: 'New training' }).check();
  await page.getByText('Advanced settings').click();
  await size.fill('100');
  await page.getByRole('button', { name: 'Back to automatic' }).click();
  expect(await size.inputValue()).toBe('');
});

it('says loudly that it is the CPU, and names the GPU where there is one', async () => {
  const { lab, page } = window;
  await window.open(train);
  await page.getByText('No GPU is used').waitFor();
  lab.trainer.state.device = gpu;
  await window.open(train);
  await page.getByText('Training runs on NVIDIA RTX A2000').waitFor();
  expect(await page.getByText('No GPU is used').count()).toBe(0);
});

it('says what to do where nothing can be trained, and what forbids a start', async () => {
  const { lab, page } = window;
  lab.trainer.state.images = { train: 0, validation: 0, test: 0 };
  await window.open(train);
  await page.getByRole('link', { name: 'Go to Images' }).click();
  await page.waitForURL(/#\/projects\/1\/images/);
  lab.trainer.state.images = { train: 10, validation: 0, test: 0 };
  lab.trainer.state.errors = [{ code: 'services.no-test-images', data: {} }];
  await window.open(train);
  await page.getByText('This must be put right before starting').waitFor();
  expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
});

it('pauses, resumes, puts first and stops; stopping asks first', async () => {
  const { lab, page } = window;
  const { state } = lab.trainer;
  state.runs = [
    queued(4, { status: 'running', phase: 'training', epoch: 9, secondsLeft: 600 }),
    queued(5),
    queued(6, { method: 'sgd' }),
  ];
  await window.open(train);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused').first().waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: /^Run 6/ }).click();
  await page.getByRole('button', { name: 'Train next' }).click();
  await expect.poll(() => state.runs[0]?.runId).toBe(6);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Keep training' }).click();
  expect(state.runs[0]?.status).toBe('queued');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await expect.poll(() => state.runs.find(({ runId }) => runId === 6)?.status).toBe('stopped');
});

it('leads to the results once a run is done, and says why one failed', async () => {
  const { lab, page } = window;
  lab.trainer.state.runs = [queued(4, { status: 'running', phase: 'training', epoch: 39, secondsLeft: 3 })];
  await window.open(train);
  await page.getByText('done in a moment').first().waitFor();
  lab.trainer.change(4, { status: 'done', phase: 'ended', epoch: 40 });
  const link = page.getByRole('link', { name: 'See the results' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('#/projects/1/results?run=4');
  lab.trainer.state.runs = [
    queued(5, {
      status: 'failed',
      phase: 'ended',
      failure: { code: 'train.diverged', message: 'It became unstable.' },
    }),
  ];
  await window.open(`${train}?view=queue`);
  await page.getByText('It became unstable.').waitFor();
});

it('draws 20,000 points and goes on drawing while events come in, without holding up the page', async () => {
  const { lab, page } = window;
  lab.trainer.state.runs = [queued(4, { status: 'running', phase: 'training', epoch: 9, secondsLeft: 600 })];
  lab.trainer.state.curves.set(4, curvePoints(20_000, 40).slice(0, 19_000));
  await window.open(train);
  await page.locator('canvas').nth(3).waitFor();
  const pauses = await page.evaluate(async () => {
    // Between looks at the clock, ms: how long the page did not answer.
    const found: number[] = [];
    const end = performance.now() + 2_000;
    for (let last = performance.now(); last < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      found.push(performance.now() - last);
      last = performance.now();
    }
    return found;
  });
  expect(pauses.length).toBeGreaterThan(20);
  expect(Math.max(...pauses)).toBeLessThan(500);
  for (let index = 19_000; index < 19_600; index++) {
    lab.trainer.addPoint(4, pointAt(index, 20_000, 40));
    if (index % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await expect.poll(() => page.locator('figure p').first().textContent()).toMatch(/Epoch 39/);
  await page.locator('summary').first().click();
  await expect.poll(() => page.locator('figure tbody tr').count()).toBe(50);
});
