// Opens a port, or says in words for people why it cannot be opened.
import type { Server } from 'node:net';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

/** Gives the port, where 0 was asked for the one the system chose. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(failure(error, host, port));
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.removeListener('error', fail);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function failure(error: Error, host: string, port: number): NarashiError {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new NarashiError('inspect.port-in-use', { port }, { cause: error });
  if (code === 'EACCES') return new NarashiError('inspect.port-forbidden', { port }, { cause: error });
  return new NarashiError('inspect.port-not-opened', { host, port, reason: error.message }, { cause: error });
}
