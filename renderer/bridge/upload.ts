// Sends picked files to the browser host, a few at a time; what it keeps becomes a grant.
// POST /upload/begin → { id }; POST /upload/<id>/file?path=… (the bytes); POST /upload/<id>/finish → { grant };
// POST /upload/<id>/cancel. Failures are answered with { code, data }.
import { z } from 'zod';
import { grant, problem } from '../../shared/contract/common.ts';
import { fits, NarashiError } from '../../shared/contract/errors/index.ts';
import { labelOf, type PickedFile } from './entries.ts';
import type { Granted, Transfer } from './host.ts';

const begun = z.object({ id: z.string().regex(/^[0-9a-f-]{36}$/) });
const finished = z.object({ grant });
/** Requests at once. */
const lanes = 4;

/** @throws NarashiError rpc.cancelled, ui.upload-failed, or what the host says */
export async function upload(files: readonly PickedFile[], { onProgress, signal }: Transfer = {}): Promise<Granted> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let sent = 0;
  const { id } = begun.parse(await post('/upload/begin', null, { signal }));
  const waiting = files.values();
  // Where one file fails, the others on their way are of no use any more.
  const failed = new AbortController();
  const ended = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const lane = async () => {
    for (const { path, file } of waiting) {
      let ofThis = 0;
      const onSent = (bytes: number) => {
        sent += bytes - ofThis;
        ofThis = bytes;
        onProgress?.(sent, total);
      };
      await post(`/upload/${id}/file?path=${encodeURIComponent(path)}`, file, { signal: ended, onSent });
      onSent(file.size);
    }
  };
  try {
    onProgress?.(0, total);
    await Promise.all(Array.from({ length: lanes }, lane));
    const { grant: given } = finished.parse(await post(`/upload/${id}/finish`, null, { signal }));
    return { grant: given, label: labelOf(files) };
  } catch (error) {
    failed.abort();
    // Nobody waits for it: the host forgets unfinished uploads by itself.
    post(`/upload/${id}/cancel`, null, {}).catch(() => undefined);
    throw error;
  }
}

interface Sending {
  readonly signal?: AbortSignal | undefined;
  readonly onSent?: (bytes: number) => void;
}

/** XMLHttpRequest, because fetch does not tell how much of a body is sent. */
function post(url: string, body: Blob | null, { signal, onSent }: Sending): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new NarashiError('rpc.cancelled', {}));
      return;
    }
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal?.addEventListener('abort', stop);
    request.upload.onprogress = ({ loaded }) => onSent?.(loaded);
    request.onload = () => {
      if (request.status < 300) resolve(parsed(request.responseText));
      else reject(failureOf(request));
    };
    request.onerror = () => reject(new NarashiError('ui.upload-failed', { reason: 'network' }));
    request.onabort = () => reject(new NarashiError('rpc.cancelled', {}));
    request.onloadend = () => signal?.removeEventListener('abort', stop);
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(body);
  });
}

function failureOf({ status, responseText }: XMLHttpRequest): NarashiError {
  const said = problem.safeParse(parsed(responseText)).data;
  if (said && fits(said.code, said.data)) return new NarashiError(said.code, said.data);
  return new NarashiError('ui.upload-failed', { reason: `HTTP ${status}` });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
