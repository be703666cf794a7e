// Exit codes: what scripts and line PCs can tell from how the program ended.
import { type ErrorCode, NarashiError } from '../../shared/contract/errors/index.ts';

export const exitCodes = { ok: 0, failed: 1, usage: 2, data: 3, exported: 4, stopped: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const particular: Partial<Record<ErrorCode, ExitCode>> = {
  // The disk's fault, not the images'.
  'data.disk-full': exitCodes.failed,
  'data.folder-not-writable': exitCodes.failed,
  'data.cache-unreadable': exitCodes.failed,
  'data.stream-failed': exitCodes.failed,
  'data.cancelled': exitCodes.stopped,
  'export.not-ours': exitCodes.data,
  'flatness.not-side-by-side': exitCodes.usage,
  'jobs.stopped': exitCodes.stopped,
  'package.not-written': exitCodes.exported,
  'package.parity-failed': exitCodes.exported,
  'services.class-not-in-model': exitCodes.data,
  'services.images-changed': exitCodes.data,
  'services.model-missing': exitCodes.data,
  'services.no-test-images': exitCodes.exported,
  'services.nothing-to-export': exitCodes.exported,
  'services.nothing-to-resume': exitCodes.usage,
  'services.not-trained': exitCodes.usage,
  'services.unknown-class': exitCodes.usage,
  'registry.gates-unmet': exitCodes.failed,
  'store.run-not-found': exitCodes.usage,
  'store.run-status': exitCodes.usage,
  'trials.has-ended': exitCodes.usage,
  'trials.not-found': exitCodes.usage,
  'trials.nothing-to-resume': exitCodes.usage,
  'trials.of-the-app': exitCodes.usage,
};

const families: readonly (readonly [prefix: string, code: ExitCode])[] = [
  ['cli.', exitCodes.usage],
  ['data.', exitCodes.data],
  ['onnx.', exitCodes.data],
  ['export.', exitCodes.exported],
  ['package.', exitCodes.data],
  ['registry.', exitCodes.usage],
  ['signing.', exitCodes.usage],
  ['line.', exitCodes.usage],
];

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof NarashiError)) return exitCodes.failed;
  const code: ErrorCode = error.code;
  const family = families.find(([prefix]) => code.startsWith(prefix));
  return particular[code] ?? family?.[1] ?? exitCodes.failed;
}
