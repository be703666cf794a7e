// What happens to a training when its window is loaded anew, and when the whole program ends or is killed.
import { afterAll, expect, it } from 'vitest';
import { projectHash } from '../../../renderer/router/routes.ts';
import { closeBrowser, openApp } from './support/app.ts';
import { presentEpoch, reachEpoch, startTraining } from './support/training.ts';

afterAll(closeBrowser);

it('goes on through a reload, an orderly end and a kill of the program, and finishes', async () => {
  const app = await openApp('ja');
  const { visitor } = app;
  try {
    const { page, words, complaints, link } = visitor;
    const { train, projects } = words;
    await page.getByRole('button', { name: projects('first.sample') }).click();
    await page.waitForURL(/#\/projects\/\d+\/images/, { timeout: 60_000 });
    const training = projectHash(1, 'train');
    await visitor.open(training);
    await startTraining(visitor, 14);
    await reachEpoch(visitor, 2);

    const points = () => page.locator('figure canvas').count();
    const before = await presentEpoch(visitor);
    await page.reload();
    await page.locator('figure canvas').first().waitFor();
    expect(await points()).toBeGreaterThan(1);
    expect(await presentEpoch(visitor)).toBeGreaterThanOrEqual(before);
    expect(complaints).toEqual([]);

    expect(await app.program.kill('SIGINT')).toBe(0);
    const ended = await presentEpoch(visitor);
    await app.restart(training);
    await reachEpoch(visitor, ended + 1);
    expect(await presentEpoch(visitor)).toBeLessThan(14);

    await app.program.kill('SIGKILL');
    await app.restart(training);
    await reachEpoch(visitor, ended + 2);
    await link(train('run.results')).click({ timeout: 240_000 });
    await page.getByRole('table').first().waitFor();
    // A window that lost its program says so on the console, and nothing else.
    expect(
      complaints.filter(
        (complaint) => !/WebSocket connection to .* failed|ERR_CONNECTION_(REFUSED|RESET)/.test(complaint),
      ),
    ).toEqual([]);
    expect(app.program.output).not.toMatch(/error/i);
  } finally {
    await app.close();
  }
});
