// narashi report: a trial as a page for approval with its annex, and the figures for machines.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type ReportDraft, reportDraft } from '../../../shared/contract/reports.ts';
import { type Economics, economics as economicsSchema } from '../../../shared/domain/benefit.ts';
import type { TrialPlan } from '../../../shared/domain/trial.ts';
import { makeReport, reportFileName } from '../../services/reports/make-report.ts';
import { printWithBrowser } from '../../services/reports/print-with-browser.ts';
import { reportData } from '../../services/reports/report-data.ts';
import { TrialResults } from '../../services/trials/trial-result.ts';
import { economicsOf } from '../../services/trials.ts';
import { collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { errorLines } from '../format/messages.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import type { Voice } from '../text.ts';
import { trialNumber } from './trial.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  out: z.string().optional(),
  method: z.string().optional(),
  budget: z.string().optional(),
  title: z.string().optional(),
  recipient: z.string().default(''),
  author: z.string().default(''),
  department: z.string().default(''),
  proposal: z.string().default(''),
  input: z.array(z.string()).default([]),
});

export function addReport(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('report', 'report.help').argument(`<${say('place.trial')}>`, say('trial.id'));
  command.option(`--out <${say('place.folder')}>`, say('report.out'));
  command.option(`--method <${say('place.method')}>`, say('report.method'));
  command.option('--budget <time|epochs>', say('report.budget'));
  for (const name of ['title', 'recipient', 'author', 'department', 'proposal'] as const) {
    command.option(`--${name} <${say('place.text')}>`, say(`report.${name}`));
  }
  command.option(`--input <${say('place.setting')}>`, say('report.input'), collect);
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const trialId = trialNumber(command.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const { plan, projectId } = workspace.store.trials.get(trialId);
      const draft = readDraft(trialId, plan, options, say);
      const inputs = readInputs(options.input, economicsOf(workspace.store, projectId));
      const data = reportData(workspace, new TrialResults(workspace), draft, inputs);
      const folder = resolve(options.out ?? `report-${trialId}`);
      await makeFolder(folder);
      const { files, pages, withoutPdf } = await makeReport(data, folder, printWithBrowser());
      const paths = files.map(({ format }) => join(folder, reportFileName(format)));
      output.say(say('report.made'), ...paths.map((path) => `  ${path}`));
      if (withoutPdf) output.complain('', ...errorLines(withoutPdf, say, output.columns));
      output.answer({ folder, files, pages, draft, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

/** @throws NarashiError cli.invalid-value */
function readDraft(
  trialId: number,
  { baseline, methods, budgets }: TrialPlan,
  options: z.infer<typeof optionSchema>,
  say: Voice,
): ReportDraft {
  const others = methods.filter((method) => method !== baseline);
  const { method = others[0], budget = budgets.at(-1), recipient, author, department, proposal } = options;
  if (!others.some((each) => each === method)) throw invalid('--method', method ?? '', others.join(', '));
  if (!budgets.some((each) => each === budget)) throw invalid('--budget', budget ?? '', budgets.join(', '));
  const title = options.title ?? say('report.usual-title');
  const texts = { title, recipient, author, department, proposal };
  const { data, error } = reportDraft.safeParse({ trialId, method, budget, language: say.language, ...texts });
  if (data) return data;
  const flag = String(error.issues[0]?.path[0] ?? '');
  const given = Object.entries(texts).find(([name]) => name === flag)?.[1] ?? '';
  throw invalid(`--${flag}`, given, error.issues[0]?.message ?? '?');
}

/** `escapeCostYen=20000`, … @throws NarashiError cli.invalid-value, cli.unknown-setting */
function readInputs(settings: readonly string[], usual: Economics): Economics {
  const names = economicsSchema.keyof().options;
  const given = settings.map((setting) => {
    const [typed = '', ...rest] = setting.split('=');
    const name = names.find((each) => each === typed.trim());
    if (!name) throw new NarashiError('cli.unknown-setting', { name: typed, settings: names.join(', ') });
    return { name, text: rest.join('=').trim() };
  });
  const values = Object.fromEntries(given.map(({ name, text }) => [name, text === '' ? Number.NaN : Number(text)]));
  const { data, error } = economicsSchema.safeParse({ ...usual, ...values });
  if (data) return data;
  const name = String(error.issues[0]?.path[0] ?? '');
  throw invalid(name, given.find((each) => each.name === name)?.text ?? '', error.issues[0]?.message ?? '?');
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('cli.output-not-writable', { path, reason }, { cause: error });
  }
}

function invalid(name: string, value: string, expected: string): NarashiError {
  return new NarashiError('cli.invalid-value', { name, value, expected });
}
