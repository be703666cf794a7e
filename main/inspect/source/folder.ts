// A watched folder as a source of parts. It is read again and again instead of being listened to: network drives tell
// nothing, and what came while the inspection was down must not be missed. Each file is judged once, whatever happens.
import { watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import { readImageFile } from '../../data/prepare-file.ts';
import { ImageProblem } from '../../data/raster.ts';
import type { LineStore } from '../../store/index.ts';
import type { Arrival } from '../arrival.ts';
import { exists, imagePlace, moveImage, placeOf } from '../keep-image.ts';
import { type ListedFile, listFiles, lookAt } from './listing.ts';
import { Settling } from './settling.ts';
import { isWhole } from './whole-file.ts';

export interface FolderOptions {
  readonly settings: NonNullable<LineSettings['folder']>;
  /** Of the line. */
  readonly lineFolder: string;
  readonly store: LineStore;
  /** @throws NarashiError line.busy, line.stopping, line.not-recorded */
  readonly inspect: (arrival: Arrival) => Promise<InspectedPart>;
  /** The part number a trigger gave for the next image; null where none waits. */
  readonly reference: () => string | null;
  readonly log: (line: string) => void;
}

/** Between two looks. */
const PERIOD = 60;
/** Files on their way at once: enough for whole batches, few enough for memory. */
const AT_ONCE = 32;
/** A file without its end may be this quiet before it is taken as it is. */
const GRACE = 2_000;
/** A crash interrupts no more than were on their way; and to spare. */
const RECOVERED = 10_000;
/** After a failure of the disk or the drive. */
const RETRY = 1_000;

export class FolderSource {
  readonly #options: FolderOptions;
  readonly #settling: Settling;
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Judged and left where they are; forgotten with the files. */
  #known = new Set<string>();
  #isStopping = false;
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #failure: NarashiError | null = null;

  constructor(options: FolderOptions) {
    this.#options = options;
    this.#settling = new Settling(options.settings.settleMilliseconds);
  }

  /** Why the folder cannot be read at present; null where it can. */
  get failure(): NarashiError | null {
    return this.#failure;
  }

  /** Finishes what a crash interrupted, then watches. */
  async start(): Promise<void> {
    await this.#recover();
    this.#running = this.#run();
  }

  /** Waits for the parts on their way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await this.#running;
    await Promise.all(this.#inFlight.values());
  }

  async #run(): Promise<void> {
    const { settings, log } = this.#options;
    // A hint, where the system gives one; the period does without.
    const watcher = hintsOf(settings.path, () => this.#wake());
    while (!this.#isStopping) {
      let pause = PERIOD;
      try {
        await this.#look();
        if (this.#failure !== null) log(`folder ${settings.path} can be read again`);
        this.#failure = null;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (this.#failure === null) log(`folder ${settings.path} cannot be read: ${reason}`);
        this.#failure = new NarashiError('line.folder', { path: settings.path, reason });
        pause = RETRY;
      }
      if (!this.#isStopping) await this.#pause(pause);
    }
    watcher?.close();
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #look(): Promise<void> {
    const { settings } = this.#options;
    const files = await listFiles(settings.path, settings.subfolders);
    if (settings.afterwards === 'keep') {
      const there = new Set(files.map(({ identity }) => identity));
      this.#known = new Set([...this.#known].filter((identity) => there.has(identity)));
    }
    const now = performance.now();
    for (const file of this.#settling.settled(files, now)) {
      if (this.#isStopping || this.#inFlight.size >= AT_ONCE) return;
      if (this.#inFlight.has(file.path) || this.#known.has(file.identity)) continue;
      const going = this.#take(file, this.#settling.quietFor(file, now)).finally(() => {
        this.#inFlight.delete(file.path);
        this.#wake();
      });
      this.#inFlight.set(file.path, going);
    }
  }

  async #take(file: ListedFile, quiet: number): Promise<void> {
    const { store, inspect, reference, log, settings } = this.#options;
    try {
      // A list may be older than what has become of its files since.
      const now = await lookAt(settings.path, file.path);
      if (now?.identity !== file.identity) return;
      const known = store.parts.ofIdentity(file.identity);
      if (known && (settings.afterwards === 'keep' || !known.finished)) {
        await this.#place(known, file);
        return;
      }
      const bytes = await readImageFile(file.path).catch((error: unknown) => {
        if (error instanceof ImageProblem) return error;
        throw error;
      });
      // Locked by whoever writes it, or not all there yet: looked at again, but not for ever.
      const isEarly = bytes instanceof ImageProblem || isWhole(bytes) === false;
      if (isEarly && quiet < GRACE) return;
      const part = await inspect({
        source: 'folder',
        name: file.name,
        reference: reference(),
        identity: file.identity,
        bytes,
        completeAt: performance.now(),
        hasImage: true,
      });
      await this.#place(part, file);
    } catch (error) {
      // The file stays where it is and is taken up again.
      log(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }

  /** Only what is recorded for good leaves the folder. */
  async #place(part: InspectedPart, { path, identity }: ListedFile): Promise<void> {
    const { store, settings, lineFolder } = this.#options;
    if (settings.afterwards === 'keep') {
      store.parts.finish(part.id, null);
      this.#known.add(identity);
      return;
    }
    await store.durable();
    const image = settings.afterwards === 'move' ? imagePlace(part) : null;
    if (image === null) await rm(path, { force: true });
    else await moveImage(path, placeOf(lineFolder, image));
    store.parts.finish(part.id, image);
  }

  /** Images that were moved, but not noted, before a crash; those still in the folder are met there. */
  async #recover(): Promise<void> {
    const { store, lineFolder, settings } = this.#options;
    for (const part of store.parts.unfinished(RECOVERED)) {
      const image = imagePlace(part);
      if (await exists(placeOf(lineFolder, image))) store.parts.finish(part.id, image);
      else if (!(await exists(join(settings.path, ...part.name.split('/'))))) store.parts.finish(part.id, null);
    }
  }
}

function hintsOf(path: string, wake: () => void): ReturnType<typeof watch> | undefined {
  try {
    const watcher = watch(path, { persistent: false }, wake);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
