// The annex: conditions, every figure behind the front page, how the effect was reckoned, and how to read it all.

import { html, type Markup } from '../../../shared/domain/markup.ts';
import type { BudgetResult } from '../../../shared/domain/trial.ts';
import { figureName, figureText, roughYen, signedYen } from '../../../shared/text/benefit-figures.ts';
import { count, measure, moment, none, percent } from '../../../shared/text/numbers.ts';
import { pText } from '../../../shared/text/trial-limits.ts';
import { points, trialMeasureName, trialMethodName } from '../../../shared/text/verdicts.ts';
import { shownKeys, spreadText, valueText } from './figures.ts';
import type { ReportData } from './report-data.ts';
import type { ReportVoice } from './voice.ts';

type Cell = string | Markup;

export function annex(data: ReportData, say: ReportVoice): Markup {
  const { language } = say;
  const { trial, result, benefit } = data;
  const baseline = trialMethodName(trial.plan.baseline, language);
  return html`<section class="annex">
    <h1>${say('annex.title')}</h1>
    <h2>${say('annex.conditions')}</h2>
    <div class="conditions">${table([], conditions(data, say))}</div>
    <h2>${say('annex.methods')}</h2>
    ${result.budgets.map((budget) => methods(budget, say))}
    <h2>${say('annex.comparisons', { baseline })}</h2>
    ${result.budgets.map((budget) => comparisons(budget, say))}
    <h2>${say('annex.seeds')}</h2>
    ${result.budgets.map((budget) => seeds(budget, trial.plan.seeds, say))}
    <h2>${say('annex.benefit')}</h2>
    ${table(
      [say('column.step'), say('column.value'), say('column.range'), say('column.from')],
      benefit.figures.map(({ step, value, low, high, from }) => [
        figureName(step, say),
        figureText(step, value, say, language),
        low === high ? none : `${figureText(step, low, say, language)} – ${figureText(step, high, say, language)}`,
        html`<span class="left">${from
          .map(({ name, value: of }) => `${figureName(name, say)} ${figureText(name, of, say, language)}`)
          .join(language === 'ja' ? '、' : ', ')}</span>`,
      ]),
    )}
    <h2>${say('annex.sensitivity')}</h2>
    ${table(
      [say('column.input'), say('column.value'), say('column.halved'), say('column.doubled')],
      benefit.sensitivity.map(({ input, value, halved, doubled }) => [
        figureName(input, say),
        figureText(input, value, say, language),
        signedYen(halved, language),
        signedYen(doubled, language),
      ]),
    )}
    <p class="small">${say('effect.year')}: ${roughYen(benefit.effect.value, language)}</p>
    <h2>${say('annex.reading')}</h2>
    <ul>
      <li>${say('reading.interval')}</li>
      <li>${say('reading.bootstrap')}</li>
      <li>${say('reading.tests')}</li>
      <li>${say('reading.time', { baseline })}</li>
    </ul>
  </section>`;
}

function conditions({ trial, data, recipe, source, program }: ReportData, say: ReportVoice): Cell[][] {
  const { language } = say;
  const { plan, timing } = trial;
  const split = [data.train, data.validation, data.test].map(count).join(' / ');
  const perEpoch = timing?.methods.map(
    ({ method, secondsPerEpoch }) => `${trialMethodName(method, language)} ${measure(secondsPerEpoch)} s`,
  );
  return [
    [say('condition.source'), source],
    [say('condition.split'), split],
    [say('condition.classes'), data.classes.map(({ name, verdict }) => `${name} (${verdict})`).join(', ')],
    [say('condition.digest'), data.digest],
    [
      say('condition.network'),
      say('condition.network-value', { network: recipe.network, size: recipe.size, batch: recipe.batchSize }),
    ],
    [say('condition.seeds'), plan.seeds.join(', ')],
    [say('condition.noise'), percent(plan.labelNoise, language)],
    [say('condition.device'), timing?.device ?? none],
    [say('condition.timing'), perEpoch?.join(', ') ?? none],
    [say('condition.period'), `${moment(trial.createdAt)} – ${moment(trial.endedAt)}`],
    [say('condition.program'), program],
  ];
}

function methods({ budget, methods: found }: BudgetResult, say: ReportVoice): Markup {
  return table(
    [say(`budget.${budget}`), ...found.map(({ method }) => trialMethodName(method, say.language))],
    [
      [say('figure.epochs'), ...found.map(({ epochs }) => String(epochs ?? none))],
      [
        say('figure.trainings'),
        ...found.map(({ runIds, failed }) => `${runIds.length}${failed > 0 ? ` (${failed})` : ''}`),
      ],
      ...shownKeys(found).map((key) => [
        say(`figure.${key}`),
        ...found.map((method) => spreadText(method[key], key, say)),
      ]),
    ],
  );
}

function comparisons({ budget, comparisons: found }: BudgetResult, say: ReportVoice): Markup {
  return table(
    [
      say(`budget.${budget}`),
      say('column.figure'),
      say('column.difference'),
      say('column.wins'),
      say('column.p-seeds'),
      say('column.p-adjusted'),
      say('column.p-images'),
      say('column.only'),
    ],
    found.map((each) => [
      trialMethodName(each.method, say.language),
      trialMeasureName(each.measure, say.language),
      `${points(each.difference)} (${points(each.low)} – ${points(each.high)})`,
      `${each.wins} / ${each.ties} / ${each.losses}`,
      pText(each.seedP),
      pText(each.adjustedP),
      each.imageP === null ? none : pText(each.imageP),
      each.onlyMethodRight === null ? none : `${each.onlyMethodRight} / ${each.onlyBaselineRight ?? none}`,
    ]),
  );
}

/** Values by the place of the seed; a method of which a training failed shows those it has. */
function seeds({ budget, methods: found }: BudgetResult, planned: readonly number[], say: ReportVoice): Markup {
  const keys = (['balancedAccuracy', 'escape', 'overkill', 'seconds'] as const).filter((key) =>
    found.some((method) => method[key]),
  );
  return table(
    [
      say(`budget.${budget}`),
      say('column.figure'),
      ...planned.map((seed, index) => `${say('column.seed')} ${found.every((m) => m.failed === 0) ? seed : index + 1}`),
    ],
    found.flatMap((method) =>
      keys.map((key) => [
        trialMethodName(method.method, say.language),
        say(`figure.${key}`),
        ...planned.map((_, index) => {
          const value = method[key]?.values[index];
          return value === undefined ? none : valueText(value, key, say);
        }),
      ]),
    ),
  );
}

function table(header: readonly Cell[], rows: readonly (readonly Cell[])[]): Markup {
  return html`<table>
    ${header.length > 0 ? html`<thead><tr>${header.map((cell) => html`<th>${cell}</th>`)}</tr></thead>` : ''}
    <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
  </table>`;
}
