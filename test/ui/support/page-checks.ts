// What is wrong with a page as it is shown: what axe objects to, what is cut off, what is too small to touch.
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { loadAxe } from './axe.ts';

/** One line per rule that is broken. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await loadAxe(page);
  const results = await page.evaluate<AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
  return results.violations.map(({ id, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`);
    return `${id}: ${places.join(' | ')}`;
  });
}

/**
 * Text that does not fit its place and is hidden there, pictures larger than their frame, targets smaller than 24 px, and
 * anything that scrolls sideways.
 */
export async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const tell = (what: string, element: Element) =>
      found.push(`${what}: ${element.tagName} ${element.className} "${element.textContent?.trim().slice(0, 40)}"`);
    const hides = (axis: string) => axis === 'hidden' || axis === 'clip';
    const shown = [...document.querySelectorAll<HTMLElement>('body, body *')].filter(
      (one) =>
        one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !one.closest('.spoken, .u-wrap, svg, [popover]:not(:popover-open)'),
    );
    for (const element of shown) {
      const style = getComputedStyle(element);
      const [over, below] = [
        element.scrollWidth - element.clientWidth - 1,
        element.scrollHeight - element.clientHeight - 1,
      ];
      const isBox = element.matches('body, button, a.button, label, summary, input, select, th, td');
      if (over > 0 && ['auto', 'scroll'].includes(style.overflowX)) tell('scrolls sideways', element);
      if (over > 0 && isBox && style.overflowX === 'visible') tell('does not fit', element);
      // An ellipsis says itself that there is more.
      const isMeant = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      if (!isMeant && element.textContent.trim() !== '') {
        if (over > 0 && hides(style.overflowX)) tell('cut off at the side', element);
        if (below > 0 && hides(style.overflowY)) tell('cut off below', element);
      }
      // A link in running text is as high as its line.
      const isTarget = element.matches('button, a[href]:not(p *), select, input:not([type=radio], [type=checkbox])');
      if (isTarget) {
        const { width, height } = element.getBoundingClientRect();
        if (width < 24 || height < 24) tell('too small', element);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    // A defect at the edge of a part would not be seen.
    for (const picture of shown.filter((one) => one.matches('img'))) {
      let frame = picture.parentElement;
      while (frame && getComputedStyle(frame).overflowY === 'visible') frame = frame.parentElement;
      if (!frame || !hides(getComputedStyle(frame).overflowY)) continue;
      const [inner, outer] = [picture.getBoundingClientRect(), frame.getBoundingClientRect()];
      const over = Math.max(inner.bottom - outer.bottom, outer.top - inner.top, inner.right - outer.right);
      if (over > 1) tell('picture larger than its frame', frame);
    }
    return found;
  });
}
