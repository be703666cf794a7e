// What the executor and its worker thread say to each other.
import type { Bindings } from '../executor.ts';

export type Request =
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly program: number;
      readonly model: Uint8Array;
      readonly profile: string | undefined;
      readonly isSteady: boolean;
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
  | { readonly kind: 'release'; readonly id: number; readonly program: number };

export type Reply =
  | { readonly id: number; readonly ok: true }
  | { readonly id: number; readonly ok: false; readonly reason: string };

export interface WorkerSettings {
  readonly threads: number;
}
