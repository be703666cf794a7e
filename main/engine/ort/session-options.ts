// The ONNX Runtime settings training runs under; test/bench/README.md has the measurements behind them.
import type { InferenceSession } from 'onnxruntime-node';

export function sessionOptions(
  threads: number,
  profile: string | undefined,
  isSteady: boolean,
): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableMemPattern: isSteady,
    logSeverityLevel: 3,
    // Numbers too small to matter would make kernels several times slower.
    extra: { session: { set_denormal_as_zero: '1' } },
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  };
}
