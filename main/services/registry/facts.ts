// What was measured of a run's model, gathered for its gates.
import { z } from 'zod';
import type { GateResult } from '../../../shared/domain/gates.ts';
import { type GateFacts, gatesOf, outcomeOf, outcomeOfRule } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import { JudgementReader, latestTest } from '../judged-images.ts';
import { LikenessReader } from '../judging/likeness.ts';
import { keptRuleOf, scoredImages } from '../judging/rules.ts';
import { goldenFactsOf } from './golden.ts';
import { placeOf } from './line.ts';

/** By the settings of its project as they are now. @throws NarashiError as placeOf */
export function gatesOfRun(store: Store, runId: number): GateResult[] {
  const { projectId } = placeOf(store, runId);
  return gatesOf(store.projectGates.of(projectId).settings, factsOf(store, runId));
}

/** @throws NarashiError as placeOf */
export function factsOf(store: Store, runId: number): GateFacts {
  const { projectId } = placeOf(store, runId);
  return {
    evaluation: latestTest(store.evaluations.list(runId))?.result ?? null,
    ...ratesOf(store, runId),
    golden: goldenFactsOf(store, projectId, runId),
    robustness: robustnessOf(store, runId),
    package: packageOf(store.artefacts.list(runId)),
    taktMilliseconds: store.projects.get(projectId).settings.taktSeconds * 1000,
  };
}

/** Of the test images, with the rule the model is used with. */
function ratesOf(store: Store, runId: number): Pick<GateFacts, 'escape' | 'overkill'> {
  const { rule, aims } = keptRuleOf(store, runId);
  const judgements = new JudgementReader(store).of(runId);
  if (rule) {
    return outcomeOfRule(scoredImages(judgements, new LikenessReader(store).of(runId)?.images), rule, aims);
  }
  const { classes, images } = judgements ?? { classes: [], images: [] };
  const decided = images.map(({ actual, predicted }) => ({
    isDefective: classes[actual]?.verdict === 'NG',
    decision: classes[predicted]?.verdict ?? 'NG',
  }));
  return outcomeOf(decided, aims);
}

/** Score of the newest sweep that is done. */
function robustnessOf(store: Store, runId: number): number | null {
  const study = store.studies.list({ runId, kind: 'robustness' }).find(({ status }) => status === 'done');
  const result = study && store.studies.result(study.id);
  return result?.kind === 'robustness' ? result.score : null;
}

const packageMetadata = z.object({
  parity: z.object({ images: z.int().nonnegative(), disagreements: z.int().nonnegative() }),
  /** Milliseconds. */
  latency: z.object({ p95: z.number().nonnegative() }),
});

/** What the newest package says of itself; null without one, and of one that does not say it. */
export function packageOf(
  artefacts: readonly { readonly kind: string; readonly metadata: unknown }[],
): GateFacts['package'] {
  const made = artefacts.findLast(({ kind }) => kind === 'package');
  const { data } = packageMetadata.safeParse(made?.metadata);
  return data ? { ...data.parity, p95: data.latency.p95 } : null;
}
