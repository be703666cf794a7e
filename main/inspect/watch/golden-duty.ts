// The package in use and its samples, checked daily while nothing is waiting. Where that fails no part is OK any more.
import type { LineStore, PartDraft } from '../../store/index.ts';
import { DAY, type Duty, HOUR, isPast, MINUTE, type Situation } from './duty.ts';
import type { checkGolden, GoldenAnswer } from './golden.ts';
import type { WatchedSlot } from './watched-model.ts';

export interface GoldenDutyOptions {
  readonly isWanted: boolean;
  readonly store: LineStore;
  readonly slot: WatchedSlot;
  readonly check: typeof checkGolden;
  /** It failed, or no longer does. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/** On a line that is never idle it is done all the same, this much later. */
const LATEST = 6 * HOUR;
/** After a failure it is tried again and again: the package may have been put right. */
const RETRY = 10 * MINUTE;

export class GoldenDuty implements Duty {
  readonly name = 'samples';
  readonly #options: GoldenDutyOptions;
  #lastAt: Date | null;
  #failure: GoldenAnswer['failure'] = null;

  constructor(options: GoldenDutyOptions) {
    this.#options = options;
    const last = options.store.checks.last('samples');
    this.#lastAt = last ? new Date(last.at) : null;
  }

  /** Why no part is OK at present; null where the last check went well. */
  get failure(): GoldenAnswer['failure'] {
    return this.#failure;
  }

  /** It was checked when it was loaded. */
  modelLoaded(now: Date): void {
    const { current } = this.#options.slot;
    if (!current) return;
    this.#settle(now, current.name, { samples: current.samples, failure: null });
  }

  isDue({ now, isIdle }: Situation): boolean {
    const { isWanted, slot } = this.#options;
    if (!isWanted || !slot.current) return false;
    if (this.#failure) return isPast(this.#lastAt, RETRY, now);
    return isPast(this.#lastAt, isIdle ? DAY : DAY + LATEST, now);
  }

  async run(now: Date): Promise<void> {
    const { slot, check } = this.#options;
    const { current, path } = slot;
    if (!current || path === undefined) return;
    const first = await check(path, current.sha256);
    // Once may be an accident: a virus scanner in the file, no memory left.
    const answer = first.failure ? await check(path, current.sha256) : first;
    // A model taken into use meanwhile was checked then.
    if (slot.current === current) this.#settle(now, current.name, answer);
  }

  /** Parts judged while it fails are errors. */
  distrusted(drafts: readonly PartDraft[]): readonly PartDraft[] {
    if (!this.#failure) return drafts;
    return drafts.map((draft) =>
      draft.outcome === 'error' ? draft : { ...draft, outcome: 'error', errorCode: 'line.samples-failed' },
    );
  }

  #settle(now: Date, model: string, answer: GoldenAnswer): void {
    const { store, onChange, log } = this.#options;
    const wasFailing = this.#failure !== null;
    this.#lastAt = now;
    this.#failure = answer.failure;
    if (answer.failure) {
      if (!wasFailing) log(`samples: ${answer.failure.en}`);
    } else if (wasFailing) log('samples are judged as they should be again');
    // While it goes on failing, once is enough for the journal.
    if (!(wasFailing && answer.failure)) store.checks.add('samples', answer.failure === null, { model, ...answer });
    if (wasFailing !== (answer.failure !== null)) onChange();
  }
}
