// The program and this PC: versions, device and self-test, settings, backup and restore of the whole workspace.
import { z } from 'zod';
import { method, service } from '../rpc/contract.ts';
import { amount, count, grant, nothing, problem, text } from './common.ts';
import { deviceChoice, deviceList, deviceReport, precisionChoice } from './devices.ts';
import { device } from './training.ts';

export const appSettings = z.strictObject({
  language: z.enum(['ja', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Who works here, for the log of decisions. */
  operator: text.max(100),
});
export type AppSettings = z.infer<typeof appSettings>;

export const defaultAppSettings: AppSettings = { language: 'ja', theme: 'system', operator: '' };

export const systemInfo = z.object({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  workspace: z.string(),
  workspaceBytes: count.nullable(),
  freeBytes: count.nullable(),
  node: z.string(),
  runtime: z.string(),
  platform: z.string(),
  device,
  /** Something the user should know since the last start: runs and imports taken up again, a backup restored. */
  notices: z.array(problem),
});
export type SystemInfo = z.infer<typeof systemInfo>;

export const selfTest = z.object({
  device,
  /** Which way of computing is used, and why. */
  lowering: z.string(),
  reason: z.enum(['agrees', 'no-blocks', 'differs', 'slower', 'failed']),
  difference: z.number().nullable(),
  speedup: z.number().nullable(),
  seconds: amount,
});
export type SelfTest = z.infer<typeof selfTest>;

export const system = service(
  'system',
  {
    info: method(nothing, systemInfo),
    settings: method(nothing, appSettings),
    /** What is given is set; returns all settings. */
    change: method(appSettings.partial(), appSettings),
    selfTest: method(nothing, selfTest),
    /** What this PC can train on, as far as it was tested. */
    devices: method(nothing, deviceList),
    /** Tests every GPU that ONNX Runtime may reach, or one; each in a process of its own. */
    testDevices: method(
      z.strictObject({ provider: deviceReport.shape.provider.optional() }),
      deviceList,
      z.object({ done: count, total: count }),
    ),
    /** From the next training on. A device that has not passed its test is tested first. */
    useDevice: method(z.strictObject({ choice: deviceChoice }), deviceList),
    /** From the next training on; those begun go on in theirs. A device that failed in mixed precision stays in float32. */
    usePrecision: method(z.strictObject({ precision: precisionChoice }), deviceList),
    /** Reads the whole database and every stored file's size and digest. */
    checkWorkspace: method(
      nothing,
      z.object({ problems: z.array(problem), files: count }),
      z.object({ done: count, total: count }),
    ),
    /** Writes the whole workspace into one ZIP file. Without a grant it is kept for one download; see `download`. */
    backUp: method(
      z.strictObject({ grant: grant.optional() }),
      z.object({ path: z.string(), bytes: count, download: z.string().nullable() }),
      z.object({ done: count, total: count }),
    ),
    /** Checks a backup and puts it in the place of the workspace at the next start, which follows at once. */
    restore: method(z.strictObject({ grant }), nothing, z.object({ done: count, total: count })),
  },
  {
    settings: appSettings,
    /** The program starts anew on another workspace: reload. */
    restarting: nothing,
  },
);
