// Runs and attempts as rows: what may be written, and what comes back.
import { z } from 'zod';
import { trainingPresets } from '../../shared/contract/training.ts';
import { type Run, type RunAttempt, type RunFailure, runOutcomes, runStatuses } from '../../shared/domain/run.ts';
import { count, filledText, identity, jsonColumn, jsonObject, text } from './schemas.ts';

export const draftSchema = z.object({
  snapshotId: identity,
  network: filledText,
  method: filledText,
  seed: count,
  hyperParameters: jsonObject,
  projectId: identity.nullish().transform((id) => id ?? null),
  preset: z
    .enum(trainingPresets)
    .nullish()
    .transform((preset) => preset ?? null),
});
export const noteSchema = text.max(2_000);
export const environmentSchema = z.object({
  device: filledText,
  executor: filledText,
  narashi: filledText,
  onnxruntime: text,
  node: filledText,
  codeVersion: text,
});
export const failureSchema: z.ZodType<RunFailure> = z.object({ code: z.string().nullable(), message: z.string() });

export const runRow: z.ZodType<Run> = z.object({
  id: z.int(),
  status: z.enum(runStatuses),
  snapshotId: z.int(),
  network: z.string(),
  method: z.string(),
  seed: z.int(),
  hyperParameters: jsonColumn(jsonObject),
  initialWeights: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  resumeCount: z.int(),
  failure: jsonColumn(failureSchema).nullable(),
  projectId: z.int().nullable(),
  preset: z.enum(trainingPresets).nullable(),
  note: z.string(),
  queuePosition: z.int(),
  memorised: z.number().nullable(),
  isListed: z.int().transform((value) => value === 1),
});
export const attemptRow: z.ZodType<RunAttempt> = environmentSchema.extend({
  number: z.int(),
  pid: z.int(),
  host: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z.enum(runOutcomes).nullable(),
});

export const selectRun = `SELECT id, status, snapshot_id AS snapshotId, network, method, seed,
  hyper_parameters AS hyperParameters, lower(hex(initial_weights)) AS initialWeights, failure,
  project_id AS projectId, preset, note, queue_position AS queuePosition, is_listed AS isListed, memorised, runs.created_at AS createdAt,
  (SELECT min(started_at) FROM attempts WHERE run_id = id) AS startedAt,
  CASE status WHEN 'running' THEN NULL ELSE (SELECT max(ended_at) FROM attempts WHERE run_id = id) END AS endedAt,
  max(0, (SELECT count(*) FROM attempts WHERE run_id = id) - 1) AS resumeCount
  FROM runs`;

export const selectAttempts = `SELECT number, pid, host, device, executor, narashi, onnxruntime, node,
  code_version AS codeVersion, started_at AS startedAt, ended_at AS endedAt, outcome FROM attempts`;
