// Figures about the images of a selection: per class, per lot, per split, their size.
import type { FoundImage } from '../../data/import/work-folder.ts';

export interface ClassFigures {
  images: number;
  /** Images that are, or may become, training images. */
  trainable: number;
}

export class Summary {
  readonly classes = new Map<string, ClassFigures>();
  readonly splits = { train: 0, validation: 0, test: 0 };
  readonly #lots = new Map<string, number>();
  readonly #lotOfClass = new Map<string, string>();
  #isLotDivided = false;
  images = 0;
  bytes = 0;
  smallest = 0;
  largest = 0;

  static async of(images: AsyncIterable<FoundImage>): Promise<Summary> {
    const summary = new Summary();
    for await (const image of images) summary.add(image);
    return summary;
  }

  /**
   * Lots by name. Folders inside class folders are only lots when they divide a class: `OK/images/…` says nothing, and
   * all images of a lot go into one split.
   */
  lots(areFolders: boolean): ReadonlyMap<string, number> {
    return areFolders && !this.#isLotDivided ? new Map() : this.#lots;
  }

  get unlabelled(): number {
    return this.classes.get('')?.images ?? 0;
  }

  get hasSplits(): boolean {
    return this.splits.train + this.splits.validation + this.splits.test > 0;
  }

  add({ className, split, lot, bytes, width }: FoundImage): void {
    const figures = this.classes.get(className) ?? { images: 0, trainable: 0 };
    this.classes.set(className, figures);
    figures.images++;
    if (split === undefined || split === 'train') figures.trainable++;
    if (split !== undefined) this.splits[split]++;
    if (lot !== undefined) {
      this.#lots.set(lot, (this.#lots.get(lot) ?? 0) + 1);
      const other = this.#lotOfClass.get(className) ?? lot;
      if (other !== lot) this.#isLotDivided = true;
      this.#lotOfClass.set(className, other);
    }
    this.smallest = this.images === 0 ? width : Math.min(this.smallest, width);
    this.largest = Math.max(this.largest, width);
    this.images++;
    this.bytes += bytes;
  }
}
