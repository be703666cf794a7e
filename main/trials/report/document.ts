// The report as one HTML document that needs nothing else: no script, no file, no network.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { html, Markup } from '../../../shared/domain/markup.ts';
import { annex } from './annex.ts';
import { front } from './front.ts';
import type { ReportData } from './report-data.ts';
import { style } from './style.ts';
import { reportVoice } from './voice.ts';

/** @throws NarashiError trials.not-compared where the trial has no such method or budget */
export function reportDocument(data: ReportData): string {
  const { draft, trial, result } = data;
  const budget = result.budgets.find((each) => each.budget === draft.budget);
  if (!budget) throw new NarashiError('trials.not-compared', { id: trial.id });
  const say = reportVoice(draft.language);
  const { text } = html`<html lang="${draft.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${draft.title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${front(data, budget, say)}
${annex(data, say)}
</body>
</html>`;
  return `<!DOCTYPE html>\n${text}\n`;
}
