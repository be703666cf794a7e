// The thread that owns ONNX Runtime sessions: run() blocks the thread it is called on, so it is never the main one.
import { parentPort, workerData } from 'node:worker_threads';
import { type Reply, type Request, workerSettings } from './messages.ts';
import { OrtSessions } from './sessions.ts';

const { threads, provider } = workerSettings.parse(workerData);
const sessions = new OrtSessions(threads, provider);

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
      return sessions.load(request);
    case 'bind':
      return sessions.bind(request.program, request.binding, request.inputs, request.outputs);
    case 'run':
      return sessions.run(request.binding);
    case 'fetch':
      return sessions.fetch(request.tensors);
    case 'forget':
      return sessions.forget(request.tensors);
    case 'release':
      return sessions.release(request.program);
    case 'release-all':
      return sessions.releaseAll();
  }
}
