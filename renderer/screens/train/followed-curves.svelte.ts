// The curves of a run as they grow: what there is, then point by point, shown at most four times a second.
import { untrack } from 'svelte';
import type { CurvePoint } from '../../../shared/contract/training.ts';
import { useApi } from '../../stores/api.ts';
import { isCancelled } from '../../stores/problem.ts';
import { type CurveColumns, LiveCurves } from './live-curves.ts';

const rest = 250;

export class FollowedCurves {
  readonly #runId: number;
  #curves = new LiveCurves();
  #columns: CurveColumns = $state.raw({ ...new LiveCurves().columns });
  /** Points that came while the earlier ones were being asked for. */
  #early: CurvePoint[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  problem: unknown = $state.raw();

  constructor(runId: number) {
    this.#runId = runId;
  }

  get columns(): CurveColumns {
    return this.#columns;
  }

  /** Follows the run; call it inside an effect and return what it returns. */
  follow(): () => void {
    const { training } = useApi();
    const end = training.on('point', ({ runId, point }) => {
      if (runId !== this.#runId) return;
      if (this.#early) this.#early.push(point);
      else if (this.#curves.add(point)) this.#later();
    });
    untrack(() => void this.again());
    return () => {
      end();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  async again(): Promise<void> {
    this.#early = [];
    try {
      const points = await useApi().training.curves({ runId: this.#runId });
      this.#curves = new LiveCurves([...points, ...this.#early]);
      this.problem = undefined;
      this.#show();
    } catch (error) {
      if (!isCancelled(error)) this.problem = error;
    } finally {
      this.#early = undefined;
    }
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#show(), rest);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // A new object around the same columns: runes see a change without a copy of every point.
    this.#columns = { ...this.#curves.columns };
  }
}
