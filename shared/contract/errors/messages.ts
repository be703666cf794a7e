// Every error and warning a person can meet, in both languages: what happened · what was kept · what to do next.
import { auditMessages } from './audit.ts';
import { backboneMessages } from './backbone.ts';
import { cliMessages } from './cli.ts';
import { dataMessages } from './data.ts';
import { deviceMessages } from './devices.ts';
import { engineMessages } from './engine.ts';
import { exportMessages } from './export.ts';
import { flatnessMessages } from './flatness.ts';
import { hostMessages } from './host.ts';
import { importMessages } from './imports.ts';
import { inspectMessages } from './inspect.ts';
import { jobMessages } from './jobs.ts';
import { judgingMessages } from './judging.ts';
import { lineMessages } from './line.ts';
import { onnxMessages } from './onnx.ts';
import { packageMessages } from './package.ts';
import { projectMessages } from './projects.ts';
import { registryMessages } from './registry.ts';
import { reportMessages } from './reports.ts';
import { rpcMessages } from './rpc.ts';
import { serviceMessages } from './services.ts';
import { storeMessages } from './store.ts';
import { studyMessages } from './studies.ts';
import { systemMessages } from './system.ts';
import { trainMessages } from './train.ts';
import { trainingMessages } from './training.ts';
import { trialMessages } from './trials.ts';
import { uiMessages } from './ui.ts';

export const messages = {
  ...auditMessages,
  ...backboneMessages,
  ...cliMessages,
  ...dataMessages,
  ...deviceMessages,
  ...engineMessages,
  ...exportMessages,
  ...flatnessMessages,
  ...jobMessages,
  ...hostMessages,
  ...importMessages,
  ...inspectMessages,
  ...judgingMessages,
  ...lineMessages,
  ...onnxMessages,
  ...packageMessages,
  ...projectMessages,
  ...rpcMessages,
  ...serviceMessages,
  ...storeMessages,
  ...studyMessages,
  ...systemMessages,
  ...trainMessages,
  ...trainingMessages,
  ...trialMessages,
  ...registryMessages,
  ...reportMessages,
  ...uiMessages,
} as const;

export type ErrorCode = keyof typeof messages;

type Places<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;

/** The data a code needs: the places named in its English sentence. */
export type ErrorData<C extends ErrorCode> = Readonly<Record<Places<(typeof messages)[C]['en']>, string | number>>;
