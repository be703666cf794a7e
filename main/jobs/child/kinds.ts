// Every kind of job there is. Each loads its code when it starts, so that a child carries only what it needs.
import type { JobKinds } from './job.ts';

export const kinds: JobKinds = {
  train: async (payload, context) => (await import('./train.ts')).trainJob(payload, context),
  verify: async (payload, context) => (await import('./verify.ts')).verifyJob(payload, context),
  package: async (payload, context) => (await import('./package.ts')).packageJob(payload, context),
  measure: async (payload, context) => (await import('./measure.ts')).measureJob(payload, context),
  'import-inspect': async (...job) => (await import('./import-inspect.ts')).importInspect(...job),
  'import-write': async (...job) => (await import('./import-write.ts')).importWrite(...job),
  flatness: async (payload, context) => (await import('./flatness.ts')).flatnessJob(payload, context),
  landscape: async (payload, context) => (await import('./landscape.ts')).landscapeJob(payload, context),
  robustness: async (payload, context) => (await import('./robustness.ts')).robustnessJob(payload, context),
  attention: async (payload, context) => (await import('./attention.ts')).attentionJob(payload, context),
  likeness: async (payload, context) => (await import('./likeness.ts')).likenessJob(payload, context),
  'cross-validation': async (...job) => (await import('./cross-validation.ts')).crossValidationJob(...job),
  golden: async (payload, context) => (await import('./golden.ts')).goldenJob(payload, context),
  backbone: async (payload, context) => (await import('./backbone.ts')).backboneJob(payload, context),
  device: async (payload) => (await import('./device.ts')).deviceJob(payload),
  'mixed-precision': async (payload) => (await import('./mixed-precision.ts')).mixedPrecisionJob(payload),
  'self-test': async () => (await import('./self-test.ts')).selfTestJob(),
};
