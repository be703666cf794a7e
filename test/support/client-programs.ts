// The sample clients that this PC can run, and their runs as child processes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Members } from '../../main/export/package/container.ts';

const clients = fileURLToPath(new URL('../../resources/clients/', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** A program with the arguments that come first. */
export type Command = readonly [program: string, ...arguments_: string[]];

export const nodeClient: Command = [process.execPath, join(clients, 'node/narashi-client.mjs')];

/** The first Python that has these modules. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const isReady = (python: string) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
  return ['python3', '/usr/bin/python3', 'python'].find(isReady);
}

export const pythonClient = (python: string | undefined, runtime: 'opencv' | 'onnxruntime'): Command => [
  python ?? 'python3',
  join(clients, 'python/narashi_client.py'),
  '--runtime',
  runtime,
];

/** Whether g++ compiles a file with these headers. */
export function compilesWith(headers: readonly string[]): boolean {
  const input = `${headers.map((header) => `#include <${header}>\n`).join('')}int main() {}\n`;
  return spawnSync('g++', [...options, '-fsyntax-only', '-x', 'c++', '-'], { input }).status === 0;
}

const options = [
  '-std=c++17',
  '-O2',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-ffp-contract=off',
  '-isystem/usr/include/opencv4',
];

/** The C++ client without ONNX Runtime, built into `folder`. */
export function buildPixelsClient(folder: string): Command {
  const program = join(folder, 'narashi_client');
  const source = join(clients, 'cpp/narashi_client.cpp');
  const libraries = ['-lopencv_imgcodecs', '-lopencv_core'];
  execFileSync('g++', [...options, '-DNARASHI_PIXELS_ONLY', source, '-o', program, ...libraries], { stdio: 'pipe' });
  return [program];
}

/** The parts of the C++ client that need no library (test/fixtures/pixels.cpp). */
export function buildPixelParts(folder: string): string {
  const program = join(folder, 'pixels');
  const source = join(fixtures, 'pixels.cpp');
  execFileSync('g++', [...options, `-I${join(clients, 'cpp')}`, source, '-o', program], { stdio: 'pipe' });
  return program;
}

const line = z.object({
  file: z.string(),
  verdict: z.enum(['OK', 'NG', 'review']),
  ngScore: z.number().nullable(),
  className: z.string().nullable(),
  probabilities: z.array(z.number()).nullable(),
  error: z.string().optional(),
});
export type ClientLine = z.infer<typeof line>;

export interface ClientRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runClient([program, ...first]: Command, arguments_: readonly string[], input = ''): ClientRun {
  // A setting of this process must not hide that a client does not make its own.
  const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
  const run = spawnSync(program, [...first, ...arguments_], { encoding: 'utf8', input, env });
  const { status, stdout, stderr, error } = run;
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The lines that a client wrote, one of each image. */
export const linesOf = ({ stdout }: ClientRun): ClientLine[] =>
  stdout
    .trim()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));

/** Writes a package as the folder it is unpacked to. */
export async function writeMembers(folder: string, members: Members): Promise<string> {
  for (const [path, contents] of members) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
  return folder;
}
