// A file on its way to the browser's downloads.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Download } from '../../services/downloads.ts';

/** @throws NarashiError host.download-gone */
export async function answerDownload(method: string, download: Download | undefined): Promise<Response> {
  const found = download && (await stat(download.path).catch(() => undefined));
  if (!download || !found?.isFile()) throw new NarashiError('host.download-gone', {});
  // Whoever only asks for the headers must not leave a file open that nobody reads.
  const stream = method === 'HEAD' ? null : Readable.toWeb(createReadStream(download.path));
  return new Response(stream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(found.size),
      'content-disposition': `attachment; filename*=UTF-8''${encoded(download.name)}`,
      'cache-control': 'no-store',
    },
  });
}

/** RFC 8187, 3.2.1: what encodeURIComponent lets stand, and half characters it throws at. */
function encoded(name: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/gu, percent);
}
