// A file on its way to the browser's downloads.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Download } from '../../services/downloads.ts';

/** @throws NarashiError host.download-gone */
export async function answerDownload(download: Download | undefined): Promise<Response> {
  const found = download && (await stat(download.path).catch(() => undefined));
  if (!download || !found?.isFile()) throw new NarashiError('host.download-gone', {});
  const stream = Readable.toWeb(createReadStream(download.path));
  return new Response(stream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(found.size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(download.name)}`,
      'cache-control': 'no-store',
    },
  });
}
