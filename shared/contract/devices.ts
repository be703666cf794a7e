// What this PC can train on: the devices ONNX Runtime reaches, how each did in its self-test, and which one is used.
import { z } from 'zod';
import { amount, count, moment } from './common.ts';
import { device, precisions } from './training.ts';

/** `auto`: the fastest device that passed its self-test, other than TensorFlow.js; else the CPU. */
export const deviceChoices = ['auto', 'cpu', 'cuda', 'dml', 'webgpu', 'coreml', 'tfjs'] as const;
export const deviceChoice = z.enum(deviceChoices);
export type DeviceChoice = z.infer<typeof deviceChoice>;

/**
 * `unavailable`: no session can be opened on it, because a card, a driver or a library is missing. `differs`: its training
 * step is another than the CPU's, in its test or for the network of a training. `slower`: it is right, but the CPU is as
 * fast. `failed`: it broke off. `crashed`: its driver ended the process. `lost`: it stopped working during a training.
 */
export const deviceStates = [
  'untested',
  'passed',
  'slower',
  'differs',
  'unavailable',
  'failed',
  'crashed',
  'lost',
] as const;
export type DeviceState = (typeof deviceStates)[number];

/** `auto`: mixed precision where it passed its test and was faster. */
export const precisionChoices = ['auto', ...precisions] as const;
export const precisionChoice = z.enum(precisionChoices);
export type PrecisionChoice = z.infer<typeof precisionChoice>;

/** `unavailable`: the device, its driver or its runtime cannot compute in half precision, or broke off. */
export const mixedReport = z.object({
  state: z.enum(['passed', 'slower', 'differs', 'unavailable']),
  /** ‖difference‖ / ‖change‖ of one training step against the CPU's in float32. */
  difference: z.number().nullable(),
  /** How many times faster than float32 on the same device. */
  speedup: z.number().nullable(),
  detail: z.string().nullable(),
});
export type MixedReport = z.infer<typeof mixedReport>;

export const deviceReport = z.object({
  provider: z.enum(['cuda', 'dml', 'webgpu', 'coreml', 'tfjs']),
  /** Its maker's name for the provider: `CUDA`, `DirectML`, … */
  title: z.string(),
  state: z.enum(deviceStates),
  /** ‖difference‖ / ‖change‖ of one training step against the CPU's. */
  difference: z.number().nullable(),
  /** How many times faster than the CPU. */
  speedup: z.number().nullable(),
  /** What the runtime said where it did not pass. */
  detail: z.string().nullable(),
  testedAt: moment.nullable(),
  /** Of mixed precision; absent where it was not tested. */
  mixed: mixedReport.optional(),
});
export type DeviceReport = z.infer<typeof deviceReport>;

export const adapter = z.object({
  name: z.string(),
  driver: z.string().nullable(),
  memoryBytes: count.nullable(),
});
export type Adapter = z.infer<typeof adapter>;

export const deviceList = z.object({
  processor: z.object({ name: z.string(), threads: count, memoryBytes: amount }),
  /** Graphics cards the system names; empty where it names none. */
  adapters: z.array(adapter),
  devices: z.array(deviceReport),
  choice: deviceChoice,
  precision: precisionChoice,
  /** What the next training runs on. */
  used: device,
  /**
   * Why: `chosen` by the user, `fastest` of those that passed, `none` is reached from this system, `untested`, `not-passed`,
   * or, for a device the user chose, `choice-not-passed`.
   */
  reason: z.enum(['chosen', 'fastest', 'none', 'untested', 'not-passed', 'choice-not-passed']),
});
export type DeviceList = z.infer<typeof deviceList>;
