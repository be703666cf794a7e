// The words after `npm start --`.
import { parseArgs } from 'node:util';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

export interface StartOptions {
  /** `any`: Electron where it can be had, else the browser. */
  readonly host: 'any' | 'browser' | 'electron';
  readonly workspace: string | undefined;
  /** 0: any free one. */
  readonly port: number;
  /** Whether to open the default browser. */
  readonly open: boolean;
}

/** @throws NarashiError host.unknown-option */
export function readOptions(argv: readonly string[]): StartOptions {
  const { values } = parse(argv);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw unknown(`--port ${values.port}`);
  if (values.browser && values.electron) throw unknown('--browser --electron');
  return {
    host: values.browser ? 'browser' : values.electron ? 'electron' : 'any',
    workspace: values.workspace,
    port,
    open: !values['no-open'],
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        browser: { type: 'boolean' },
        electron: { type: 'boolean' },
        workspace: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        lang: { type: 'string' },
      },
    });
  } catch (error) {
    throw unknown(
      error instanceof Error ? error.message.replace(/\.? To specify a positional.*$/su, '') : String(error),
    );
  }
}

function unknown(reason: string): NarashiError {
  return new NarashiError('host.unknown-option', { reason });
}
