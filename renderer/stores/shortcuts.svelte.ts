// Keyboard shortcuts: screens add theirs while they are open, one listener runs them, one dialog lists them all.
import { strokeOf } from './keys.ts';

export interface Shortcut {
  /** Any of them; see stores/keys.ts. */
  readonly keys: readonly string[];
  /** What it does, as listed; undefined: not listed. */
  readonly label: (() => string) | undefined;
  /** Instead of all `keys`, in the list: a range such as `1–9`. */
  readonly listed?: string | undefined;
  readonly run: (stroke: string) => void;
}

class Shortcuts {
  /** The newest layer comes first. */
  layers: readonly (readonly Shortcut[])[] = $state.raw([]);
  /** The same outside of runes: while an effect is taken down, a rune still has its old value. */
  #now: readonly (readonly Shortcut[])[] = [];

  constructor() {
    window.addEventListener('keydown', (event) => this.#press(event));
  }

  /** Adds a layer for as long as a component lives: call it inside an effect and return what it returns. */
  add(layer: readonly Shortcut[]): () => void {
    this.#set([layer, ...this.#now]);
    return () => this.#set(this.#now.filter((one) => one !== layer));
  }

  #set(layers: readonly (readonly Shortcut[])[]): void {
    this.#now = layers;
    this.layers = layers;
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || takesKeys(event)) return;
    const stroke = strokeOf(event);
    const found = this.#now.flat().find(({ keys }) => keys.includes(stroke));
    if (!found) return;
    event.preventDefault();
    found.run(stroke);
  }
}

/** Typing stays typing, and what lies behind an open dialog does not hear its keys. */
function takesKeys({ target }: Event): boolean {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export const shortcuts = new Shortcuts();
