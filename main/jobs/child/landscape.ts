// The loss around one finished training, or around two on the same plane of directions, as a job of its own process.
import type { LandscapeResult } from '../../../shared/domain/study.ts';
import { gridAxis, landscape } from '../../eval/flatness/landscape.ts';
import { startEngine } from '../engine.ts';
import { landscapePayload } from '../flatness-messages.ts';
import { readImageList } from '../image-list.ts';
import type { JobContext } from './job.ts';
import { lossAround } from './loss-around.ts';

/** Training images each point of the grid is measured on, at most. */
const IMAGES = 128;
/** Points along each direction, and how far it goes in units of the filters' own norms. */
const GRID = { points: 15, reach: 0.5 };
const SEED = 0;

export async function landscapeJob(payload: unknown, { signal, report }: JobContext): Promise<LandscapeResult> {
  const { runs, images, classes, workspace } = landscapePayload.parse(payload);
  const references = await readImageList(images);
  const axis = gridAxis(GRID.points, GRID.reach);
  const total = runs.length * axis.length ** 2;
  const engine = startEngine({ memory: workspace });
  let done = 0;
  const onFound = () => report({ done: ++done, total });
  try {
    const around = { engine, classes, workspace, images: references, limit: IMAGES, signal, onFound };
    const surfaces: LandscapeResult['surfaces'] = [];
    let count = 0;
    for (const run of runs) {
      const loss = await lossAround(run, around, async (place, used) => {
        count = used;
        return landscape(place, axis, SEED);
      });
      surfaces.push({ runId: run.runId, loss });
    }
    return { kind: 'landscape', images: count, axis, surfaces };
  } finally {
    await engine.close();
  }
}
