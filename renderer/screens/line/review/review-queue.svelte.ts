// Parts that wait for a person as the screen goes through them: the next one, those put off, and the way back.
import { untrack } from 'svelte';
import type { ReviewCounts, ReviewQueue, WaitingPart } from '../../../../shared/contract/reviews.ts';
import { useApi } from '../../../stores/api.ts';
import { connection } from '../../../stores/connection.svelte.ts';
import { Load } from '../../../stores/load.svelte.ts';
import { report } from '../../../stores/problem.ts';

/** Parts asked for at once. */
const PORTION = 60;

export class ReviewWork {
  readonly #projectId: number;
  readonly #api = useApi();
  readonly #load: Load<ReviewQueue>;
  #later: readonly number[] = $state.raw([]);
  #chosen: number | undefined = $state();
  /** Said here, the last one last; they are gone from sight at once, so that the next key is about the next part. */
  #said: readonly number[] = $state.raw([]);
  /** On their way, one after the other. */
  #sending = $state(0);
  #sent: Promise<void> = Promise.resolve();
  /** Something is taken back: what the next key is about is not seen yet. */
  isBusy = $state(false);

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.#load = new Load((signal) => this.#api.reviews.queue({ projectId, limit: PORTION }, { signal }));
  }

  /** Undefined until it has come. */
  get counts(): ReviewCounts | undefined {
    const known = this.#load.value;
    return known && { ...known, waiting: Math.max(0, known.waiting - this.#sending) };
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  get done(): number {
    return this.#said.length;
  }

  /** Those put off come last. */
  readonly parts: readonly WaitingPart[] = $derived.by(() => {
    const all = (this.#load.value?.parts ?? []).filter(({ id }) => !this.#said.includes(id));
    const isLater = ({ id }: WaitingPart) => this.#later.includes(id);
    return [...all.filter((part) => !isLater(part)), ...all.filter(isLater)];
  });

  readonly part: WaitingPart | undefined = $derived(this.parts.find(({ id }) => id === this.#chosen) ?? this.parts[0]);

  /** Asks, and asks again when something was said elsewhere; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    return this.#api.reviews.on('changed', ({ projectId }) => {
      if (projectId === this.#projectId && !this.isBusy && this.#sending === 0) this.again();
    });
  }

  again(): void {
    void this.#load.again();
  }

  /** So many wait, as the inspection says: asks again where that is more than is known. */
  expect(waiting: number): void {
    untrack(() => {
      if (this.counts && !this.isBusy && this.#sending === 0 && !this.#load.busy && waiting > this.counts.waiting)
        this.again();
    });
  }

  choose(id: number): void {
    this.#chosen = id;
  }

  say(className: string): void {
    const projectId = this.#projectId;
    this.#settle((partId) => this.#api.reviews.say({ projectId, partId, className }));
  }

  setAside(): void {
    const projectId = this.#projectId;
    this.#settle((partId) => this.#api.reviews.setAside({ projectId, partId }));
  }

  later(): void {
    const { part } = this;
    if (!part) return;
    this.#later = [...this.#later.filter((id) => id !== part.id), part.id];
    this.#chosen = undefined;
  }

  /** The last one that was said here waits again, and is shown. Resolves to its number, if there was one. */
  async undo(): Promise<number | undefined> {
    const partId = this.#said.at(-1);
    if (partId === undefined || this.isBusy) return undefined;
    this.isBusy = true;
    try {
      await this.#sent;
      // What could not be sent waits already.
      if (this.#said.at(-1) !== partId) return undefined;
      await this.#api.reviews.takeBack({ projectId: this.#projectId, partId });
      this.#later = this.#later.filter((id) => id !== partId);
      await this.#load.again();
      this.#said = this.#said.slice(0, -1);
      this.#chosen = partId;
      return partId;
    } catch (error) {
      report(error);
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }

  /** What was taken into the project cannot be taken back here. */
  forget(): void {
    this.#said = [];
  }

  #settle(act: (partId: number) => Promise<ReviewCounts>): void {
    const { part } = this;
    if (!part || this.isBusy) return;
    this.#said = [...this.#said, part.id];
    this.#chosen = undefined;
    this.#sending += 1;
    this.#sent = this.#sent.then(() => this.#send(part.id, act));
  }

  /** Never rejects: what is refused is told, and waits again. */
  async #send(partId: number, act: (partId: number) => Promise<ReviewCounts>): Promise<void> {
    try {
      const counts = await act(partId);
      const parts = (this.#load.value?.parts ?? []).filter(({ id }) => id !== partId);
      this.#load.value = { ...counts, parts };
    } catch (error) {
      this.#said = this.#said.filter((id) => id !== partId);
      report(error);
    } finally {
      this.#sending -= 1;
    }
    // The oldest come first: more of them only once these are nearly through.
    const isMore = (this.counts?.waiting ?? 0) > this.parts.length;
    if (isMore && this.parts.length < 5 && this.#sending === 0) await this.#load.again();
  }
}
