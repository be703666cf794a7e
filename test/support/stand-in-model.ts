// A model of a line that judges as a test says, in the slot of an inspection.

import type { LineJudgement } from '../../main/export/package/line-judge.ts';
import type { LoadedModel } from '../../main/inspect/model-slot.ts';
import { smallManifest } from './small-package.ts';

export type Judging = (count: number) => Promise<readonly Partial<LineJudgement>[]> | readonly Partial<LineJudgement>[];

const usual: LineJudgement = {
  decision: 'OK',
  className: '良品',
  classIndex: 0,
  ngScore: 0.125,
  probabilities: Float32Array.of(0.875, 0.125),
  distance: null,
};

export function standInModel(name: string, judging: Judging = () => []): LoadedModel & { readonly batches: number[] } {
  const batches: number[] = [];
  const manifest = smallManifest();
  return {
    name,
    sha256: '0'.repeat(64),
    manifest: { ...manifest, preprocessing: { ...manifest.preprocessing, width: 8, height: 8 } },
    samples: { samples: 1, largestDifference: 0, otherPixels: 0 },
    reference: null,
    batches,
    judge: {
      async judge({ count }) {
        batches.push(count);
        const said = await judging(count);
        return Array.from({ length: count }, (_, place) => ({ ...usual, ...said[place] }));
      },
      close: async () => undefined,
    },
  };
}

/** As ModelSlot, with models that are simply put in. */
export class StandInSlot {
  current: LoadedModel | undefined;
  readonly held: LoadedModel[] = [];

  constructor(current?: LoadedModel) {
    this.current = current;
  }

  acquire(): LoadedModel | undefined {
    if (this.current) this.held.push(this.current);
    return this.current;
  }

  release(model: LoadedModel): void {
    this.held.splice(this.held.indexOf(model), 1);
  }
}
