// Runs a model once or many times on ONNX Runtime's CPU kernels, in this thread. For tests of small graphs.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Model } from '../../main/onnx/model.ts';
import { writeModel } from '../../main/onnx/write.ts';

export interface Feed {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Session {
  /** Float outputs by name. Reads the fed arrays anew at every call. */
  run(): Promise<ReadonlyMap<string, Feed>>;
  close(): Promise<void>;
}

/** Loads `model` with its inputs bound to `feeds`. */
export async function openSession(model: Model, feeds: ReadonlyMap<string, Feed>): Promise<Session> {
  const session = await InferenceSession.create(writeModel(model), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const needed = new Set(session.inputNames);
  const bound = Object.fromEntries(
    Array.from(feeds, ([name, { shape, data }]): [string, Tensor] => [name, new Tensor('float32', data, shape)]).filter(
      ([name]) => needed.has(name),
    ),
  );
  return {
    run: async () => {
      const results = await session.run(bound);
      return new Map(
        Object.entries(results).map(([name, { data, dims }]): [string, Feed] => {
          if (!(data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
          return [name, { shape: dims, data }];
        }),
      );
    },
    close: () => session.release(),
  };
}
