// The page in front: what is asked for, the verdict, its figures, cost and benefit, rules and limits. One A4 page.

import { html, type Markup } from '../../../shared/domain/markup.ts';
import type { BudgetResult, MethodResult, TrialVerdict } from '../../../shared/domain/trial.ts';
import { breakEvenText, effectKind, roughYen, yearsText } from '../../../shared/text/benefit-figures.ts';
import { count, moment, none, percent, yen } from '../../../shared/text/numbers.ts';
import { limits } from '../../../shared/text/trial-limits.ts';
import { points, trialMethodName, verdictSentence } from '../../../shared/text/verdicts.ts';
import { comparisonOf, differenceText, type SpreadKey, shownKeys, spreadText } from './figures.ts';
import { forestPlot } from './forest.ts';
import type { ReportData } from './report-data.ts';
import { rules } from './rules.ts';
import type { ReportVoice } from './voice.ts';

export function front(data: ReportData, budget: BudgetResult, say: ReportVoice): Markup {
  const { draft, trial } = data;
  const { baseline } = trial.plan;
  const method = trialMethodName(draft.method, say.language);
  const old = trialMethodName(baseline, say.language);
  const found = (wanted: string) => budget.methods.find((each) => each.method === wanted);
  const [before, after] = [found(baseline), found(draft.method)];
  const verdict = budget.verdicts.find((each) => each.method === draft.method);
  const own = budget.comparisons.filter((each) => each.method === draft.method);
  return html`<section class="front${roomOf(draft.proposal)}">
    ${head(data, say)}
    <h1>${draft.title}</h1>
    ${draft.proposal.trim() ? html`<h2>${say('section.proposal')}</h2><p class="proposal">${draft.proposal.trim()}</p>` : ''}
    <h2>${say('section.verdict')}</h2>
    <p class="verdict">${verdict ? verdictSentence(verdict, baseline, say.language) : none}</p>
    <p class="small">${compared(data, method, old, say)}</p>
    <h2>${say('section.figures')}</h2>
    ${before && after ? figureTable(before, after, budget, say) : ''}
    <div class="columns">
      <div>
        <h2>${say('section.differences')}</h2>
        ${forestPlot(own, say('chart.title', { method, baseline: old }), say)}
      </div>
      <div>
        <h2>${say('section.effect')}</h2>
        ${effect(data, say)}
      </div>
    </div>
    <h2>${say('section.rules')}</h2>
    <ul>${rules(data, verdict, before, say).map((rule) => html`<li>${rule}</li>`)}</ul>
    <h2>${say('section.limits')}</h2>
    <ul class="small">${limitsOf(data, after, verdict, say).map((limit) => html`<li>${limit}</li>`)}</ul>
    ${foot(data, say)}
  </section>`;
}

/** Larger letters where the author's words leave room for them; a Japanese character is as wide as two others. */
function roomOf(proposal: string): string {
  const width = Array.from(proposal).reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
  return width <= 300 && !proposal.trim().includes('\n') ? ' roomy' : '';
}

function head({ draft, createdAt }: ReportData, say: ReportVoice): Markup {
  const from = [draft.department, draft.author].map((text) => text.trim()).filter((text) => text !== '');
  const recipient = draft.recipient.trim();
  return html`<div class="head">
    <div>
      ${recipient ? html`<p><strong>${say('head.to', { recipient })}</strong></p>` : ''}
      <p>${dateText(createdAt, say)}</p>
      ${from.length > 0 ? html`<p>${say('head.from', { from: from.join('　') })}</p>` : ''}
    </div>
    <table class="stamps"><tbody>
      <tr><th>${say('stamp.approved')}</th><th>${say('stamp.checked')}</th><th>${say('stamp.made')}</th></tr>
      <tr><td></td><td></td><td></td></tr>
    </tbody></table>
  </div>`;
}

function dateText(iso: string, say: ReportVoice): string {
  const [year = '', month = '', day = ''] = moment(iso).slice(0, 10).split('-');
  return say('head.date', { year, month: Number(month), day: Number(day) });
}

function compared(
  { draft, trial, result, data }: ReportData,
  method: string,
  baseline: string,
  say: ReportVoice,
): string {
  const { labelNoise, seeds } = trial.plan;
  const sentence = say('compared.text', {
    method,
    baseline,
    images: count(data.train + data.validation + data.test),
    seeds: seeds.length,
    budget: say(`budget.${draft.budget}`),
    test: count(result.testImages),
    ng: count(result.ngImages),
    ok: count(result.okImages),
  });
  const noise = labelNoise > 0 ? say('compared.noise', { noise: percent(labelNoise, say.language) }) : '';
  return [sentence, noise].join(say.language === 'en' ? ' ' : '').trim();
}

