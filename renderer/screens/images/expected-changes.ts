// What the screen shows before the app has confirmed it. Answers that were on their way meanwhile are older and do not know
// it: without this an image just labelled would come back for a moment, and the next key would label it again.

/** One change of images. */
export interface Expected {
  readonly ids: ReadonlySet<number>;
  /** What they are labelled as; undefined: they are removed. */
  readonly classId: number | null | undefined;
}

export class ExpectedChanges {
  readonly #newest = new Map<number, Expected>();
  readonly #confirmed = new Set<Expected>();

  add(change: Expected): Expected {
    for (const id of change.ids) this.#newest.set(id, change);
    return change;
  }

  /** The app has made it: answers asked for from now on know it. */
  confirm(change: Expected): void {
    this.#confirmed.add(change);
  }

  /** The app has refused it. */
  drop(change: Expected): void {
    this.#confirmed.delete(change);
    for (const id of change.ids) if (this.#newest.get(id) === change) this.#newest.delete(id);
  }

  /** To be called when an answer is asked for; the result, when it has come: what it knows is expected no more. */
  asking(): () => void {
    const known = [...this.#confirmed];
    return () => {
      for (const change of known) this.drop(change);
    };
  }

  of(id: number): Expected | undefined {
    return this.#newest.get(id);
  }

  /** Whether an image still belongs to a list of one class (null: of none; undefined: of all). */
  fits(id: number, shown: number | null | undefined): boolean {
    const change = this.#newest.get(id);
    if (!change) return true;
    return change.classId !== undefined && (shown === undefined || shown === change.classId);
  }
}
