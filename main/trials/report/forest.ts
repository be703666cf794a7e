// Differences with their intervals around zero, as a drawing: to the right is always better.

import { html, type Markup } from '../../../shared/domain/markup.ts';
import type { Comparison } from '../../../shared/domain/trial.ts';
import { points } from '../../../shared/text/verdicts.ts';
import { isBetterWhenLess } from './figures.ts';
import type { ReportVoice } from './voice.ts';

const width = 300;
const left = 104;
const right = 292;
const rowHeight = 17;

export function forestPlot(comparisons: readonly Comparison[], title: string, say: ReportVoice): Markup {
  const rows = comparisons.map(({ measure, difference, low, high }) => {
    const sign = isBetterWhenLess(measure) ? -1 : 1;
    const [worst, best] = [sign * low, sign * high].toSorted((a, b) => a - b);
    return { measure, difference, value: sign * difference, worst: worst ?? 0, best: best ?? 0 };
  });
  const reach = Math.max(0.01, ...rows.flatMap(({ worst, best }) => [Math.abs(worst), Math.abs(best)])) * 1.05;
  const at = (share: number) => left + ((share + reach) / (2 * reach)) * (right - left);
  const height = 16 + rows.length * rowHeight;
  const lines = rows.map(({ measure, difference, value, worst, best }, index) => {
    const y = 10 + index * rowHeight;
    const colour = worst > 0 ? '#1b6e3c' : best < 0 ? '#a32020' : '#444';
    return html`<text x="0" y="${y + 3}">${say(`figure.${measure}`).replace(/[（(].*$/u, '')}</text>
      <text x="${left - 4}" y="${y + 3}" text-anchor="end">${points(difference)}</text>
      <line x1="${at(worst).toFixed(1)}" x2="${at(best).toFixed(1)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2.4"/>
      <circle cx="${at(value).toFixed(1)}" cy="${y}" r="3.2" fill="${colour}"/>`;
  });
  const middle = at(0).toFixed(1);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
    <line x1="${middle}" x2="${middle}" y1="0" y2="${height - 12}" stroke="#888" stroke-width="0.8"/>
    ${lines}
    <text x="${left}" y="${height - 2}">${say('chart.worse')}</text>
    <text x="${middle}" y="${height - 2}" text-anchor="middle">0</text>
    <text x="${right}" y="${height - 2}" text-anchor="end">${say('chart.better')}</text>
  </svg>`;
}
