// Everything that was done: all runs, searchable, and the log of decisions.
import { z } from 'zod';
import type { Verdict } from '../domain/dataset.ts';
import type { EditKind } from '../domain/project.ts';
import { runStatuses } from '../domain/run.ts';
import type { StudyKind } from '../domain/study.ts';
import { method, service } from '../rpc/contract.ts';
import { count, identity, moment, text } from './common.ts';

const measure = z.number().nullable();

export const runLine = z.object({
  id: identity,
  projectId: identity.nullable(),
  projectName: z.string().nullable(),
  status: z.enum(runStatuses),
  network: z.string(),
  method: z.string(),
  seed: count,
  createdAt: moment,
  endedAt: moment.nullable(),
  epochs: count,
  testAccuracy: measure,
  testEscape: measure,
  testOverkill: measure,
  seconds: measure,
  yen: measure,
  note: z.string(),
});
export type RunLine = z.infer<typeof runLine>;

export const activityKinds = [
  'project.created',
  'project.updated',
  'project.archived',
  'project.unarchived',
  'class.added',
  'class.updated',
  'class.removed',
  'images.imported',
  'images.labelled',
  'images.removed',
  'images.undone',
  'images.redone',
  'snapshot.frozen',
  'run.queued',
  'run.paused',
  'run.resumed',
  'run.stopped',
  'run.done',
  'run.failed',
  'run.interrupted',
  'run.device-lost',
  'run.in-parts',
  'run.in-float32',
  'run.noted',
  'model.verified',
  'model.saved',
  'key.made',
  'package.made',
  'package.saved',
  'backbone.added',
  'backbone.removed',
  'line.settings',
  'line.started',
  'line.stopped',
  'line.ended',
  'line.model',
  'line.rolled-back',
  'trial.started',
  'trial.paused',
  'trial.resumed',
  'trial.stopped',
  'trial.done',
  'trial.failed',
  'economics.changed',
  'report.made',
  'report.saved',
  'study.done',
  'rule.set',
  'rule.cleared',
  'labels.confirmed',
  'labels.corrected',
  'leaks.closed',
  'workspace.backed-up',
  'workspace.restored',
  'settings.changed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What an entry of each kind says in its data, for the sentence that shows it. */
export interface ActivityData {
  'project.created': { readonly name: string };
  'project.updated': { readonly name: string };
  'project.archived': { readonly name: string };
  'project.unarchived': { readonly name: string };
  'class.added': { readonly name: string; readonly verdict: Verdict };
  'class.updated': { readonly before: string; readonly name: string; readonly verdict: Verdict };
  'class.removed': { readonly name: string };
  'images.imported': { readonly source: string; readonly images: number };
  /** `class`: empty where the label was taken away. */
  'images.labelled': { readonly images: number; readonly class: string };
  'images.removed': { readonly images: number };
  'images.undone': { readonly kind: EditKind; readonly images: number };
  'images.redone': { readonly kind: EditKind; readonly images: number };
  'snapshot.frozen': { readonly snapshot: number; readonly digest: string; readonly images: number };
  'run.queued': { readonly network: string; readonly method: string; readonly preset: string };
  'run.paused': Nothing;
  'run.resumed': Nothing;
  'run.stopped': Nothing;
  'run.done': Nothing;
  'run.failed': { readonly code: string; readonly message: string };
  'run.interrupted': Nothing;
  /** Memory did not hold a batch of `batchSize` images: it is computed `images` at a time. */
  'run.in-parts': { readonly images: number; readonly batchSize: number };
  /** In mixed precision a step of its network differed by so many per cent: it goes on in float32. */
  'run.in-float32': { readonly percent: number };
  /** `device`: the GPU that failed; `message`: what its runtime or process said, or how far its step was off. */
  'run.device-lost': { readonly device: string; readonly message: string };
  'run.noted': { readonly note: string };
  'model.verified': { readonly images: number; readonly disagreements: number };
  'model.saved': { readonly path: string };
  'key.made': { readonly site: string; readonly key: string };
  'package.made': { readonly name: string; readonly forms: number };
  'package.saved': { readonly path: string };
  'backbone.added': { readonly name: string };
  'backbone.removed': { readonly name: string };
  'line.settings': { readonly line: string };
  'line.started': { readonly model: string };
  'line.stopped': Nothing;
  'line.ended': { readonly reason: string };
  'line.model': { readonly model: string };
  'line.rolled-back': { readonly model: string };
  'trial.started': { readonly trial: number; readonly name: string };
  'trial.paused': { readonly trial: number; readonly name: string };
  'trial.resumed': { readonly trial: number; readonly name: string };
  'trial.stopped': { readonly trial: number; readonly name: string };
  'trial.done': { readonly trial: number; readonly name: string };
  'trial.failed': {
    readonly trial: number;
    readonly name: string;
    readonly code: string;
    readonly message: string;
  };
  'economics.changed': Nothing;
  'report.made': { readonly report: number; readonly trial: number };
  'report.saved': { readonly path: string };
  /** `study`: its kind. */
  'study.done': { readonly study: StudyKind };
  /** NG scores, in percent: below the first OK, from the second on NG. */
  'rule.set': { readonly okBelow: number; readonly ngFrom: number };
  'rule.cleared': Nothing;
  'labels.confirmed': { readonly images: number; readonly reason: string };
  'labels.corrected': { readonly images: number; readonly class: string; readonly reason: string };
  'leaks.closed': { readonly images: number };
  'workspace.backed-up': { readonly path: string };
  'workspace.restored': { readonly path: string };
  /** `setting`: which one; `value`: what it is now. */
  'settings.changed': { readonly setting: string; readonly value: string };
}
type Nothing = Readonly<Record<string, never>>;

/** An entry to add to the log. */
export type ActivityDraft = {
  [K in ActivityKind]: {
    readonly kind: K;
    readonly projectId?: number | null;
    readonly runId?: number | null;
    readonly data: ActivityData[K];
  };
}[ActivityKind];

export const activity = z.object({
  id: identity,
  at: moment,
  kind: z.enum(activityKinds),
  /** Name of the operator as set in the settings; empty where none is. */
  operator: z.string(),
  projectId: identity.nullable(),
  projectName: z.string().nullable(),
  runId: identity.nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Activity = z.infer<typeof activity>;

export const history = service(
  'history',
  {
    /** Newest first. `text` is looked for in project, method, network, note and number. */
    runs: method(
      z.strictObject({
        projectId: identity.optional(),
        status: z.enum(runStatuses).optional(),
        text: text.max(200).optional(),
        limit: z.int().min(1).max(1_000),
      }),
      z.array(runLine),
    ),
    /** Newest first, before the given entry. */
    activity: method(
      z.strictObject({
        projectId: identity.optional(),
        text: text.max(200).optional(),
        before: identity.optional(),
        limit: z.int().min(1).max(500),
      }),
      z.array(activity),
    ),
  },
  { added: activity },
);
