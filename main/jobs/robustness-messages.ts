// What a shop-floor sweep is given; it gives back the result of shared/domain/study.ts.
import { z } from 'zod';
import { classLabel } from '../../shared/contract/common.ts';

export const robustnessPayload = z.object({
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** The exported model, as it inspects on the line. */
  model: z.string(),
  size: z.int().positive(),
  classes: z.array(classLabel),
  /** File that lists the test images of the snapshot. */
  images: z.string(),
});
export type RobustnessOrder = Omit<z.infer<typeof robustnessPayload>, 'images'>;

/** Images judged, of how many in all. */
export const robustnessEvent = z.object({ done: z.int(), total: z.int() });
