// The key of this site as the screens know it, and what has to be asked before something can be signed with it.
import { untrack } from 'svelte';
import type { SiteKey } from '../../shared/contract/packages.ts';
import { useApi } from './api.ts';
import { connection } from './connection.svelte.ts';
import { Load } from './load.svelte.ts';

interface KeyState {
  readonly key: SiteKey | null;
  readonly hasSystemProtection: boolean;
}

export class Signing {
  /** What a dialog has to ask now: for the making of a key, or for the words that open it. */
  asking: 'key' | 'passphrase' | null = $state(null);
  readonly #load: Load<KeyState> = new Load((signal) => useApi().packages.key({}, { signal }));
  #then: (passphrase: string | undefined) => void = () => undefined;

  /** Undefined until it is known; null where none was made. */
  get key(): SiteKey | null | undefined {
    return this.#load.value?.key;
  }

  get hasSystemProtection(): boolean {
    return this.#load.value?.hasSystemProtection ?? false;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  /** Asks, and asks again when a key was made; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    return useApi().packages.on('changed', () => this.again());
  }

  again(): void {
    void this.#load.again();
  }

  /** Calls `then` with what opens the key, after the key was made where there was none. */
  ask(then: (passphrase: string | undefined) => void): void {
    this.#then = then;
    if (!this.key) this.asking = 'key';
    else if (this.key.protection === 'passphrase') this.asking = 'passphrase';
    else then(undefined);
  }

  /** Only makes the key. */
  askForKey(): void {
    this.#then = () => undefined;
    this.asking = 'key';
  }

  answer(passphrase: string | undefined): void {
    this.asking = null;
    this.#then(passphrase);
  }

  cancel(): void {
    this.asking = null;
  }
}
