// The gates of an approval: settings and measured facts → each gate passed, failed or not measured, with its numbers.
import type { Evaluation, Rate } from '../../shared/domain/evaluation.ts';
import type { GateLack, GateResult, GateSettings } from '../../shared/domain/gates.ts';
import { balancedAccuracyInterval } from './balanced-interval.ts';
import { upperBound } from './intervals.ts';

/** What was measured of a model; null where it was not. */
export interface GateFacts {
  /** On the test images, by the surest class. */
  readonly evaluation: Pick<Evaluation, 'confusion' | 'balancedAccuracy'> | null;
  /** Of the test images, with the rule the model is used with; each null without images of the kind. */
  readonly escape: Rate | null;
  readonly overkill: Rate | null;
  readonly golden: GoldenFacts | Extract<GateLack, 'golden-set' | 'golden-judgement' | 'live-golden-judgement'>;
  readonly robustness: number | null;
  readonly package: { readonly disagreements: number; readonly images: number; readonly p95: number } | null;
  readonly taktMilliseconds: number;
}

export interface GoldenFacts {
  readonly images: number;
  /** The live model right, this one wrong; 0 where no model is live. */
  readonly regressions: number;
  readonly mistakes: number;
}

/** In the order of `gateNames`; gates that are not asked for are left out. */
export function gatesOf(settings: GateSettings, facts: GateFacts): GateResult[] {
  const { minimumBalancedAccuracy, maximumEscape, maximumOverkill, judgedBy } = settings;
  const results = [
    ask(minimumBalancedAccuracy, (limit) => balancedAccuracy(limit, facts.evaluation)),
    ask(maximumEscape, (limit) => share('escape', limit, judgedBy, facts)),
    ask(maximumOverkill, (limit) => share('overkill', limit, judgedBy, facts)),
    ask(settings.maximumRegressions, (limit) => golden(limit, facts.golden)),
    ask(settings.minimumRobustness, (limit) => robustness(limit, facts.robustness)),
    ask(settings.maximumTaktShare, (limit) => latency(limit * facts.taktMilliseconds, facts.package)),
    ask(settings.maximumDisagreements, (limit) => parity(limit, facts.package)),
  ];
  return results.filter((result) => result !== null);
}

/** What keeps a model from being approved. */
export function unmet(results: readonly GateResult[]): GateResult[] {
  return results.filter(({ status }) => status !== 'passed');
}

function ask(limit: number | null, judge: (limit: number) => GateResult): GateResult | null {
  return limit === null ? null : judge(limit);
}

const blank = {
  measured: null,
  estimate: null,
  mistakes: null,
  images: null,
  imagesNeeded: null,
  lacks: null,
} as const;

function notMeasured(gate: GateResult['gate'], limit: number, lacks: GateLack): GateResult {
  return { ...blank, gate, limit, status: 'not-measured', lacks };
}

function measured(
  gate: GateResult['gate'],
  limit: number,
  { passes, ...figures }: Partial<GateResult> & { readonly passes: boolean; readonly measured: number },
): GateResult {
  return { ...blank, gate, limit, status: passes ? 'passed' : 'failed', ...figures };
}

function balancedAccuracy(limit: number, evaluation: GateFacts['evaluation']): GateResult {
  const gate = 'balanced-accuracy';
  const interval = evaluation && balancedAccuracyInterval(evaluation.confusion);
  if (!interval) return notMeasured(gate, limit, 'test-images');
  const { low } = interval;
  return measured(gate, limit, { passes: low >= limit, measured: low, estimate: evaluation.balancedAccuracy });
}

function share(
  gate: 'escape' | 'overkill',
  limit: number,
  judgedBy: GateSettings['judgedBy'],
  facts: GateFacts,
): GateResult {
  if (!facts.evaluation) return notMeasured(gate, limit, 'test-images');
  const found = facts[gate];
  if (!found) return notMeasured(gate, limit, gate === 'escape' ? 'defective-images' : 'good-images');
  const { count: mistakes, total: images, value: estimate } = found;
  if (judgedBy === 'estimate') {
    return measured(gate, limit, { passes: estimate <= limit, measured: estimate, estimate, mistakes, images });
  }
  const bound = upperBound(mistakes, images);
  const imagesNeeded = imagesToProve(limit);
  return measured(gate, limit, { passes: bound <= limit, measured: bound, estimate, mistakes, images, imagesNeeded });
}

/** So many images without a mistake bound the share by `limit`; null where no number does. */
export function imagesToProve(limit: number, confidence = 0.95): number | null {
  if (limit <= 0) return null;
  return limit >= 1 ? 1 : Math.ceil(Math.log(1 - confidence) / Math.log(1 - limit));
}

function golden(limit: number, facts: GateFacts['golden']): GateResult {
  if (typeof facts === 'string') return notMeasured('golden', limit, facts);
  const { images, mistakes, regressions } = facts;
  return measured('golden', limit, { passes: regressions <= limit, measured: regressions, mistakes, images });
}

function robustness(limit: number, score: number | null): GateResult {
  if (score === null) return notMeasured('robustness', limit, 'robustness-study');
  return measured('robustness', limit, { passes: score >= limit, measured: score });
}

function latency(limit: number, made: GateFacts['package']): GateResult {
  if (!made) return notMeasured('latency', limit, 'package');
  return measured('latency', limit, { passes: made.p95 <= limit, measured: made.p95 });
}

function parity(limit: number, made: GateFacts['package']): GateResult {
  if (!made || made.images === 0) return notMeasured('parity', limit, 'package');
  const { disagreements, images } = made;
  return measured('parity', limit, {
    passes: disagreements <= limit,
    measured: disagreements,
    mistakes: disagreements,
    images,
  });
}
