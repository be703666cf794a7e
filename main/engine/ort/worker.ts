// The thread that owns ONNX Runtime sessions: run() blocks the thread it is called on, so it is never the main one.
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { Bindings, BoundTensor } from '../executor.ts';
import type { Reply, Request } from './messages.ts';
import { sessionOptions } from './session-options.ts';

interface OrtBinding {
  readonly program: number;
  readonly session: InferenceSession;
  readonly feeds: Record<string, Tensor>;
  readonly fetches: Record<string, Tensor>;
}

const { threads } = z.object({ threads: z.number().int().positive() }).parse(workerData);
const sessions = new Map<number, InferenceSession>();
const bindings = new Map<number, OrtBinding>();

parentPort?.on('message', (request: Request) => {
  answer(request).then(
    () => reply({ id: request.id, ok: true }),
    (error: unknown) =>
      reply({ id: request.id, ok: false, reason: error instanceof Error ? error.message : String(error) }),
  );
});

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

async function answer(request: Request): Promise<void> {
  switch (request.kind) {
    case 'load':
      sessions.set(
        request.program,
        await InferenceSession.create(request.model, sessionOptions(threads, request.profile)),
      );
      return;
    case 'bind': {
      const session = sessions.get(request.program);
      if (!session) throw new Error(`program ${request.program} is not loaded`);
      const { program } = request;
      requireNames('input', session.inputNames, request.inputs);
      requireNames('output', session.outputNames, request.outputs);
      bindings.set(request.binding, {
        program,
        session,
        feeds: tensors(request.inputs),
        fetches: tensors(request.outputs),
      });
      return;
    }
    case 'run': {
      const binding = bindings.get(request.binding);
      if (!binding) throw new Error(`binding ${request.binding} is gone`);
      await binding.session.run(binding.feeds, binding.fetches);
      return;
    }
    case 'release': {
      const session = sessions.get(request.program);
      session?.endProfiling();
      await session?.release();
      sessions.delete(request.program);
      for (const [id, binding] of bindings) if (binding.program === request.program) bindings.delete(id);
    }
  }
}

/** ONNX Runtime ignores what it does not know; a buffer nobody writes must not pass unnoticed. */
function requireNames(kind: string, known: readonly string[], bound: Bindings): void {
  const unknown = Object.keys(bound).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`the model has no ${kind} ${unknown}`);
}

function tensors(bound: Bindings): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(bound).map(([name, tensor]) => [name, toOrt(tensor)]));
}

function toOrt(tensor: BoundTensor): Tensor {
  if (tensor.type === 'float32') return new Tensor('float32', tensor.data, tensor.shape);
  if (tensor.type === 'int64') return new Tensor('int64', tensor.data, tensor.shape);
  return new Tensor('uint8', tensor.data, tensor.shape);
}
