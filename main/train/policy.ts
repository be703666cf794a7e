// What happens between steps, in plain numbers: which kind of step comes next, its scalars, and how λ follows the sharpness.
import type { Recipe } from '../../shared/domain/recipe.ts';
import { adamCorrections } from '../optim/base-optimizer.ts';
import { afterGoodStep, afterOverflow, initialLossScale, type LossScale } from '../optim/loss-scale.ts';
import { initialLambda, type LambdaSettings, type LambdaState, updateLambda } from '../optim/regularization.ts';
import { learningRateAt, type Schedule } from '../optim/schedule.ts';
import type { StepKind } from './step-graph.ts';

/** Everything the policy remembers; part of every checkpoint. */
export interface PolicyState {
  /** Steps tried, skipped ones included. */
  readonly step: number;
  /** Steps that moved the weights: AdamW's corrections count these. */
  readonly updates: number;
  readonly lambda: LambdaState;
  /** Steps, or ascents of steps, that were left out because their numbers were not finite. */
  readonly skipped: number;
  readonly skippedInARow: number;
  /** Moved in mixed precision only. */
  readonly lossScale: LossScale;
}

export interface StepChoice {
  readonly kind: StepKind;
  readonly scalars: Readonly<Record<string, number>>;
  /** Radius of the ascent; 0 without one. */
  readonly radius: number;
  readonly learningRate: number;
}

export interface StepOutcome {
  readonly kind: StepKind;
  readonly radius: number;
  readonly loss: number;
  readonly perturbedLoss: number;
  readonly gradientNorm: number;
}

export class Policy {
  readonly #recipe: Recipe;
  readonly #schedule: Schedule;
  readonly #lambda: LambdaSettings;
  readonly #isMixed: boolean;

  constructor(recipe: Recipe, stepsPerEpoch: number, isMixed = false) {
    this.#recipe = recipe;
    this.#isMixed = isMixed;
    this.#schedule = {
      kind: recipe.schedule,
      warmupSteps: Math.round(recipe.warmupEpochs * stepsPerEpoch),
      totalSteps: recipe.epochs * stepsPerEpoch,
    };
    this.#lambda = {
      rule: recipe.method === 'samar' ? recipe.lambdaRule : 'fixed',
      initial: recipe.lambda,
      minimum: recipe.lambdaMinimum,
      maximum: recipe.lambdaMaximum,
    };
  }

  start(): PolicyState {
    const lambda = initialLambda(this.#lambda);
    return { step: 0, updates: 0, lambda, skipped: 0, skippedInARow: 0, lossScale: initialLossScale };
  }

  /** The kinds of step this recipe can ever take. */
  get kinds(): readonly StepKind[] {
    const { method, mode, rho, lambda } = this.#recipe;
    if (method === 'sgd' || rho === 0 || (lambda === 0 && this.#lambda.rule === 'fixed')) return ['base'];
    return mode === 'efficient' ? ['efficient', 'thorough'] : ['thorough'];
  }

  choose(state: PolicyState): StepChoice {
    const { lambda } = state.lambda;
    const { rho, mode, exactEvery } = this.#recipe;
    if (this.kinds[0] === 'base' || lambda === 0) return this.#choice('base', state, 0, 0);
    if (mode === 'thorough') return this.#choice('thorough', state, rho, lambda);
    // λ acts through the radius: ∇L(w+λe) ≈ (1−λ)g + λg̃. An exact step keeps that form and measures the sharpness.
    return this.#choice(state.step % exactEvery === 0 ? 'thorough' : 'efficient', state, lambda * rho, 1);
  }

  /** The same batch again without the ascent: for an ascent that left the numbers' range. */
  withoutAscent(state: PolicyState): StepChoice {
    return this.#choice('base', state, 0, 0);
  }

  /** After a step that moved the weights; `chosen` tells whether its ascent had to be left out. */
  taken(state: PolicyState, outcome: StepOutcome, chosen: StepKind = outcome.kind): PolicyState {
    // A sub-batch's losses before and after come from different BatchNormalization statistics: only exact steps count.
    const measured = outcome.kind === 'thorough';
    const { radius, gradientNorm } = outcome;
    const sharpness = outcome.perturbedLoss - outcome.loss;
    return {
      ...state,
      step: state.step + 1,
      updates: state.updates + 1,
      skipped: state.skipped + Number(chosen !== outcome.kind),
      skippedInARow: 0,
      lossScale: this.#isMixed ? afterGoodStep(state.lossScale) : state.lossScale,
      lambda: measured ? updateLambda(this.#lambda, state.lambda, { sharpness, radius, gradientNorm }) : state.lambda,
    };
  }

  /** To take the step again where its scaled gradients left the range of float16; undefined where the scale is not at fault. */
  rescaled(state: PolicyState): PolicyState | undefined {
    const lossScale = afterOverflow(state.lossScale);
    return lossScale && { ...state, lossScale };
  }

  /** After a step whose numbers were not finite: the weights stay as they were. */
  skipped(state: PolicyState): PolicyState {
    return { ...state, step: state.step + 1, skipped: state.skipped + 1, skippedInARow: state.skippedInARow + 1 };
  }

  #choice(kind: StepKind, state: PolicyState, radius: number, lambda: number): StepChoice {
    const { weightDecay, clipNorm, averageDecay } = this.#recipe;
    const learningRate = learningRateAt(this.#schedule, this.#recipe.learningRate, state.step);
    const corrections = adamCorrections(state.updates + 1);
    return {
      kind,
      radius,
      learningRate,
      scalars: {
        learningRate,
        weightDecay,
        radius,
        lambda,
        lossScale: state.lossScale.factor,
        clipNorm,
        averageDecay,
        firstCorrection: corrections.first,
        secondCorrection: corrections.second,
      },
    };
  }
}
