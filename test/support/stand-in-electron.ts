// A folder that electron-builder takes for Electron: right names, the fuse wire of a fresh binary, nothing that runs.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where @electron/fuses finds the fuses in a binary. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron is delivered: whoever forgets to set a fuse gets these. */
const delivered = '101100110';

export async function makeStandInElectron(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.of(1, delivered.length), Buffer.from(delivered)]);
  await writeFile(join(folder, 'electron'), wire, { mode: 0o755 });
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) {
    await writeFile(join(folder, name), name === 'version' ? version : '');
  }
  for (const language of ['ja', 'en-US', 'fr']) await writeFile(join(folder, 'locales', `${language}.pak`), '');
}
