// What the executor and its worker thread say to each other.
import { z } from 'zod';
import type { Bindings, BoundTensor } from '../executor.ts';
import { providers } from '../providers.ts';

export type Request =
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly program: number;
      readonly model: Uint8Array;
      readonly profile: string | undefined;
      readonly isSteady: boolean;
      readonly resident: readonly string[];
    }
  | {
      readonly kind: 'bind';
      readonly id: number;
      readonly program: number;
      readonly binding: number;
      readonly inputs: Bindings;
      readonly outputs: Bindings;
    }
  | { readonly kind: 'run'; readonly id: number; readonly binding: number }
  | { readonly kind: 'fetch' | 'forget'; readonly id: number; readonly tensors: readonly BoundTensor[] }
  | { readonly kind: 'release'; readonly id: number; readonly program: number }
  | { readonly kind: 'release-all'; readonly id: number };

export type Reply =
  | { readonly id: number; readonly ok: true }
  | { readonly id: number; readonly ok: false; readonly reason: string };

export const workerSettings = z.object({ threads: z.int().positive(), provider: z.enum(providers) });
export type WorkerSettings = z.infer<typeof workerSettings>;
