// How a run's judgements are used and understood: rules with a band for people, honest probabilities, weak spots.
import type { judging } from '../../shared/contract/judging.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { cheapestThreshold, outcomeOfRule, thresholdCurve } from '../eval/index.ts';
import type { StartChild } from '../jobs/control/child.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { JudgementReader } from './judged-images.ts';
import { Attention } from './judging/attention.ts';
import { calibrationOf } from './judging/calibration.ts';
import { LikenessReader, neighboursOf, unlikeImages } from './judging/likeness.ts';
import { keepRule, keptRuleOf, recommend, scoredImages } from './judging/rules.ts';
import { slicesOfRun } from './judging/slices.ts';

export function createJudgingService(
  context: AppContext,
  { startChild }: { readonly startChild: StartChild },
): Implementation<typeof judging> {
  const { store } = context.workspace;
  const judgements = new JudgementReader(store);
  const likeness = new LikenessReader(store);
  const attention = new Attention(context.workspace, judgements, startChild);
  return {
    rule: ({ runId }) => keptRuleOf(store, runId),

    setRule({ runId, rule, aims }) {
      if (rule && rule.unlikeFrom !== null) likeness.require(runId);
      logged(context, (log) => keepRule(store, log, runId, rule && { rule, aims }));
      context.emit.judging('changed', { runId });
      return keptRuleOf(store, runId);
    },

    recommend: ({ runId, aims }) => ({
      ...recommend(judgements, runId, aims),
      unlikeThreshold: likeness.of(runId)?.result.threshold ?? null,
    }),

    outcome: ({ runId, aims, rule }) =>
      outcomeOfRule(scoredImages(judgements.of(runId), likeness.of(runId)?.images), rule, aims),

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
    neighbours: ({ runId, imageId }) => neighboursOf(store, likeness, runId, imageId),
    heatmap: ({ runId, imageId }, { signal }) => attention.of(runId, imageId, signal),
    unlike: ({ runId, limit }) => unlikeImages(likeness.require(runId).result, judgements.of(runId), limit),
    slices: ({ runId, by }) => slicesOfRun(store, judgements, runId, by),
  };
}
