// Which program and machine a run was made with; stored beside it.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { z } from 'zod';
import type { RunEnvironment } from '../../shared/domain/run.ts';
import type { ExecutorInfo } from '../engine/executor.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

export const programVersion = version;

export function describeEnvironment(info: ExecutorInfo, lowering: string): RunEnvironment {
  return {
    device: `${cpus()[0]?.model.trim() ?? 'CPU'} · ${info.threads} threads`,
    executor: `${info.executionProvider} (${lowering})`,
    narashi: version,
    onnxruntime: info.runtime,
    node: process.version,
    codeVersion: version,
  };
}
