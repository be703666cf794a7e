// How a run's judgements are used and understood: rules with a band for people, honest probabilities, weak spots.
import type { judging } from '../../shared/contract/judging.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { cheapestThreshold, outcomeOfRule, thresholdCurve } from '../eval/index.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { JudgementReader } from './judged-images.ts';
import { calibrationOf } from './judging/calibration.ts';
import { keepRule, keptRuleOf, recommend, scoredImages } from './judging/rules.ts';
import { slicesOfRun } from './judging/slices.ts';

export function createJudgingService(context: AppContext): Implementation<typeof judging> {
  const { store } = context.workspace;
  const judgements = new JudgementReader(store);
  return {
    rule: ({ runId }) => keptRuleOf(store, runId),

    setRule({ runId, rule, aims }) {
      logged(context, (log) => keepRule(store, log, runId, rule && { rule, aims }));
      context.emit.judging('changed', { runId });
      return keptRuleOf(store, runId);
    },

    recommend: ({ runId, aims }) => recommend(judgements, runId, aims),

    outcome: ({ runId, aims, rule }) => outcomeOfRule(scoredImages(judgements.of(runId)), rule, aims),

    curve({ runId, aims }) {
      const images = scoredImages(judgements.of(runId));
      if (images.length === 0) return { points: [], cheapest: null };
      const points = thresholdCurve(
        images.map(({ ngScore }) => ngScore),
        images.map(({ isDefective }) => isDefective),
        aims,
      );
      return { points, cheapest: cheapestThreshold(points) };
    },

    calibration: ({ runId }) => calibrationOf(store, runId),
    slices: ({ runId, by }) => slicesOfRun(store, judgements, runId, by),
  };
}
