// The inspection of a line as a process of its own: the very program `narashi inspect`. Whatever becomes of it, this
// process goes on; whatever becomes of this one, it ends in order, because its standard input closes.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Problem, problem } from '../../../shared/contract/common.ts';
import { findNode, outsideArchive } from '../../jobs/control/node-binary.ts';

export interface InspectionOrder {
  /** Of the line. */
  readonly folder: string;
  /** Root of the workspace, whose own key is trusted. */
  readonly root: string;
  /** To take into use. */
  readonly packagePath?: string | undefined;
}

export interface InspectionEnd {
  /** What it said of its end; null where it ended well, or without a word. */
  readonly problem: Problem | null;
  /** `exit code 1`, `SIGKILL`, and its last line. */
  readonly reason: string;
}

export interface InspectionProcess {
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly ended: Promise<InspectionEnd>;
  /** Every part that was taken gets its verdict first; by force where that takes too long. */
  stop(): void;
}

/** @throws NarashiError jobs.no-node */
export type StartInspection = (order: InspectionOrder) => InspectionProcess;

const program = outsideArchive(fileURLToPath(new URL('../../cli/narashi.js', import.meta.url)));
const told = z.object({ error: problem });
/** Characters of its last words that are kept. */
const LAST_WORDS = 8_192;
/** From being asked to stop to SIGKILL: shorter than the patience of a closing app. */
const PATIENCE = 8_000;

export const startInspection: StartInspection = ({ folder, root, packagePath }) => {
  const words = ['inspect', folder, '--workspace', root, '--attached', '--json', '--lang', 'en'];
  const argv = [program, ...words, ...(packagePath === undefined ? [] : ['--package', packagePath])];
  const child = spawn(findNode(), ['--disable-warning=ExperimentalWarning', ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // A process that is gone is noticed by its end.
  child.stdin.on('error', () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const ended = endOf(child).finally(() => clearTimeout(timer));
  return {
    pid: child.pid,
    ended,
    stop() {
      child.stdin.end();
      timer ??= setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    },
  };
};

async function endOf(child: ChildProcess): Promise<InspectionEnd> {
  const heard = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      heard[stream] = (heard[stream] + text).slice(-LAST_WORDS);
    });
  }
  const how = await new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
  });
  const last = heard.stderr.trim().split('\n').at(-1) ?? '';
  // Who was killed had no time to say why.
  const isTold = how.startsWith('exit code') && last !== '';
  return { problem: problemIn(heard.stdout), reason: isTold ? `${how}: ${last}` : how };
}

/** The one document on its standard output, where it is about an error. */
function problemIn(text: string): Problem | null {
  try {
    return told.parse(JSON.parse(text)).error;
  } catch {
    return null;
  }
}
