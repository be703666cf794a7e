// A new version of the golden set while it is put together: begun with the last one, images added, marked and taken away.
import type { ImageRow } from '../../../../shared/contract/images.ts';
import type { GoldenMark } from '../../../../shared/domain/golden.ts';
import { useApi } from '../../../stores/api.ts';

export interface Chosen {
  readonly imageId: number;
  readonly hash: string;
  readonly path: string;
  readonly mark: GoldenMark | null;
}

export class GoldenDraft {
  images: readonly Chosen[] = $state.raw([]);
  problem: unknown = $state.raw();
  readonly #projectId: number;

  constructor(projectId: number) {
    this.#projectId = projectId;
  }

  async begin(): Promise<void> {
    this.problem = undefined;
    try {
      this.images = await useApi().registry.goldenChoice({ projectId: this.#projectId });
    } catch (error) {
      this.problem = error;
    }
  }

  has(imageId: number): boolean {
    return this.images.some((one) => one.imageId === imageId);
  }

  /** An image without a label can only be a limit sample. */
  toggle({ id, hash, path, classId }: ImageRow): void {
    if (this.has(id)) this.takeAway(id);
    else this.images = [...this.images, { imageId: id, hash, path, mark: classId === null ? 'limit-ng' : null }];
  }

  mark(imageId: number, mark: GoldenMark | null): void {
    this.images = this.images.map((one) => (one.imageId === imageId ? { ...one, mark } : one));
  }

  takeAway(imageId: number): void {
    this.images = this.images.filter((one) => one.imageId !== imageId);
  }

  /** The identity of the new version. Rejects where it is refused. */
  async keep(name: string, reason: string): Promise<{ readonly id: number; readonly version: number }> {
    const images = this.images.map(({ imageId, mark }) => ({ imageId, mark }));
    return useApi().registry.addGoldenSet({ projectId: this.#projectId, name, reason, images });
  }
}
