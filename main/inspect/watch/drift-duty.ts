// When a drift check is due: after enough parts, though not more often than the false alarms per day allow; or once a day.
import { type DriftCheck, driftCheck, isDrifted, isNoMore } from '../../../shared/domain/drift.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import type { LineStore } from '../../store/index.ts';
import { alphaOf, checkDrift } from './drift-check.ts';
import { driftWords } from './drift-words.ts';
import { DAY, type Duty, isPast, MINUTE, type Situation } from './duty.ts';
import type { Pause } from './pause.ts';
import { type UsualShares, usualShares } from './usual.ts';
import type { WatchedModel } from './watched-model.ts';

export interface DriftDutyOptions {
  readonly settings: LineSettings['watch'];
  readonly store: LineStore;
  readonly model: () => WatchedModel | undefined;
  readonly log: (line: string) => void;
}

/** A day with fewer parts is added to the next. */
const LEAST_OF_A_DAY = 50;
/** Parts of a drifted window that wait for a look. */
const DRAWN = 12;
const CHECKED = 'watch drift';
const firstOf = (model: string) => `watch first part of ${model}`;

export class DriftDuty implements Duty {
  readonly name = 'drift';
  readonly #options: DriftDutyOptions;
  /** Parts since the last check. */
  #parts: number;
  #lastAt: Date | null;
  /** The model of which it was said that there is too little to compare. */
  #mute = '';
  /** What is usual for this model, once known. */
  #usual: { readonly model: string; readonly shares: UsualShares } | undefined;

  constructor(options: DriftDutyOptions) {
    const { store } = options;
    this.#options = options;
    this.#parts = store.parts.lastId() - store.cursor(CHECKED);
    const last = store.checks.last('drift');
    this.#lastAt = last ? new Date(last.at) : null;
  }

  partJudged(): void {
    this.#parts++;
  }

  /** Parts of different models are not compared together. */
  modelLoaded(isOther: boolean): void {
    const { store, model } = this.#options;
    const name = model()?.name;
    const last = store.parts.lastId();
    if (isOther) {
      store.moveCursor(CHECKED, last);
      this.#parts = 0;
    }
    if (name !== undefined && store.cursor(firstOf(name)) === 0) store.moveCursor(firstOf(name), last + 1);
  }

  isDue({ now }: Situation): boolean {
    const { drift, everyParts, minutes } = this.#options.settings;
    if (!drift || !this.#options.model()) return false;
    if (this.#parts >= everyParts) return isPast(this.#lastAt, minutes * MINUTE, now);
    return this.#parts >= LEAST_OF_A_DAY && this.#lastAt !== null && isPast(this.#lastAt, DAY, now);
  }

  async run(now: Date, pause: Pause): Promise<void> {
    const { store, settings, model: current, log } = this.#options;
    const model = current();
    if (!model) return;
    const [after, upTo] = [store.cursor(CHECKED), store.parts.lastId()];
    this.#lastAt = now;
    const usual = await this.#usualOf(model.name, now, pause);
    const check = await checkDrift({ store, model, after, upTo, usual, alpha: alphaOf(settings.minutes), pause });
    // A model taken into use meanwhile began a window of its own.
    if (current() !== model) return;
    this.#parts = store.parts.lastId() - upTo;
    store.moveCursor(CHECKED, upTo);
    if (check.measures.length > 0 || check.shares.length > 0) this.#keep(check, log);
    if (check.measures.length === 0 && this.#mute !== model.name) {
      this.#mute = model.name;
      log(`drift: images are not compared, ${model.name} or this window has too few good ones`);
    }
  }

  #keep(check: DriftCheck, log: (line: string) => void): void {
    const { checks } = this.#options.store;
    const isAlarm = isDrifted(check);
    const last = checks.last('drift');
    // What somebody has seen, and has been so ever since, is no new alarm.
    const isSeen = isAlarm && last?.seenAt && isNoMore(check, driftCheck.parse(last.result));
    const isNew = checks.add('drift', !isAlarm, check, isSeen ? last : undefined);
    if (!isNew) return;
    log(`drift: ${driftWords(check)}`);
    this.#draw(check);
  }

  /** Some parts of the window, for people to see what has changed and whether the verdicts still hold. */
  #draw({ model, from, upTo }: DriftCheck): void {
    const { windows, reviews } = this.#options.store;
    for (const id of windows.sureWithImages({ model, after: from - 1, upTo }, DRAWN)) reviews.draw(id, 'drift');
  }

  async #usualOf(model: string, now: Date, pause: Pause): Promise<UsualShares | null> {
    const { store, settings } = this.#options;
    if (this.#usual?.model === model) return this.#usual.shares;
    const first = store.cursor(firstOf(model));
    const shares = await usualShares({ store, model, first, days: settings.usualDays, now, pause });
    this.#usual = shares ? { model, shares } : undefined;
    return shares;
  }
}
