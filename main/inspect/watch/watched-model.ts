// What the watch needs to know of the model in use.
import type { LoadedModel } from '../model-slot.ts';

export type WatchedModel = Pick<LoadedModel, 'name' | 'sha256' | 'samples' | 'reference'> & {
  readonly manifest: Pick<LoadedModel['manifest'], 'rule'>;
};

export interface WatchedSlot {
  readonly current: WatchedModel | undefined;
  /** Of its package. */
  readonly path: string | undefined;
}
