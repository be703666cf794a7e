// narashi bench: hands over to the speed measurement that comes with the source code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Shell } from '../program.ts';

export function addBench(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('bench', 'bench.help').argument(`[${say('place.arguments')}...]`, say('bench.arguments'));
  command.allowUnknownOption();
  shell.run(command, () => {
    const path = fileURLToPath(new URL('../../../test/bench/bench.ts', import.meta.url));
    if (!existsSync(path)) throw new NarashiError('cli.bench-missing', { path });
    return measure(path, [...command.args, ...(output.json ? ['--json'] : [])]);
  });
}

function measure(path: string, words: readonly string[]): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...words], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal) resolve(exitCodes.stopped);
      else resolve(code === 0 ? exitCodes.ok : exitCodes.failed);
    });
  });
}
