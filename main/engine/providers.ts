// The execution providers of ONNX Runtime that can train, and what each one's binding for Node can do.

export const gpuProviders = ['cuda', 'dml', 'webgpu', 'coreml'] as const;
export type GpuProvider = (typeof gpuProviders)[number];
/** TensorFlow.js is a runtime of its own: there where it was installed, used where it was chosen. */
export const cardProviders = [...gpuProviders, 'tfjs'] as const;
export type CardProvider = (typeof cardProviders)[number];
export const providers = ['cpu', ...gpuProviders] as const;
export type Provider = (typeof providers)[number];

export interface ProviderTraits {
  /** Its maker's name for it. */
  readonly title: string;
  /** Tensors can stay on the device between runs; elsewhere the whole state crosses twice in every step. */
  readonly keepsTensors: boolean;
}

export const providerTraits: Readonly<Record<Provider | CardProvider, ProviderTraits>> = {
  cpu: { title: 'CPU', keepsTensors: false },
  cuda: { title: 'CUDA', keepsTensors: false },
  dml: { title: 'DirectML', keepsTensors: false },
  webgpu: { title: 'WebGPU', keepsTensors: true },
  coreml: { title: 'CoreML', keepsTensors: false },
  tfjs: { title: 'TensorFlow.js', keepsTensors: false },
};

/** Providers whose libraries come with the program on a platform; `cuda` on Linux needs files of its own besides. */
export function providersOn(platform: NodeJS.Platform, architecture: string): readonly GpuProvider[] {
  switch (`${platform} ${architecture}`) {
    case 'linux x64':
      return ['cuda', 'webgpu'];
    case 'win32 x64':
    case 'win32 arm64':
      return ['dml', 'webgpu'];
    case 'darwin arm64':
      return ['webgpu', 'coreml'];
    default:
      return [];
  }
}
