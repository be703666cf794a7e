// Short news at the lower edge, with an undo where one is possible. Errors stay until they are closed.

export interface Toast {
  readonly id: number;
  readonly tone: 'news' | 'ok' | 'problem';
  /** Called while it is shown, so that it follows a switch of languages. */
  readonly text: () => string;
  readonly action: { readonly label: () => string; readonly run: () => void } | undefined;
}

const shownFor = { news: 6_000, ok: 6_000, problem: Number.POSITIVE_INFINITY };
/** More would cover the screen. */
const atMost = 3;

class Toasts {
  list: readonly Toast[] = $state.raw([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string | (() => string), tone: Toast['tone'] = 'news', action?: Toast['action']): number {
    const id = this.#next++;
    const said = typeof text === 'string' ? () => text : text;
    this.list = [...this.list, { id, tone, text: said, action }].slice(-atMost);
    this.resume(id);
    return id;
  }

  close(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on it, it stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    const time = toast ? shownFor[toast.tone] * (toast.action ? 1.5 : 1) : 0;
    if (!toast || !Number.isFinite(time)) return;
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), time),
    );
  }
}

export const toasts = new Toasts();
