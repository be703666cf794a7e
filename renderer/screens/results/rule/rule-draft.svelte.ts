// The rule on screen: what it is to be chosen by, the recommended one, the one moved by hand, and what it does.
import type { DecisionOutcome, KeptRule, Recommendation, ThresholdPoint } from '../../../../shared/contract/judging.ts';
import type { DecisionAims, DecisionRule } from '../../../../shared/domain/decision.ts';
import { useApi } from '../../../stores/api.ts';
import { Load } from '../../../stores/load.svelte.ts';

interface Found {
  readonly recommendation: Recommendation;
  readonly points: readonly ThresholdPoint[];
}

export class RuleDraft {
  kept: KeptRule | undefined = $state.raw();
  aims: DecisionAims | undefined = $state.raw();
  /** Why the last attempt to keep or clear was refused. */
  refusal: unknown = $state.raw();
  busy = $state(false);
  #moved: DecisionRule | undefined = $state.raw();
  readonly #judging = useApi().judging;
  readonly #runId: number;
  readonly #first: Load<KeptRule>;
  readonly #found: Load<Found>;
  readonly #outcome: Load<DecisionOutcome>;

  constructor(runId: number) {
    this.#runId = runId;
    this.#first = new Load((signal) => this.#judging.rule({ runId }, { signal }));
    this.#found = new Load(async (signal) => {
      const question = { runId, aims: required(this.aims) };
      const [recommendation, { points }] = await Promise.all([
        this.#judging.recommend(question, { signal }),
        this.#judging.curve(question, { signal }),
      ]);
      return { recommendation, points };
    });
    this.#outcome = new Load((signal) =>
      this.#judging.outcome({ runId, aims: required(this.aims), rule: required(this.rule) }, { signal }),
    );
  }

  async open(): Promise<void> {
    await this.#first.again();
    this.kept = this.#first.value;
    if (!this.kept) return;
    this.#moved = this.kept.rule ?? undefined;
    await this.choose(this.kept.aims);
  }

  /** With other aims another rule is recommended; one moved by hand stays. */
  async choose(aims: DecisionAims): Promise<void> {
    this.aims = aims;
    await this.#found.again();
    await this.#weigh();
  }

  async move(rule: DecisionRule | undefined): Promise<void> {
    this.#moved = rule;
    await this.#weigh();
  }

  /** Undefined while nothing is known, or where no rule can be recommended. */
  get rule(): DecisionRule | undefined {
    return this.#moved ?? this.recommendation?.rule ?? undefined;
  }

  get isMoved(): boolean {
    return this.#moved !== undefined && !isSame(this.#moved, this.recommendation?.rule ?? null);
  }

  get isKept(): boolean {
    return this.rule !== undefined && isSame(this.rule, this.kept?.rule ?? null);
  }

  get recommendation(): Recommendation | undefined {
    return this.#found.value?.recommendation;
  }

  get points(): readonly ThresholdPoint[] {
    return this.#found.value?.points ?? [];
  }

  get outcome(): DecisionOutcome | undefined {
    return this.#outcome.value;
  }

  get problem(): unknown {
    return this.#first.problem ?? this.#found.problem ?? this.#outcome.problem;
  }

  /** Null: without a rule. Returns whether it is in force now. */
  async keep(rule: DecisionRule | null): Promise<boolean> {
    this.refusal = undefined;
    this.busy = true;
    try {
      this.kept = await this.#judging.setRule({ runId: this.#runId, rule, aims: required(this.aims) });
      return true;
    } catch (error) {
      this.refusal = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #weigh(): Promise<void> {
    if (this.rule) await this.#outcome.again();
  }
}

function isSame(one: DecisionRule, other: DecisionRule | null): boolean {
  return (
    other !== null &&
    one.okBelow === other.okBelow &&
    one.ngFrom === other.ngFrom &&
    one.unlikeFrom === other.unlikeFrom
  );
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('asked for before it was there');
  return value;
}
