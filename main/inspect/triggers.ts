// Parts that the line announced and whose images are on their way: the next image belongs to the first of them.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { InspectedPart } from '../../shared/domain/inspection.ts';

interface Announced {
  readonly reference: string;
  readonly resolve: (part: InspectedPart) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

export class Triggers {
  readonly #timeoutMilliseconds: number;
  /** Announced, without an image yet, in order. */
  readonly #waiting: Announced[] = [];
  /** With an image, without a verdict yet. */
  readonly #taken = new Map<string, Announced[]>();

  constructor(timeoutMilliseconds: number) {
    this.#timeoutMilliseconds = timeoutMilliseconds;
  }

  /** The verdict of the part whose image comes next. @throws NarashiError line.no-image */
  announce(reference: string): Promise<InspectedPart> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(announced);
        reject(new NarashiError('line.no-image', { milliseconds: this.#timeoutMilliseconds }));
      }, 2 * this.#timeoutMilliseconds);
      const announced: Announced = { reference, resolve, reject, timer };
      this.#waiting.push(announced);
    });
  }

  /** What the line calls the part whose image has come; null where none was announced. */
  next(): string | null {
    const announced = this.#waiting.shift();
    if (!announced) return null;
    const same = this.#taken.get(announced.reference) ?? [];
    this.#taken.set(announced.reference, [...same, announced]);
    return announced.reference;
  }

  /** A part has its verdict. */
  settle(part: InspectedPart): void {
    const [first, ...others] = (part.reference !== null && this.#taken.get(part.reference)) || [];
    if (!first || part.reference === null) return;
    if (others.length > 0) this.#taken.set(part.reference, others);
    else this.#taken.delete(part.reference);
    clearTimeout(first.timer);
    first.resolve(part);
  }

  #forget(announced: Announced): void {
    const place = this.#waiting.indexOf(announced);
    if (place >= 0) this.#waiting.splice(place, 1);
    const left = (this.#taken.get(announced.reference) ?? []).filter((each) => each !== announced);
    if (left.length > 0) this.#taken.set(announced.reference, left);
    else this.#taken.delete(announced.reference);
  }
}
