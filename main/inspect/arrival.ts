// An image on its way to a verdict, wherever it came from.

import type { InspectedPart } from '../../shared/domain/inspection.ts';
import type { ImageProblem } from '../data/raster.ts';

export interface Arrival {
  readonly source: InspectedPart['source'];
  /** File name, or what the sender called it. */
  readonly name: string;
  /** What the line calls the part; null where it says nothing. */
  readonly reference: string | null;
  /** The very file or request: judged once, whatever happens. Null where it cannot be told. */
  readonly identity: string | null;
  /** The file's bytes, or why there are none. */
  readonly bytes: Uint8Array | ImageProblem;
  /** When it was complete: milliseconds of `performance.now`. */
  readonly completeAt: number;
  /** Whether something is to be done with its image after the verdict. */
  readonly hasImage: boolean;
}
