// A state of a screen in both languages and themes: what axe objects to, what does not fit, what the page itself complains
// of, and words of the other language.
import { axeFindings, misfits } from './page-checks.ts';
import type { Window } from './window.ts';

export interface Expectations {
  /** Names that the user gave: they stay as they are. Without it words are not looked at. */
  readonly own?: RegExp;
  /** Width of the second look, px. */
  readonly narrow?: number;
  /** A wide table of figures may scroll in its own place; the page may not. */
  readonly mayScroll?: boolean;
}

const HEIGHT = 768;

/** Goes through the looks without loading the page again. Empty where nothing is wrong. */
export async function findings(window: Window, expectations: Expectations = {}): Promise<string[]> {
  const { narrow = 1366 } = expectations;
  const found = [
    ...(await inLook(window, { language: 'ja', theme: 'light', width: 1366 }, expectations)),
    ...(await inLook(window, { language: 'en', theme: 'dark', width: narrow }, expectations)),
  ];
  return [...found, ...window.complaints, ...window.lab.stage.failures.map(String)];
}

interface Look {
  readonly language: 'ja' | 'en';
  readonly theme: 'light' | 'dark';
  readonly width: number;
}

async function inLook(
  { lab, page }: Window,
  { language, theme, width }: Look,
  { own, mayScroll = false }: Expectations,
): Promise<string[]> {
  await page.setViewportSize({ width, height: HEIGHT });
  lab.office.change({ language, theme });
  await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor();
  await page.waitForLoadState('networkidle');
  const unfit = (await misfits(page)).filter(
    (one) => !mayScroll || !one.startsWith('scrolls sideways: SECTION scroll'),
  );
  const foreign = own
    ? foreignWords(((await page.locator('main').textContent()) ?? '').replaceAll(own, ''), language)
    : [];
  return [...(await axeFindings(page)), ...unfit, ...foreign].map((one) => `${language}, ${theme}: ${one}`);
}

function foreignWords(text: string, language: Look['language']): readonly string[] {
  if (language === 'ja') return /[ぁ-ん]/.test(text) ? [] : ['nothing in Japanese'];
  return text.match(/.{0,20}[ぁ-んァ-ヶ].{0,20}/g) ?? [];
}