function figureTable(before: MethodResult, after: MethodResult, budget: BudgetResult, say: ReportVoice): Markup {
  const row = (key: SpreadKey) => {
    const comparison = comparisonOf(budget.comparisons, after.method, key);
    return html`<tr>
      <td>${say(`figure.${key}`)}</td>
      <td>${spreadText(before[key], key, say)}</td>
      <td>${spreadText(after[key], key, say)}</td>
      <td>${comparison ? differenceText(comparison) : changeText(before, after, key)}</td>
      <td>${comparison ? `${comparison.wins} / ${comparison.ties} / ${comparison.losses}` : none}</td>
    </tr>`;
  };
  return html`<table>
    <thead><tr>
      <th>${say('column.figure')}</th>
      <th>${trialMethodName(before.method, say.language)}</th>
      <th>${trialMethodName(after.method, say.language)}</th>
      <th>${say('column.difference')}</th>
      <th>${say('column.wins')}</th>
    </tr></thead>
    <tbody>${shownKeys([before, after])
      .filter((key) => !annexOnly.includes(key))
      .map(row)}</tbody>
  </table>`;
}

/** Too fine for the page in front. */
const annexOnly: readonly SpreadKey[] = ['calibrationError', 'yen'];

/** Where no test is made: by how much the mean differs. */
function changeText(before: MethodResult, after: MethodResult, key: SpreadKey): string {
  const [old, fresh] = [before[key]?.mean, after[key]?.mean];
  if (old === undefined || fresh === undefined) return none;
  if (key === 'seconds' || key === 'kilowattHours' || key === 'yen') {
    return old > 0 ? `× ${(fresh / old).toFixed(2)}` : none;
  }
  return points(fresh - old);
}

function effect({ benefit, economics }: ReportData, say: ReportVoice): Markup {
  const { language } = say;
  const { value, low, high } = benefit.effect;
  const step = (name: string) => benefit.figures.find((figure) => figure.step === name)?.value ?? 0;
  const signed = (parts: number) => (parts === 0 ? '0' : `${parts > 0 ? '' : '−'}${count(Math.abs(parts))}`);
  const rows = [
    [say('effect.escapes'), signed(step('escapesSaved'))],
    [say('effect.overkills'), signed(step('overkillsSaved'))],
    [say('effect.payback', { amount: yen(economics.oneOffYen, language) }), yearsText(benefit.payBackYears.value, say)],
  ] as const;
  return html`<table class="effect"><tbody>
      <tr class="sum"><td>${say('effect.year')}</td><td>${roughYen(value, language)}</td></tr>
      <tr><td colspan="2">${say('effect.range', { low: roughYen(low, language), high: roughYen(high, language) })}
        ${say(`effect.${effectKind(benefit)}`)}</td></tr>
      ${rows.map(([name, text]) => html`<tr><td>${name}</td><td>${text}</td></tr>`)}
      <tr><td colspan="2">${say('effect.breakeven')}: ${breakEvenText(benefit, say, language)}</td></tr>
    </tbody></table>
    <p class="small">${say('effect.basis', {
      parts: count(economics.partsPerDay),
      days: economics.daysPerYear,
      share: percent(economics.defectShare, language),
      escape: yen(economics.escapeCostYen, language),
      overkill: yen(economics.overkillCostYen, language),
    })} ${benefit.missing.map((side) => say(`effect.missing-${side}`)).join(' ')}</p>`;
}

function limitsOf(
  { trial, result }: ReportData,
  after: MethodResult | undefined,
  verdict: TrialVerdict | undefined,
  say: ReportVoice,
): string[] {
  const { seeds, methods, labelNoise, robustness } = trial.plan;
  const { testImages, ngImages, okImages } = result;
  const tested = { seeds: seeds.length, methods: methods.length - 1, testImages, ngImages, okImages, labelNoise };
  const source = after?.wattsSource;
  return [
    ...(verdict?.kind === 'unfinished' || trial.done < trial.total
      ? [say('limits.unfinished', { done: trial.done, total: trial.total })]
      : []),
    ...limits(tested, say, say.language),
    ...(robustness ? [] : [say('limits.robustness')]),
    say('limits.one-network'),
    ...(source
      ? [`${say('figure.kilowattHours')}${say.language === 'ja' ? '：' : ': '}${say(`watts.${source}`)}`]
      : []),
  ];
}

export function foot({ trial, data, program }: ReportData, say: ReportVoice): Markup {
  const words = { trial: trial.id, name: trial.name, digest: data.digest.slice(0, 12), program };
  return html`<p class="small foot">${say('foot.text', words)}</p>`;
}
