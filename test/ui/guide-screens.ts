// npm run screenshots: pictures of screens that need more than a first training (quality, trials, report, models, line),
// taken of the app in memory, so that they show what a plant would see and take seconds.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from '../e2e/browser/support/measure.ts';
import buildRenderer from './support/build.ts';
import { running } from './support/line.ts';
import { siteKey } from './support/packages.ts';
import { closeBrowser } from './support/tab.ts';
import { openWindow } from './support/window.ts';

const project = '#/projects/1';
const name = (page: Page, role: 'button' | 'tab', ja: string, en: string) =>
  page.getByRole(role, { name: new RegExp(`^(${ja}|${en})$`) });

interface Screen {
  readonly name: string;
  readonly hash: string;
  /** What has to be there, or be done first. */
  readonly ready: (page: Page) => Promise<void>;
}
const screens: readonly Screen[] = [
  {
    name: 'quality',
    hash: `${project}/quality`,
    // One whose scratch is seen.
    ready: (page) => page.locator('main nav button').nth(9).click(),
  },
  {
    name: 'trials',
    hash: `${project}/trials?trial=3&view=result`,
    ready: (page) => page.getByRole('table').first().waitFor(),
  },
  {
    name: 'report',
    hash: `${project}/trials?trial=3&view=result`,
    async ready(page) {
      await name(page, 'button', '上申書を作る', 'Report for approval').click();
      await page.getByRole('dialog').locator('section.front').waitFor();
    },
  },
  { name: 'models', hash: `${project}/models`, ready: (page) => page.getByRole('table').nth(1).waitFor() },
  { name: 'line', hash: `${project}/line`, ready: (page) => page.locator('.word').waitFor() },
  { name: 'review', hash: `${project}/line?view=review`, ready: (page) => page.locator('.review figure').waitFor() },
];

/** What a plant calls its things, for the English pictures. */
const called: Readonly<Record<string, string>> = {
  旋盤加工品の外観: 'Turned parts',
  キズ: 'scratch',
  汚れ: 'stain',
  'A棟 1号機': 'Hall A, line 1',
  第一工場: 'Plant 1',
  山本: 'Yamamoto',
  '標準 SGD と適応 SAM（ラベル間違い30%）': 'SGD against adaptive SAM (30 % wrong labels)',
};

function rename(page: Page): Promise<void> {
  return page.evaluate((names) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const [from, to] of Object.entries(names)) {
        if (node.nodeValue?.includes(from)) node.nodeValue = node.nodeValue.replaceAll(from, to);
      }
    }
  }, called);
}

await buildRenderer();
for (const language of ['ja', 'en'] as const) {
  const folder = join(outFolder, 'screenshots', language);
  await mkdir(folder, { recursive: true });
  const window = await openWindow({ language });
  const { page, lab } = window;
  lab.packages.key = siteKey;
  lab.line.become(running({ toReview: lab.reviews.parts.length }));
  lab.quality.studyId = 1;
  lab.studies.add({ kind: 'cross-validation', projectId: 1, preset: 'fast', folds: 5 }, { status: 'done' });
  for (const { name: file, hash, ready } of screens) {
    await window.open(hash);
    await ready(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1_500);
    if (language === 'en') await rename(page);
    await page.screenshot({ path: join(folder, `${file}.png`) });
    console.log(`${language}/${file}`);
  }
  await window.close();
}
await closeBrowser();
process.exit();
