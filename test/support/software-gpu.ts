// A GPU in software for tests of WebGPU: SwiftShader, which comes with the test browser. Slow, and only on Linux x64.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export const hasSoftwareGpu = process.platform === 'linux' && process.arch === 'x64';

/**
 * What a process must be started with so that WebGPU finds SwiftShader and nothing else. (The dynamic linker reads its path
 * at the start only: a running process cannot be given it.)
 */
export function softwareGpu(): Readonly<Record<string, string>> {
  const folder = join(tmpdir(), 'narashi-swiftshader-153');
  if (!existsSync(folder))
    unpack(new URL('../../node_modules/@sparticuz/chromium/bin/swiftshader.tar.br', import.meta.url), folder);
  return {
    LD_LIBRARY_PATH: folder,
    VK_ICD_FILENAMES: join(folder, 'icd.json'),
    VK_DRIVER_FILES: join(folder, 'icd.json'),
  };
}

function unpack(archive: URL, folder: string): void {
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-x', '-C', making], {
    input: brotliDecompressSync(readFileSync(archive)),
  });
  if (status !== 0) throw new Error(`SwiftShader could not be unpacked: ${stderr}`);
  const library = join(folder, 'libvk_swiftshader.so');
  const icd = { file_format_version: '1.0.0', ICD: { library_path: library, api_version: '1.0.5' } };
  writeFileSync(join(making, 'icd.json'), JSON.stringify(icd));
  if (!existsSync(folder)) renameSync(making, folder);
}
