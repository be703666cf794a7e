// Which program and machine a run is made with; stored beside it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import type { Device } from '../../shared/contract/training.ts';
import type { RunEnvironment } from '../../shared/domain/run.ts';
import { isMixedName } from '../autodiff/mixed.ts';
import type { ExecutorInfo } from '../engine/executor.ts';

const versionIn = (file: string | URL): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;

const version = versionIn(new URL('../../package.json', import.meta.url));

export const programVersion = version;

/** Of ONNX Runtime, without loading it. */
export const runtimeVersion = versionIn(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));

/** The CPU of this PC. */
export function thisDevice(threads: number = availableParallelism()): Device {
  return { name: cpus()[0]?.model.trim() || 'CPU', provider: 'cpu', isGpu: false, threads };
}

/** The device as runs name it. */
export const deviceText = ({ name, threads }: Pick<Device, 'name' | 'threads'>) => `${name} · ${threads} threads`;

/** What computes, as runs record it: the provider and how graphs are written for it. */
export const executorText = ({ executionProvider }: Pick<ExecutorInfo, 'executionProvider'>, lowering: string) =>
  `${executionProvider} (${lowering})`;

/** Whether a run that records this executor was trained in mixed precision. */
export const isMixedExecutor = (executor: string): boolean => isMixedName(executor.replace(/\)$/, ''));

/** @param device what the executor runs on */
export function describeEnvironment(info: ExecutorInfo, lowering: string, device: Device): RunEnvironment {
  return {
    device: deviceText({ ...device, threads: info.threads }),
    executor: executorText(info, lowering),
    narashi: version,
    onnxruntime: info.runtime,
    node: process.version,
    codeVersion: version,
  };
}
