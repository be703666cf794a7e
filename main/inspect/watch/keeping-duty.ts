// Housekeeping of a line: old images go, the log of the database is taken over, and little room on the disk is told early.
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import { freeBytes } from '../../data/disk-space.ts';
import type { LineStore } from '../../store/index.ts';
import { type Duty, HOUR, isPast, MINUTE, type Situation } from './duty.ts';
import type { Pause } from './pause.ts';
import { removeOldImages } from './retention.ts';

export interface KeepingOptions {
  readonly folder: string;
  readonly settings: Pick<LineSettings, 'watch' | 'images'>;
  readonly store: LineStore;
  readonly log: (line: string) => void;
  readonly free?: (folder: string) => Promise<number | null>;
}

export interface DiskRoom {
  readonly freeGigabytes: number;
  /** Less than the settings want. */
  readonly isLow: boolean;
}

/** Old images, every hour. */
export class RetentionDuty implements Duty {
  readonly name = 'retention';
  readonly #options: KeepingOptions;
  #lastAt: Date | null = null;

  constructor(options: KeepingOptions) {
    this.#options = options;
  }

  isDue({ now }: Situation): boolean {
    return isPast(this.#lastAt, HOUR, now);
  }

  async run(now: Date, pause: Pause): Promise<void> {
    const { folder, settings, store, log } = this.#options;
    this.#lastAt = now;
    const { days } = settings.images;
    const removed = await removeOldImages({ folder, store, days, now, pause });
    if (removed > 0) log(`${removed} images older than ${days} days removed`);
  }
}

/** The room on the disk, every minute. */
export class DiskDuty implements Duty {
  readonly name = 'disk';
  readonly #options: KeepingOptions;
  #lastAt: Date | null = null;
  room: DiskRoom | null = null;

  constructor(options: KeepingOptions) {
    this.#options = options;
  }

  isDue({ now }: Situation): boolean {
    return isPast(this.#lastAt, MINUTE, now);
  }

  async run(now: Date): Promise<void> {
    const { folder, settings, log, free = freeBytes } = this.#options;
    this.#lastAt = now;
    const bytes = await free(folder);
    const wasLow = this.room?.isLow ?? false;
    const isLow = bytes !== null && bytes < settings.watch.freeGigabytes * 1e9;
    this.room = bytes === null ? null : { freeGigabytes: Math.round(bytes / 1e8) / 10, isLow };
    if (isLow && !wasLow) log(`disk: ${this.room?.freeGigabytes} GB are left`);
  }
}

/** Parts recorded since the log of the database was last taken over. */
const UNTIDY = 200;

export class TidyDuty implements Duty {
  readonly name = 'tidy';
  readonly #store: Pick<LineStore, 'tidy'>;
  #parts = 0;

  constructor(store: Pick<LineStore, 'tidy'>) {
    this.#store = store;
  }

  partJudged(): void {
    this.#parts++;
  }

  isDue({ isIdle }: Situation): boolean {
    return isIdle && this.#parts >= UNTIDY;
  }

  async run(): Promise<void> {
    this.#parts = 0;
    this.#store.tidy();
  }
}
