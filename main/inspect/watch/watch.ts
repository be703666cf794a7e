// What is looked after beside the judging, one thing at a time and never in its way. It has no clock of its own: whoever
// runs the line calls `tick` now and then.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { alarmingIn } from '../../../shared/domain/alarm.ts';
import { driftCheck } from '../../../shared/domain/drift.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import type { CheckKind, LineStore, PartDraft } from '../../store/index.ts';
import { DriftDuty } from './drift-duty.ts';
import type { Duty } from './duty.ts';
import { checkGolden } from './golden.ts';
import { GoldenDuty } from './golden-duty.ts';
import { DiskDuty, RetentionDuty, TidyDuty } from './keeping-duty.ts';
import { pauseUnless, StoppedError } from './pause.ts';
import type { WatchReport } from './watch-report.ts';
import type { WatchedSlot } from './watched-model.ts';

export interface WatchOptions {
  readonly folder: string;
  readonly settings: Pick<LineSettings, 'watch' | 'images'>;
  readonly store: LineStore;
  readonly slot: WatchedSlot;
  /** Parts without a verdict yet. */
  readonly open: () => number;
  /** Whether the line is ready may have changed. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  readonly check?: typeof checkGolden;
  readonly free?: (folder: string) => Promise<number | null>;
}

/** Since the last part, before the line is taken for idle. */
const QUIET = 200;
/** A check of the package is waited for at the end, since its thread must not be ended; but not for ever. */
const LONGEST_WAIT = 20_000;

export class Watch {
  readonly #options: WatchOptions;
  readonly #drift: DriftDuty;
  readonly #golden: GoldenDuty;
  readonly #disk: DiskDuty;
  readonly #tidy: TidyDuty;
  readonly #duties: readonly Duty[];
  #lastPart = 0;
  #isStopping = false;
  #running: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    const { settings, store, slot, log, onChange, check = checkGolden } = options;
    this.#options = options;
    this.#drift = new DriftDuty({ settings: settings.watch, store, model: () => slot.current, log });
    this.#golden = new GoldenDuty({ isWanted: settings.watch.samples, store, slot, check, onChange, log });
    this.#disk = new DiskDuty(options);
    this.#tidy = new TidyDuty(store);
    this.#duties = [this.#golden, this.#drift, this.#disk, new RetentionDuty(options), this.#tidy];
  }

  /** Why no part is OK at present. */
  get failure(): NarashiError | null {
    return this.#golden.failure && new NarashiError('line.samples-failed', {});
  }

  /** A part has its verdict. */
  partJudged(): void {
    this.#lastPart = this.#options.now().getTime();
    this.#drift.partJudged();
    this.#tidy.partJudged();
  }

  /** The model in use was loaded; another than before where `isOther`. */
  modelLoaded({ isOther }: { readonly isOther: boolean }): void {
    this.#drift.modelLoaded(isOther);
    this.#golden.modelLoaded(this.#options.now());
  }

  /** As they are to be recorded: none is OK while the samples fail. */
  trusted(drafts: readonly PartDraft[]): readonly PartDraft[] {
    return this.#golden.distrusted(drafts);
  }

  /** Somebody has seen the alarms that stand. @returns how many checks it concerned */
  see(operator: string): number {
    const { checks } = this.#options.store;
    return checks.see('drift', operator) + checks.see('samples', operator);
  }

  /** Does what is due, if nothing is being done. */
  tick(): void {
    if (this.#isStopping || this.#running) return;
    const { now, open } = this.#options;
    const time = now();
    const isIdle = open() === 0 && Math.abs(time.getTime() - this.#lastPart) >= QUIET;
    const duty = this.#duties.find((each) => each.isDue({ now: time, isIdle }));
    if (!duty) return;
    this.#running = this.#do(duty, time).finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves once nothing is being done; something may be due again. */
  async settled(): Promise<void> {
    await this.#running;
  }

  report(): WatchReport {
    const { checks } = this.#options.store;
    const of = (kind: CheckKind) => {
      const found = checks.last(kind);
      return found ? { at: found.at, passed: found.passed } : null;
    };
    const unseen = checks.unseen('drift');
    return {
      samples: of('samples'),
      drift: of('drift'),
      alarm: unseen ? { at: unseen.at, found: alarmingIn(driftCheck.parse(unseen.result)) } : null,
      failure: this.#golden.failure,
      disk: this.#disk.room,
    };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_WAIT);
    });
    await Promise.race([this.#running ?? Promise.resolve(), late]);
    clearTimeout(timer);
  }

  async #do(duty: Duty, time: Date): Promise<void> {
    try {
      await duty.run(
        time,
        pauseUnless(() => this.#isStopping),
      );
    } catch (error) {
      if (error instanceof StoppedError) return;
      this.#options.log(`${duty.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
