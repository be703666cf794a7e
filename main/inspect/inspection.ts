// From images to verdicts: decoded ahead, judged one by one or, when behind, together; recorded before anybody is told;
// never later than the line can wait, and never OK where anything went wrong.
import { createHash } from 'node:crypto';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Fault, InspectedPart } from '../../shared/domain/inspection.ts';
import { decodeImage } from '../data/decode.ts';
import { lanes } from '../data/lanes.ts';
import { ImageProblem } from '../data/raster.ts';
import { imageStatistics } from '../eval/index.ts';
import type { LineJudgement } from '../export/package/line-judge.ts';
import type { PartDraft, PictureMeasures } from '../store/index.ts';
import type { Arrival } from './arrival.ts';
import { type LoadedModel, MOST_AT_ONCE, type ModelSlot } from './model-slot.ts';

export interface InspectionOptions {
  readonly slot: Pick<ModelSlot, 'current' | 'acquire' | 'release'>;
  /** Keeps parts under their numbers. @throws NarashiError store.disk-full, … */
  readonly record: (parts: readonly PartDraft[]) => InspectedPart[];
  /** A part has its verdict, and is recorded. */
  readonly onPart: (part: InspectedPart, image: PictureMeasures | null) => void;
  /** Something other than an image is wrong, or (null) no longer. */
  readonly onFault: (fault: Fault | null, error?: unknown) => void;
  /** Whether anything is being judged. */
  readonly onBusy: (isBusy: boolean) => void;
  readonly timeoutMilliseconds: number;
  /** Parts that may wait; more are refused. */
  readonly queueLimit: number;
  readonly now: () => Date;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (part: InspectedPart) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
  /** Its verdict is given, by judgement or by the clock. */
  isSettled: boolean;
}

/** A decoded image with the model it was decoded for. */
interface Ready {
  readonly waiting: Waiting;
  readonly model: LoadedModel;
  readonly pixels: Uint8Array;
}

const DECODED_AT_ONCE = 4;

export class Inspection {
  readonly #options: InspectionOptions;
  readonly #decoding = lanes(DECODED_AT_ONCE);
  readonly #ready: Ready[] = [];
  #open = 0;
  #isJudging = false;
  #isStopping = false;
  #onIdle: () => void = () => undefined;

  constructor(options: InspectionOptions) {
    this.#options = options;
  }

  /** Parts without a verdict yet. */
  get open(): number {
    return this.#open;
  }

  get isFull(): boolean {
    return this.#open >= this.#options.queueLimit;
  }

