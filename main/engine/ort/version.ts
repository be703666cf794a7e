// Which ONNX Runtime is in use; recorded with every run.
import { env } from './runtime.ts';

export function runtimeVersion(): string {
  return env.versions.node ?? env.versions.common;
}
