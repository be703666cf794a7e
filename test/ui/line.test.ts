// The Inspection screen: from nothing to a running line, in every state it can be in, and never an OK that is not of now.
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { LineReport, LineView } from '../../shared/contract/line.ts';
import { linePart } from '../support/line-part.ts';
import { drifted, lineForm, lineReport, model, noFindings, running } from './support/line.ts';
import { packageOf, siteKey } from './support/packages.ts';
import { axeFindings, misfits } from './support/page-checks.ts';
import { plan, waitingParts } from './support/reviews.ts';
import { openWindow, type Window } from './support/window.ts';

let window: Window | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const hash = '#/projects/1/line';
const off: Partial<LineView> = { form: lineForm, watched: 'D:\\camera\\line1', model };

async function openWith(what: Partial<LineView>, look: Parameters<typeof openWindow>[0] = {}): Promise<Window> {
  window = await openWindow(look);
  window.lab.packages.key = siteKey;
  window.lab.line.become(what);
  await window.open(hash);
  return window;
}

const state = (page: Page, word: string) => page.locator('.word', { hasText: word });
/** Everything that a person could take for a verdict. */
const verdicts = (page: Page) => page.locator('main span:is(.OK, .NG, .review, .error)').allTextContents();

it('leads from nothing to a running line: key, model, folder, start', async () => {
  window = await openWindow();
  const { page, lab } = window;
  await window.open(hash);
  const start = page.getByRole('button', { name: '検査を開始' });
  expect(await start.isDisabled()).toBe(true);
  await page.getByRole('button', { name: '鍵をつくる' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('拠点名').fill('第二工場');
  await dialog.getByLabel('パスフレーズ', { exact: true }).fill('とても長い言葉です');
  await dialog.getByLabel('パスフレーズ（確認）').fill('とても長い言葉です');
  await dialog.getByRole('button', { name: '鍵をつくる' }).click();
  await page.getByText('第二工場（鍵').waitFor();
  await page.getByLabel('タクトタイム').fill('750');
  await start.click();
  await page.getByLabel('パスフレーズ').fill('とても長い言葉です');
  await page.getByRole('button', { name: '署名する' }).click();
  await state(page, '準備完了').waitFor();
  expect(lab.line.asked).toEqual(['save', 'use 3 とても長い言葉です']);
  expect(lab.line.view.form).toMatchObject({ csv: true, modbus: null });
});

it('says why it could not start, and stays where it was', async () => {
  const { page, lab } = await openWith({});
  lab.packages.made = [packageOf(3)];
  lab.line.refusal = new NarashiError('host.port-in-use', { port: 8_780, reason: 'EADDRINUSE' });
  await page.getByRole('button', { name: '検査を開始' }).click();
  await page.getByText('8780').waitFor();
  expect(await page.getByRole('heading', { name: 'モデルをラインで使う' }).isVisible()).toBe(true);
});

it('shows the last part as it comes, and its figures', async () => {
  const { page, lab } = await openWith(running());
  await state(page, '準備完了').waitFor();
  expect((await verdicts(page))[0]).toContain('NG');
  expect(await page.locator('main dd', { hasText: '1,174' }).count()).toBe(1);
  await page.getByText('タクトを超えた部品').waitFor();
  const part = linePart({ id: 1_251, outcome: 'review', className: '汚れ', ngScore: 0.41, reference: 'S-77' });
  lab.line.become({
    report: lineReport({
      lastPart: part,
      untold: [
        { name: 'csv', reason: { code: 'line.csv-not-written', data: { path: '2026-11-30.csv', reason: 'EACCES' } } },
      ],
    }),
    parts: [part],
  });
  await page.getByText('S-77').waitFor();
  expect(await verdicts(page)).toEqual(['怪しい', '怪しい'].map((word) => expect.stringContaining(word)));
  await page.getByText('現在届けられない相手').waitFor();
});

describe('an OK is shown only while it is of now', () => {
  const okay = running({ lastPart: linePart({ id: 1_250 }) });

  it('not once the inspection has been silent for three seconds', async () => {
    const { page, lab } = await openWith(okay);
    await expect.poll(async () => (await verdicts(page)).length).toBe(21);
    lab.line.become({ silence: 3_100 });
    await state(page, '応答なし').waitFor();
    expect(await verdicts(page)).toEqual([]);
    lab.line.become({ silence: 20 });
    await state(page, '準備完了').waitFor();
  });

  it('not once the app itself says nothing any more', async () => {
    const { page, lab } = await openWith(okay);
    await state(page, '準備完了').waitFor();
    lab.line.isTelling = false;
    await page.waitForTimeout(2_000);
    expect(await state(page, '準備完了').count()).toBe(1);
    await state(page, '応答なし').waitFor({ timeout: 3_000 });
    expect(await verdicts(page)).toEqual([]);
  });

  it('not beside a fault', async () => {
    const { page, lab } = await openWith(running({ ready: false, fault: 'recordFailed', lastPart: linePart() }));
    await state(page, '異常').waitFor();
    await page.getByText('結果を記録できませんでした。').waitFor();
    expect(await page.locator('span.large').count()).toBe(0);
    const failed = linePart({ id: 2, outcome: 'error', errorCode: 'line.no-image', ngScore: null });
    lab.line.become({ report: lineReport({ ready: false, fault: 'recordFailed', lastPart: failed }) });
    expect(await page.locator('span.large').textContent()).toContain('エラー');
  });

  it('not when it ended by itself; it can be started again', async () => {
    const { page, lab } = await openWith(okay);
    await state(page, '準備完了').waitFor();
    const problem = { code: 'line.ended', data: { reason: 'SIGKILL' } } as const;
    lab.line.become({ state: 'ended', report: null, silence: null, parts: [], problem });
    await page.getByRole('alert').getByText('検査が自動的に終了しました：SIGKILL').waitFor();
    expect(await verdicts(page)).toEqual([]);
    await page.getByRole('button', { name: '検査を再開' }).click();
    await state(page, '準備完了').waitFor();
  });
});

it('tells of a drift until somebody has seen it', async () => {
  const disk = { freeGigabytes: 4.2, isLow: true };
  const { page, lab } = await openWith(running({ checks: { ...noFindings, alarm: drifted, disk } }));
  await page.getByText('明るさ 0.510 → 0.430').waitFor();
  await page.getByText('照明と露光を確認してください。').waitFor();
  await page.getByText('ディスクの空きが残り4.20 GBです').waitFor();
  await page.getByRole('button', { name: '確認しました' }).click();
  await page.getByText('画像または判定の傾向が変わっています').waitFor({ state: 'detached' });
  expect(lab.line.asked).toEqual(['see']);
});

it('asks before it stops the line or goes back to the former model', async () => {
  const { page, lab } = await openWith(running());
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: '以前のモデルに戻す' }).click();
  await dialog.getByRole('button', { name: 'キャンセル' }).click();
  await page.getByRole('button', { name: '以前のモデルに戻す' }).click();
  await dialog.getByRole('button', { name: '以前のモデルに戻す' }).click();
  await expect.poll(() => lab.line.asked).toEqual(['rollBack']);
  await page.getByRole('button', { name: '停止' }).click();
  await dialog.getByRole('button', { name: '検査を停止' }).click();
  await state(page, '停止中').waitFor();
  expect(await verdicts(page)).toEqual([]);
});