  /**
   * The part's verdict, recorded. An image that cannot be judged gives outcome `error`.
   * @throws NarashiError line.busy, line.stopping: it was not taken; line.not-recorded: no verdict can be kept
   */
  inspect(arrival: Arrival): Promise<InspectedPart> {
    if (this.#isStopping) return Promise.reject(new NarashiError('line.stopping', {}));
    if (this.isFull) return Promise.reject(new NarashiError('line.busy', { count: this.#open }));
    if (this.#open++ === 0) this.#options.onBusy(true);
    const verdict = new Promise<InspectedPart>((resolve, reject) => {
      const { timeoutMilliseconds } = this.#options;
      const left = Math.max(1, arrival.completeAt + timeoutMilliseconds - performance.now());
      const timer = setTimeout(() => this.#expire(waiting), left);
      const waiting: Waiting = { arrival, resolve, reject, timer, isSettled: false };
      this.#decoding(() => this.#decode(waiting)).catch((error) => this.#fail(waiting, error));
    });
    return verdict.finally(() => {
      if (--this.#open > 0) return;
      this.#options.onBusy(false);
      this.#onIdle();
    });
  }

  /** Takes nothing more; resolves when every part has its verdict. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
  }

  async #decode(waiting: Waiting): Promise<void> {
    const { bytes } = waiting.arrival;
    if (waiting.isSettled) return;
    const model = this.#options.slot.acquire();
    if (!model) throw new NarashiError('line.no-model', { folder: '' });
    try {
      if (bytes instanceof ImageProblem) throw bytes;
      const { pixels } = await decodeImage(bytes, model.manifest.preprocessing);
      this.#ready.push({ waiting, model, pixels });
    } catch (error) {
      this.#options.slot.release(model);
      throw error;
    }
    if (!this.#isJudging) void this.#judgeAll();
  }

  /** One batch after the other, each of what is ready by then and of one model. */
  async #judgeAll(): Promise<void> {
    this.#isJudging = true;
    for (let [first] = this.#ready; first; [first] = this.#ready) {
      const { model } = first;
      const other = this.#ready.findIndex((each) => each.model !== model);
      const batch = this.#ready.splice(0, Math.min(other < 0 ? MOST_AT_ONCE : other, MOST_AT_ONCE));
      await this.#judge(model, batch);
    }
    this.#isJudging = false;
  }

  async #judge(model: LoadedModel, batch: readonly Ready[]): Promise<void> {
    try {
      const { width, height } = model.manifest.preprocessing;
      const size = width * height * 3;
      const pixels = batch.length === 1 ? batch[0]?.pixels : new Uint8Array(batch.length * size);
      if (!pixels) return;
      if (batch.length > 1) for (const [place, each] of batch.entries()) pixels.set(each.pixels, place * size);
      const judgements = await this.#inTime(model.judge.judge({ pixels, count: batch.length }));
      const drafts = batch.flatMap(({ waiting, pixels: own }, place) => {
        const judgement = judgements[place];
        if (waiting.isSettled || !judgement) return [];
        const measures = imageStatistics(own, width, height);
        return [{ waiting, measures, draft: this.#judged(waiting.arrival, judgement, model, measures) }];
      });
      this.#settle(drafts);
      this.#options.onFault(null);
    } catch (error) {
      for (const { waiting } of batch) this.#fail(waiting, error, model);
      // What the engine cannot do for one image it can for none.
      if (!(error instanceof ImageProblem)) this.#options.onFault('engineFailed', error);
    } finally {
      for (const each of batch) this.#options.slot.release(each.model);
    }
  }

  /** An engine that hangs is given up with the parts that wait for it. */
  #inTime<T>(work: Promise<T>): Promise<T> {
    const { timeoutMilliseconds } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new NarashiError('line.timeout', { milliseconds: timeoutMilliseconds }));
      }, 2 * timeoutMilliseconds);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  #expire(waiting: Waiting): void {
    const { timeoutMilliseconds } = this.#options;
    this.#fail(waiting, new NarashiError('line.timeout', { milliseconds: timeoutMilliseconds }));
  }

  #fail(waiting: Waiting, error: unknown, model = this.#options.slot.current): void {
    if (waiting.isSettled) return;
    const draft = this.#failed(waiting.arrival, codeOf(error), model);
    this.#settle([{ waiting, measures: null, draft }]);
  }

  /** Records first, tells then. What cannot be recorded is told as no verdict at all. */
  #settle(
    given: readonly {
      readonly waiting: Waiting;
      readonly measures: PictureMeasures | null;
      readonly draft: PartDraft;
    }[],
  ): void {
    for (const { waiting } of given) {
      waiting.isSettled = true;
      clearTimeout(waiting.timer);
    }
    let parts: InspectedPart[];
    try {
      parts = this.#options.record(given.map(({ draft }) => draft));
    } catch (error) {
      const isFull = error instanceof NarashiError && error.code === 'store.disk-full';
      this.#options.onFault(isFull ? 'diskFull' : 'recordFailed', error);
      const reason = error instanceof Error ? error.message : String(error);
      const failure = new NarashiError('line.not-recorded', { reason }, { cause: error });
      for (const { waiting } of given) waiting.reject(failure);
      return;
    }
    for (const [place, part] of parts.entries()) {
      const each = given[place];
      if (!each) continue;
      this.#options.onPart(part, each.measures);
      each.waiting.resolve(part);
    }
  }

  #judged(arrival: Arrival, judgement: LineJudgement, model: LoadedModel, measures: PictureMeasures): PartDraft {
    const { decision, className, classIndex, ngScore, distance } = judgement;
    return {
      ...this.#common(arrival, model),
      outcome: decision,
      className,
      classIndex,
      ngScore,
      distance,
      errorCode: null,
      measures,
    };
  }

  #failed(arrival: Arrival, errorCode: string, model: LoadedModel | undefined): PartDraft {
    return {
      ...this.#common(arrival, model),
      outcome: 'error',
      className: null,
      classIndex: -1,
      ngScore: null,
      distance: null,
      errorCode,
      measures: null,
    };
  }

  #common(arrival: Arrival, model: LoadedModel | undefined) {
    const { source, name, reference, identity, bytes, completeAt, hasImage } = arrival;
    const contentHash = bytes instanceof ImageProblem ? null : createHash('sha256').update(bytes).digest('hex');
    const milliseconds = performance.now() - completeAt;
    const receivedAt = new Date(this.#options.now().getTime() - milliseconds).toISOString();
    return {
      source,
      name,
      reference,
      identity,
      contentHash,
      model: model?.name ?? '',
      receivedAt,
      milliseconds,
      finished: !hasImage,
    };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof ImageProblem || error instanceof NarashiError) return error.code;
  return 'engine.run-failed';
}
