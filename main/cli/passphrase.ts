// The passphrase of the signing key: from a file, the environment, or typed without being shown.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Opening } from '../export/signing/site-key.ts';

export interface PassphraseSource {
  /** `--passphrase-file` */
  readonly file: string | undefined;
  /** What to print before a typed one. */
  readonly prompt: string;
}

/** @throws NarashiError signing.passphrase-needed, cli.input-unreadable */
export async function askPassphrase({ file, prompt }: PassphraseSource): Promise<Opening> {
  const passphrase = file === undefined ? (process.env.NARASHI_PASSPHRASE ?? (await typed(prompt))) : await read(file);
  if (passphrase === '') throw new NarashiError('signing.passphrase-needed', {});
  return { kind: 'passphrase', passphrase };
}

/** The first line of a file. */
async function read(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/)[0] ?? '';
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('cli.input-unreadable', { path, reason }, { cause: error });
  }
}

/** Empty where nobody can type. */
function typed(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return Promise.resolve('');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(prompt);
  return new Promise((resolve) => {
    reader.once('close', () => resolve(''));
    reader.question('', (answer) => {
      process.stderr.write('\n');
      resolve(answer);
      reader.close();
    });
  });
}
