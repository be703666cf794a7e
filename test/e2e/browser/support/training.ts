// Steps through the Train screen that several tests take.
import type { Visitor } from './visitor.ts';

/** Starts a training with the fast preset; `epochs` where it has to be shorter or longer than usual. */
export async function startTraining(visitor: Visitor, epochs?: number): Promise<void> {
  const { page, words, button } = visitor;
  const { train } = words;
  await page.getByRole('radio', { name: train('preset.fast') }).check();
  if (epochs !== undefined) {
    await visitor.aside(() => page.getByText(train('advanced.title')).click());
    await page.getByLabel(train('field.epochs'), { exact: true }).fill(String(epochs));
  }
  await button(train('start.action')).click();
}

/** The number behind `epoch 3 of 24` on the Train screen; 0 before the first. */
export async function presentEpoch({ page, words }: Visitor): Promise<number> {
  const pattern = words.train('progress.epoch', { epoch: '(\\d+)', epochs: '\\d+' });
  const text = await page.locator('main').textContent();
  return Number(new RegExp(pattern).exec(text ?? '')?.[1] ?? 0);
}

/** Waits until an epoch is reached, or the training has ended. */
export async function reachEpoch(visitor: Visitor, epoch: number): Promise<void> {
  const deadline = Date.now() + 180_000;
  const results = visitor.link(visitor.words.train('run.results'));
  while ((await presentEpoch(visitor)) < epoch && !(await results.isVisible())) {
    if (Date.now() > deadline)
      throw new Error(`Epoch ${epoch} is not reached: ${await visitor.page.locator('main').textContent()}`);
    await visitor.page.waitForTimeout(100);
  }
}
