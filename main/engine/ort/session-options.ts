// The ONNX Runtime settings training runs under; test/bench/README.md has the measurements behind them.
import type { InferenceSession } from 'onnxruntime-node';
import type { GpuProvider, Provider } from '../providers.ts';

export interface SessionWishes {
  readonly threads: number;
  readonly provider: Provider;
  readonly profile?: string | undefined;
  readonly isSteady?: boolean | undefined;
  readonly resident?: readonly string[] | undefined;
}

export function sessionOptions(wishes: SessionWishes): InferenceSession.SessionOptions {
  const { threads, provider, profile, isSteady = false, resident = [] } = wishes;
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [gpuOptions[provider]],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // DirectML refuses it; the other GPU providers lay their memory out themselves.
    enableMemPattern: isSteady && provider === 'cpu',
    logSeverityLevel: provider === 'cpu' ? 3 : 4,
    extra: { session: provider === 'cpu' ? { set_denormal_as_zero: '1' } : onlyOnGpu },
    ...(resident.length > 0
      ? { preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, 'gpu-buffer' as const])) }
      : {}),
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  };
}

/** What the provider cannot compute fails to load, instead of running on the CPU unnoticed. */
const onlyOnGpu = { disable_cpu_ep_fallback: '1' };

const gpuOptions: Readonly<Record<GpuProvider, InferenceSession.ExecutionProviderConfig>> = {
  cuda: { name: 'cuda', deviceId: 0 },
  dml: { name: 'dml', deviceId: 0 },
  // Every size is known beforehand: buffers of exactly that size take the least memory.
  webgpu: { name: 'webgpu', preferredLayout: 'NCHW', storageBufferCacheMode: 'simple' },
  // ML Program (0x10) on CPU and GPU (0x20): the Neural Engine computes in half precision.
  coreml: { name: 'coreml', coreMlFlags: 0x30 },
};
