// Inspection tasks: what is judged, what a wrong judgement costs, and the classes with their verdict.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { amount, count, identity, moment, name, nothing, text, verdict } from './common.ts';

/** What the user decides about an inspection task. */
export const projectSettings = z.strictObject({
  name,
  note: text.max(2_000),
  /** Yen lost when a defective part passes (見逃し). */
  escapeCostYen: amount.max(1e12),
  /** Yen lost when a good part is taken out (過検出). */
  overkillCostYen: amount.max(1e12),
  yenPerKilowattHour: amount.max(1e4),
  /** Power of this PC while training, W. */
  watts: amount.max(1e5),
  /** Time the line allows per part, s. */
  taktSeconds: amount.max(1e5),
});
export type ProjectSettings = z.infer<typeof projectSettings>;

export const defaultProjectSettings: ProjectSettings = {
  name: '',
  note: '',
  escapeCostYen: 10_000,
  overkillCostYen: 100,
  yenPerKilowattHour: 31,
  watts: 80,
  taktSeconds: 2,
};

export const classDraft = z.strictObject({ name, verdict });

export const projectClass = z.object({ id: identity, name: z.string(), verdict, images: count });
export type ProjectClass = z.infer<typeof projectClass>;

export const project = z.object({
  id: identity,
  createdAt: moment,
  archivedAt: moment.nullable(),
  isSample: z.boolean(),
  settings: projectSettings,
  classes: z.array(projectClass),
  images: count,
  unlabelled: count,
  runs: count,
  /** Newest finished run, if any. */
  lastRunId: identity.nullable(),
  /** Content hashes of a few images, for the cover. */
  cover: z.array(z.string()),
});
export type Project = z.infer<typeof project>;

const one = z.strictObject({ projectId: identity });

export const projects = service(
  'projects',
  {
    /** Newest first; archived ones only where asked for. */
    list: method(z.strictObject({ archived: z.boolean().default(false) }), z.array(project)),
    get: method(one, project),
    create: method(z.strictObject({ settings: projectSettings, classes: z.array(classDraft).max(200) }), project),
    update: method(z.strictObject({ projectId: identity, settings: projectSettings }), project),
    addClass: method(z.strictObject({ projectId: identity, name, verdict }), project),
    updateClass: method(z.strictObject({ projectId: identity, classId: identity, name, verdict }), project),
    /** Only a class without images. */
    removeClass: method(z.strictObject({ projectId: identity, classId: identity }), project),
    /** Puts a project out of sight; nothing is deleted, and what other windows still do in it is kept. */
    archive: method(one, project),
    unarchive: method(one, project),
    /** Draws the sample pictures and imports them: a project ready to train. */
    createSample: method(nothing, project, z.object({ done: count, total: count })),
  },
  { changed: z.object({ projectId: identity }) },
);
