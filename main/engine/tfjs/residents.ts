// Tensors that stay on the card from one run to the next, by the number of the bound tensor they are the value of.
import type { BoundTensor, Residence } from '../executor.ts';
import type { Tensor } from './api.ts';
import { copyTo } from './tensors.ts';

export class Residents implements Residence {
  readonly #held = new Map<number, Tensor>();

  get({ resident }: BoundTensor): Tensor | undefined {
    return resident === undefined ? undefined : this.#held.get(resident);
  }

  /** The earlier value is freed. */
  put(key: number, tensor: Tensor): void {
    this.#held.get(key)?.dispose();
    this.#held.set(key, tensor);
  }

  async fetch(tensors: readonly BoundTensor[]): Promise<void> {
    for (const bound of tensors) {
      const held = this.get(bound);
      if (held) await copyTo(bound, held);
    }
  }

  forget(tensors: readonly BoundTensor[]): void {
    for (const { resident } of tensors) {
      if (resident === undefined) continue;
      this.#held.get(resident)?.dispose();
      this.#held.delete(resident);
    }
  }

  close(): void {
    for (const tensor of this.#held.values()) tensor.dispose();
    this.#held.clear();
  }
}
