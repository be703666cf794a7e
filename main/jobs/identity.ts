// Which program and machine a run is made with; stored beside it.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import type { RunEnvironment } from '../../shared/domain/run.ts';
import type { ExecutorInfo } from '../engine/executor.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

export const programVersion = version;

export interface Device {
  readonly name: string;
  /** ONNX Runtime's name of the provider. */
  readonly provider: string;
  readonly isGpu: boolean;
  readonly threads: number;
}

/** What this PC trains on. */
export function thisDevice(threads: number = availableParallelism()): Device {
  return { name: cpus()[0]?.model.trim() || 'CPU', provider: 'cpu', isGpu: false, threads };
}

/** The device as runs name it. */
export const deviceText = ({ name, threads }: Pick<Device, 'name' | 'threads'>) => `${name} · ${threads} threads`;

export function describeEnvironment(info: ExecutorInfo, lowering: string): RunEnvironment {
  return {
    device: deviceText(thisDevice(info.threads)),
    executor: `${info.executionProvider} (${lowering})`,
    narashi: version,
    onnxruntime: info.runtime,
    node: process.version,
    codeVersion: version,
  };
}
