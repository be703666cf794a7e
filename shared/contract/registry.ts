// The way of a model to the line: stages, gates, approval and rollback; the golden set; and the audit log of all of it.
import { z } from 'zod';
import { auditFaults, auditKinds } from '../domain/audit.ts';
import { decisions } from '../domain/decision.ts';
import { gateResult, gateSettings } from '../domain/gates.ts';
import { goldenImage, goldenMarks } from '../domain/golden.ts';
import { modelMoves, stages } from '../domain/registry.ts';
import type { JsonObject } from '../domain/run.ts';
import { method, service } from '../rpc/contract.ts';
import { count, identity, moment, name, nothing, sha256, share, text } from './common.ts';

const person = z.string().trim().max(100);
const reason = text.max(2_000);
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

export const modelMove = z.object({
  runId: identity,
  move: z.enum(modelMoves),
  at: moment,
  operator: z.string(),
  /** Empty where the step asks for none. */
  approver: z.string(),
  reason: z.string(),
});
export type ModelMoveRecord = z.infer<typeof modelMove>;

export const modelLine = z.object({
  runId: identity,
  stage: z.enum(stages),
  isLive: z.boolean(),
  /** Where it may go from here. */
  next: z.array(z.enum(stages)),
  network: z.string(),
  method: z.string(),
  createdAt: moment,
  note: z.string(),
  testAccuracy: share.nullable(),
  testEscape: share.nullable(),
  testOverkill: share.nullable(),
});
export type ModelLine = z.infer<typeof modelLine>;

export const models = z.object({
  /** The run whose model judges on the line; null: none. */
  live: identity.nullable(),
  /** The run that a rollback puts back; null: there is none. */
  former: identity.nullable(),
  /** Whether the exported file of the live model is the one that was approved. Null without a live model. */
  isUnaltered: z.boolean().nullable(),
  /** Every finished run, newest first. */
  models: z.array(modelLine),
  /** Newest first. */
  moves: z.array(modelMove),
});
export type Models = z.infer<typeof models>;

export const keptGates = z.object({
  settings: gateSettings,
  operator: z.string(),
  reason: z.string(),
  /** Null: as delivered. */
  at: moment.nullable(),
});
export type KeptGates = z.infer<typeof keptGates>;

export const goldenSet = z.object({
  id: identity,
  version: count,
  name: z.string(),
  reason: z.string(),
  operator: z.string(),
  at: moment,
  images: count,
  digest: sha256,
});
export type GoldenSetLine = z.infer<typeof goldenSet>;

export const goldenView = z.object({
  images: z.array(goldenImage),
  /** One per image, by the model's file and rule as they are now; null where it has not judged this version. */
  decisions: z.array(z.enum(decisions)).nullable(),
  outcome: z.object({ images: count, escapes: count, overkills: count, reviews: count }).nullable(),
  /** Places of images that the live model judges rightly and this one wrongly; null where one of them has not judged. */
  regressions: z.array(count).nullable(),
  /** Images that the model was trained on. */
  trainedOn: count,
});
export type GoldenView = z.infer<typeof goldenView>;

export const auditEntry = z.object({
  sequence: identity,
  at: moment,
  operator: z.string(),
  /** Of this version: one of `auditKinds`. */
  kind: z.string(),
  subject: z.string(),
  data: jsonObject,
  previous: sha256,
  hash: sha256,
});
export type AuditLine = z.infer<typeof auditEntry>;

export const auditReport = z.object({
  entries: count,
  hash: sha256,
  finding: z.object({ fault: z.enum(auditFaults), sequence: count }).nullable(),
  gaps: z.array(auditEntry.pick({ sequence: true, at: true, operator: true, kind: true, data: true })),
});

const ofProject = z.strictObject({ projectId: identity });
const ofRun = z.strictObject({ runId: identity });

export const registry = service(
  'registry',
  {
    models: method(ofProject, models),
    /** What a model's gates come to, by its project's settings as they are now. */
    gates: method(ofRun, z.array(gateResult)),
    /**
     * To another stage. Approval asks for approver, reason and all gates passed; `override`, where it is not empty, is
     * why gates that have not passed are passed over.
     */
    step: method(
      z.strictObject({ runId: identity, to: z.enum(stages), approver: person, reason, override: reason }),
      models,
    ),
    /** To the former live model. */
    rollBack: method(z.strictObject({ projectId: identity, approver: person, reason }), models),
    gateSettings: method(ofProject, keptGates),
    setGates: method(z.strictObject({ projectId: identity, settings: gateSettings, reason }), keptGates),
    /** Newest first. */
    goldenSets: method(ofProject, z.array(goldenSet)),
    addGoldenSet: method(
      z.strictObject({
        projectId: identity,
        name,
        reason,
        images: z.array(z.strictObject({ imageId: identity, mark: z.enum(goldenMarks).nullable() })).max(2_000),
      }),
      goldenSet,
    ),
    /** A version as it is. */
    goldenImages: method(z.strictObject({ goldenId: identity }), z.array(goldenImage)),
    /** Images of the newest version that are still in the project, to begin the next one with. */
    goldenChoice: method(
      ofProject,
      z.array(z.object({ imageId: identity, hash: sha256, path: z.string(), mark: z.enum(goldenMarks).nullable() })),
    ),
    /** A version as a model sees it. */
    goldenView: method(z.strictObject({ goldenId: identity, runId: identity }), goldenView),
    /** Has the model judge the newest version, and the live one too where that has not. */
    judgeGolden: method(ofRun, goldenSet, z.object({ done: count, total: count })),
    /** Newest first, before the given entry. */
    audit: method(
      z.strictObject({
        kind: z.enum(auditKinds).optional(),
        before: identity.optional(),
        limit: z.int().min(1).max(500),
      }),
      z.array(auditEntry),
    ),
    verifyAudit: method(nothing, auditReport),
    /** Goes on although the head does not fit: recorded with the reason and what was found of the head. */
    continueAudit: method(z.strictObject({ reason }), auditReport),
  },
  { changed: ofProject },
);
