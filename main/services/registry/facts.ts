// What was measured of a run's model, gathered for its gates.
import type { GateResult } from '../../../shared/domain/gates.ts';
import { type GateFacts, gatesOf, outcomeOf, outcomeOfRule } from '../../eval/index.ts';
import type { KeptPackage, Store } from '../../store/index.ts';
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
    package: packageOf(store.packages.list(runId)),
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

/** What the newest package says of the model that the line runs; null without one, and of one that was not timed. */
export function packageOf(packages: readonly Pick<KeptPackage, 'manifest'>[]): GateFacts['package'] {
  const main = packages[0]?.manifest.models.find(({ kind }) => kind === 'main');
  if (!main?.latency) return null;
  const { images, disagreements } = main.parity;
  return { images, disagreements, p95: main.latency.p95 };
}
