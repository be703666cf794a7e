// The job that copies the images of an import into the library.
import { z } from 'zod';
import { temporaryFolder, WorkFolder } from '../../data/import/work-folder.ts';
import { writeOriginals } from '../../data/import/write-originals.ts';
import { Library } from '../../data/library.ts';
import { seldom } from '../seldom.ts';
import type { Job } from './job.ts';

const payload = z.object({ workspaceRoot: z.string(), workFolder: z.string(), total: z.int() });
export type WritePayload = z.infer<typeof payload>;

export const importWrite: Job = async (given, { signal, report }) => {
  const { workspaceRoot, workFolder, total } = payload.parse(given);
  const tell = seldom(report);
  const onProgress = (done: number): void => tell({ done, total });
  const folder = new WorkFolder(workFolder);
  const request = { folder, library: new Library(workspaceRoot), ownFolder: temporaryFolder(workspaceRoot) };
  await writeOriginals(request, { signal, onProgress });
  return null;
};
