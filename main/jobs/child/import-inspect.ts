// The job that looks through what the user picked for an import.
import { z } from 'zod';
import { isVerdictName } from '../../../shared/domain/good-names.ts';
import { inspectSource } from '../../data/import/inspect-source.ts';
import { WorkFolder } from '../../data/import/work-folder.ts';
import { seldom } from '../seldom.ts';
import type { Job } from './job.ts';

const payload = z.object({
  paths: z.array(z.string()),
  workFolder: z.string(),
  /** Classes the project has. */
  classNames: z.array(z.string()),
});
export type InspectPayload = z.infer<typeof payload>;

export const importInspect: Job = async (given, { signal, report }) => {
  const { paths, workFolder, classNames } = payload.parse(given);
  const known = new Set(classNames);
  const isClass = (name: string): boolean => known.has(name) || isVerdictName(name);
  const onProgress = seldom(report);
  return inspectSource({ paths, folder: new WorkFolder(workFolder), isClass }, { signal, onProgress });
};