it('changes the model; the words that open the key are asked for only where a package has to be made', async () => {
  const { page, lab } = await openWith(running());
  lab.packages.made = [packageOf(2)];
  await page.getByRole('button', { name: 'モデルを切り替える' }).click();
  await page.getByRole('dialog').getByRole('combobox').selectOption('2');
  await page.getByRole('button', { name: 'このモデルを使う' }).click();
  await expect.poll(() => lab.line.asked).toEqual(['use 2']);
  await page.getByRole('button', { name: 'モデルを切り替える' }).click();
  await page.getByRole('button', { name: 'このモデルを使う' }).click();
  await page.getByRole('button', { name: '署名する' }).waitFor();
});

it('keeps settings that are right, says what is wrong with others, and that a running line keeps the former', async () => {
  const { page, lab } = await openWith(running(), { language: 'en' });
  await page.getByRole('button', { name: 'Line settings' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('MQTT', { exact: true }).click();
  await dialog.getByText('Webhook', { exact: true }).click();
  await dialog.getByLabel('Name of the line').fill(' ');
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect(await dialog.getByRole('alert').allTextContents()).toEqual([
    'Enter a name.',
    'Begin with mqtt:// or mqtts://.',
    'Begin with http:// or https://.',
  ]);
  await dialog.getByLabel('Name of the line').fill('L-2');
  await dialog.getByLabel('Broker').fill('mqtt://broker:1883');
  await dialog.getByLabel('User name').fill('narashi');
  await dialog.getByLabel('Password').fill('secret');
  await dialog.getByText('Webhook', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings were changed.').waitFor();
  expect(lab.line.view.form).toEqual({
    ...lineForm,
    name: 'L-2',
    mqtt: { url: 'mqtt://broker:1883', topicPrefix: 'narashi/line1', username: 'narashi', password: 'secret' },
  });
});

it('shows an inspection of another program without buttons that would do nothing', async () => {
  const { page } = await openWith({ ...running(), elsewhere: true });
  await page.getByText('別のプログラム').waitFor();
  expect(await page.getByRole('button', { name: '停止' }).count()).toBe(0);
});

it('has doubtful parts looked at by keys alone, takes words back, and retrains with what was said', async () => {
  const { page, lab } = await openWith(running());
  await page.getByRole('tab', { name: '確認待ち' }).click();
  await page.getByText('残り 4件').waitFor();
  const [doubtful, failed, sampled, drift] = waitingParts.map(({ id }) => id);
  const press = async (key: string, expected: string) => {
    await page.keyboard.press(key);
    await expect.poll(() => lab.reviews.asked.at(-1)).toBe(expected);
  };
  await page.getByText('モデルが判断に迷った').waitFor();
  await press('2', `${doubtful} キズ`);
  await page.getByText('判定できなかった').waitFor();
  await press('0', `${failed} aside`);
  await page.getByText('抜き取り', { exact: true }).waitFor();
  await page.keyboard.press('s');
  await page.getByText('画像の傾向が変わっていた').waitFor();
  await press('1', `${drift} OK`);
  await press('Control+z', `${drift} back`);
  await page.getByText('画像の傾向が変わっていた').waitFor();
  await press('3', `${drift} 汚れ`);
  await press('1', `${sampled} OK`);
  await page.getByText('確認待ちの部品はありません').waitFor();
  await page.getByRole('button', { name: '学習し直す…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('キズ：9枚').waitFor();
  await dialog.getByText('承認中のモデルの学習です。').waitFor();
  await dialog.getByRole('button', { name: '学習し直す', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(lab.reviews.asked.at(-1)).toBe('retrain 3');
});

it('retrains nothing where nothing is new', async () => {
  const { page, lab } = await openWith(running());
  lab.reviews.plan = { ...plan, added: [], relabelled: 0, problem: { code: 'line.nothing-new', data: { run: 3 } } };
  await page.getByRole('tab', { name: '確認待ち' }).click();
  await page.getByRole('button', { name: '学習し直す…' }).click();
  await page.getByRole('alert').getByText('画像が学習3のときと変わっていません').waitFor();
  expect(await page.getByRole('button', { name: '学習し直す', exact: true }).isDisabled()).toBe(true);
});

const own = /旋盤加工品の外観|第一工場|キズ|汚れ|A棟 1号機|山本/g;
const untold: LineReport['untold'] = [
  { name: 'webhook', reason: { code: 'line.webhook-away', data: { url: 'http://10.0.0.5', reason: 'ECONNREFUSED' } } },
];
const unapproved = { ...model, approvedBy: null };
const ended: Partial<LineView> = {
  ...off,
  state: 'ended',
  problem: { code: 'line.ended', data: { reason: 'SIGKILL' } },
};
const states: Readonly<Record<string, Partial<LineView>>> = {
  'nothing yet': {},
  stopped: off,
  starting: { ...off, state: 'starting' },
  ready: running({ untold }),
  'ready without parts': { ...running({ lastPart: null, latency: null }), parts: [] },
  'a part in error': running({ lastPart: linePart({ outcome: 'error', errorCode: 'line.no-image', ngScore: null }) }),
  fault: running({
    ready: false,
    fault: 'none',
    reason: { code: 'line.folder', data: { path: 'D:\\camera', reason: 'ENOENT' } },
  }),
  'not approved': { ...running({ model: unapproved }), model: unapproved },
  'failed samples': running({
    ready: false,
    fault: 'goldenFailed',
    checks: {
      ...noFindings,
      samples: { at: '2026-11-30T02:00:00.000Z', passed: false },
      drift: null,
      alarm: drifted,
      failure: { en: 'Sample 3 is judged otherwise.', ja: 'サンプル3の判定が異なります。' },
      disk: { freeGigabytes: 4.2, isLow: true },
    },
  }),
  silent: { ...running(), silence: 60_000 },
  outdated: { ...running(), isOutdated: true },
  ended,
};

describe.each([
  ['ja', 'light', 1024],
  ['en', 'dark', 1366],
] as const)('in %s, %s, %s px', (language, theme, width) => {
  it('every state is clean, fits and speaks one language', { timeout: 120_000 }, async () => {
    const { page, complaints, lab } = await openWith({}, { language, theme });
    await page.setViewportSize({ width, height: 768 });
    await page.locator('.setup').first().waitFor();
    const nothing = { ...lab.line.view };
    for (const [name, view] of Object.entries(states)) {
      lab.line.become({ ...nothing, ...view });
      await page
        .locator(Object.keys(view).length === 0 ? '.setup' : '.word')
        .first()
        .waitFor();
      await page.waitForTimeout(400);
      const words = ((await page.locator('main').textContent()) ?? '').replaceAll(own, '');
      const isOneLanguage = language === 'en' ? !/[ぁ-んァ-ヶ]/.test(words) : /[ぁ-ん]/.test(words);
      const found = [
        name,
        await axeFindings(page),
        await misfits(page),
        [...complaints],
        lab.stage.failures,
        isOneLanguage,
      ];
      expect(found).toEqual([name, [], [], [], [], true]);
    }
  });

  it('the settings, the review and the retraining are clean and fit', async () => {
    const { page } = await openWith(off, { language, theme });
    await page.setViewportSize({ width, height: 768 });
    const look = async () => {
      expect(await axeFindings(page)).toEqual([]);
      expect(await misfits(page)).toEqual([]);
    };
    await page.locator('.acts button').last().click();
    await page.getByRole('dialog').waitFor();
    await look();
    await page.keyboard.press('Escape');
    await page.getByRole('tab').last().click();
    await page.locator('.review figure').waitFor();
    await page.keyboard.press('2');
    await page.waitForTimeout(1_500);
    await look();
    await page.locator('.review header button').last().click();
    await page.getByRole('dialog').locator('dl').waitFor();
    await look();
  });
});
