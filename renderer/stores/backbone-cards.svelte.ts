// The backbones of the workspace, as long as a screen shows them.
import type { ListedBackbone } from '../../shared/contract/backbones.ts';
import type { BackboneCard } from '../../shared/domain/backbone.ts';
import { newNetwork, type Start } from '../components/starting-point.ts';
import { useApi } from './api.ts';
import { connection } from './connection.svelte.ts';
import { Load } from './load.svelte.ts';

/** Made while a component is: it asks now, and again whenever one is added or removed. */
export class BackboneCards {
  readonly #list: Load<ListedBackbone[]>;

  constructor() {
    const { backbones } = useApi();
    this.#list = new Load((signal) => backbones.list({}, { signal }));
    $effect(() => {
      void connection.epoch;
      void this.#list.again();
    });
    $effect(() => backbones.on('changed', () => void this.#list.again()));
  }

  get cards(): readonly BackboneCard[] {
    return (this.#list.value ?? []).map(({ card }) => card);
  }

  /** A start that is still there: a backbone may have been removed since it was chosen. */
  existing(start: Start): Start {
    return this.cards.some(({ id }) => id === start.backbone) ? start : newNetwork;
  }
}
