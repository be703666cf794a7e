// The one name for the tfjs API: types only, so that nothing is loaded before somebody asks for this executor.
import type * as core from '@tensorflow/tfjs-core';

/** The API that `@tensorflow/tfjs-core` and `@tensorflow/tfjs-node-gpu` have in common. */
export type Tf = typeof core;
export type Tensor = core.Tensor;
export type Tensor4D = core.Tensor4D;
export type Rank4 = core.Rank.R4;
/** Numbers as tfjs keeps them: int64 and uint8 travel as int32. */
export type Kept = 'float32' | 'int32' | 'bool';
