// The rule a run's model is used with, and the one its validation images speak for.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { KeptRule, Recommendation } from '../../../shared/contract/judging.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { defaultEconomics } from '../../../shared/domain/benefit.ts';
import type { DecisionAims, DecisionRule } from '../../../shared/domain/decision.ts';
import { outcomeOf, outcomeOfRule, recommendRule, type ScoredImage } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import type { Log } from '../activity.ts';
import type { JudgementReader, Judgements } from '../judged-images.ts';

/** A person needs about so long for one part. */
const SECONDS_PER_LOOK = 20;
/** Of each kind of images, at least so many for a rule to be chosen on them. */
const FEWEST = 5;

/** @throws NarashiError store.run-not-found */
export function keptRuleOf(store: Store, runId: number): KeptRule {
  const found = store.decisionRules.latest(runId);
  return {
    rule: found?.kept?.rule ?? null,
    aims: found?.kept?.aims ?? usualAims(store, runId),
    operator: found?.operator ?? '',
    at: found?.at ?? null,
  };
}

/**
 * In force from now on; null: the most probable class. Call it in a transaction.
 * @throws NarashiError store.run-not-found, services.not-trained, audit.head-differs
 */
export function keepRule(
  store: Store,
  log: Log,
  runId: number,
  kept: { readonly rule: DecisionRule; readonly aims: DecisionAims } | null,
): void {
  const { projectId, status } = store.runs.get(runId);
  if (status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status });
  const { operator } = store.settings.app();
  store.decisionRules.add(runId, kept, operator);
  const data = { project: projectId, ...(kept ? { rule: kept.rule, aims: kept.aims } : {}) };
  store.audit.append({ kind: kept ? 'rule.set' : 'rule.cleared', subject: `run:${runId}`, data });
  if (kept) {
    const { okBelow, ngFrom } = kept.rule;
    log({ kind: 'rule.set', projectId, runId, data: { okBelow: inPercent(okBelow), ngFrom: inPercent(ngFrom) } });
  } else log({ kind: 'rule.cleared', projectId, runId, data: {} });
}

/** Of a share, to a tenth of a percent: what the log says. */
const inPercent = (share: number): number => Math.round(share * 1000) / 10;

/** From what the project says of costs and of the line. */
function usualAims(store: Store, runId: number): DecisionAims {
  const { projectId } = store.runs.get(runId);
  const settings = projectId === null ? defaultProjectSettings : store.projects.get(projectId).settings;
  const economics = (projectId === null ? undefined : store.trials.economics(projectId)) ?? defaultEconomics;
  return {
    escapeCostYen: settings.escapeCostYen,
    overkillCostYen: settings.overkillCostYen,
    reviewCostYen: Math.round((economics.operatorYenPerHour / 3600) * SECONDS_PER_LOOK),
    defectShare: economics.defectShare,
    maximumEscape: null,
    maximumReview: 0.05,
  };
}

/**
 * The images of a split as decisions see them; none where it was not judged.
 * @param distances of images to the training images, where they were compared
 */
export function scoredImages(
  judgements: Judgements | undefined,
  distances?: ReadonlyMap<number, { readonly distance: number }>,
): ScoredImage[] {
  if (!judgements) return [];
  const { classes, images } = judgements;
  return images.map(({ imageId, ngScore, actual }) => ({
    ngScore,
    isDefective: classes[actual]?.verdict === 'NG',
    distance: distances?.get(imageId)?.distance ?? null,
  }));
}

/**
 * Chosen on the validation images and counted on the test images, so that its figures are not flattered. Only where there
 * are too few validation images of a kind are the test images used for both. @throws NarashiError store.run-not-found
 */
export function recommend(
  reader: JudgementReader,
  runId: number,
  aims: DecisionAims,
): Omit<Recommendation, 'unlikeThreshold'> {
  const validation = scoredImages(reader.of(runId, 'validation'));
  const tested = reader.of(runId);
  const test = scoredImages(tested);
  const split = hasEnough(validation) ? 'validation' : 'test';
  const images = split === 'validation' ? validation : test;
  const rule = recommendRule(images, aims);
  const judged = tested?.images.map(({ actual, predicted }) => ({
    isDefective: tested.classes[actual]?.verdict === 'NG',
    decision: tested.classes[predicted]?.verdict ?? 'NG',
  }));
  return {
    chosenOn: { split, images: images.length, defective: images.filter(({ isDefective }) => isDefective).length },
    rule,
    outcome: rule && outcomeOfRule(test, rule, aims),
    plain: outcomeOf(judged ?? [], aims),
  };
}

function hasEnough(images: readonly ScoredImage[]): boolean {
  const defective = images.filter(({ isDefective }) => isDefective).length;
  return defective >= FEWEST && images.length - defective >= FEWEST;
}
