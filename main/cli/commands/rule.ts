// narashi rule: which parts pass, are taken out or go to a person; recommended or given, and put in force when asked.
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type DecisionAims, type DecisionRule, decisionRule } from '../../../shared/domain/decision.ts';
import { outcomeOfRule } from '../../eval/index.ts';
import { JudgementReader } from '../../services/judged-images.ts';
import { keepRule, keptRuleOf, recommend, scoredImages } from '../../services/judging/rules.ts';
import { amount, runNumber } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { outcomeLines } from '../format/rule.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import type { Voice } from '../text.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  escapeCost: z.string().optional(),
  overkillCost: z.string().optional(),
  reviewCost: z.string().optional(),
  defects: z.string().optional(),
  maxEscape: z.string().optional(),
  maxReview: z.string().optional(),
  okBelow: z.string().optional(),
  ngFrom: z.string().optional(),
  use: z.boolean().default(false),
  clear: z.boolean().default(false),
});
type Options = z.infer<typeof optionSchema>;

export function addRule(shell: Shell): void {
  const { say, output } = shell.session;
  const number = say('place.number');
  const command = shell.add('rule', 'rule.help').argument(`<${say('place.run')}>`, say('export.run'));
  command.option(`--escape-cost <${number}>`, say('rule.escape-cost'));
  command.option(`--overkill-cost <${number}>`, say('rule.overkill-cost'));
  command.option(`--review-cost <${number}>`, say('rule.review-cost'));
  command.option(`--defects <${number}>`, say('rule.defects'));
  command.option(`--max-escape <${number}>`, say('rule.max-escape'));
  command.option(`--max-review <${number}>`, say('rule.max-review'));
  command.option(`--ok-below <${number}>`, say('rule.ok-below'));
  command.option(`--ng-from <${number}>`, say('rule.ng-from'));
  command.option('--use', say('rule.use'));
  command.option('--clear', say('rule.clear'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const runId = runNumber(command.args[0] ?? '', say);
    return withWorkspace(workspaceRoot(options.workspace), async ({ store }) => {
      const { aims: usual } = keptRuleOf(store, runId);
      const aims = aimsOf(options, usual, say);
      const keep = (rule: DecisionRule | null) =>
        store.transaction(() =>
          keepRule(store, store.activity.record.bind(store.activity), runId, rule && { rule, aims }),
        );
      if (options.clear) {
        keep(null);
        output.say(say('rule.cleared'));
        output.answer({ run: runId, rule: null, exitCode: exitCodes.ok });
        return exitCodes.ok;
      }
      const reader = new JudgementReader(store);
      const { chosenOn, rule: best, plain } = recommend(reader, runId, aims);
      const typed = typedRule(options, say);
      const rule = typed ?? best;
      if (!rule) throw new NarashiError('judging.one-sided', { id: runId });
      const outcome = outcomeOfRule(scoredImages(reader.of(runId)), rule, aims);
      const { split, images, defective } = chosenOn;
      const basis = split === 'test' ? say('rule.test') : say('rule.validation', { images, defective });
      output.say(
        '',
        say('rule.title', { run: runId, ok: rule.okBelow, ng: rule.ngFrom }),
        typed ? say('rule.typed') : basis,
        '',
        ...outcomeLines(outcome, plain, aims, say),
      );
      if (options.use) keep(rule);
      output.say('', say(options.use ? 'rule.in-force' : 'rule.not-used'));
      output.answer({ run: runId, aims, rule, outcome, plain, chosenOn, used: options.use, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

/** @throws NarashiError cli.invalid-value */
function aimsOf(options: Options, usual: DecisionAims, say: Voice): DecisionAims {
  const yen = (name: string, text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : amount(name, text, say);
  return {
    escapeCostYen: yen('--escape-cost', options.escapeCost, usual.escapeCostYen),
    overkillCostYen: yen('--overkill-cost', options.overkillCost, usual.overkillCostYen),
    reviewCostYen: yen('--review-cost', options.reviewCost, usual.reviewCostYen),
    defectShare: percentOf('--defects', options.defects, say) ?? usual.defectShare,
    maximumEscape: percentOf('--max-escape', options.maxEscape, say) ?? usual.maximumEscape,
    maximumReview: percentOf('--max-review', options.maxReview, say) ?? usual.maximumReview,
  };
}

function percentOf(name: string, text: string | undefined, say: Voice): number | undefined {
  if (text === undefined) return undefined;
  const value = amount(name, text, say);
  if (value > 100) throw invalid(name, text, say('expected.most', { limit: 100 }));
  return value / 100;
}

/** Both thresholds, or one for both: no band. @throws NarashiError cli.invalid-value */
function typedRule({ okBelow, ngFrom }: Options, say: Voice): DecisionRule | null {
  if (okBelow === undefined && ngFrom === undefined) return null;
  const share = (name: string, text: string) => {
    const value = amount(name, text, say);
    if (value > 1) throw invalid(name, text, say('expected.most', { limit: 1 }));
    return value;
  };
  const low = share('--ok-below', okBelow ?? ngFrom ?? '');
  const high = share('--ng-from', ngFrom ?? okBelow ?? '');
  if (low > high) throw invalid('--ng-from', String(high), say('expected.least', { limit: low }));
  return decisionRule.parse({ okBelow: low, ngFrom: high, unlikeFrom: null });
}

function invalid(name: string, value: string, expected: string): NarashiError {
  return new NarashiError('cli.invalid-value', { name, value, expected });
}
