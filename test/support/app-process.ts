// An app as a process of its own that says line by line what it does: `child <pid>` for each child, and whatever else.
import { type ChildProcess, spawn } from 'node:child_process';

export class AppProcess {
  readonly process: ChildProcess;
  /** Exit code, null after a kill. */
  readonly ended: Promise<number | null>;
  readonly children: number[] = [];
  errors = '';
  #rest = '';

  /** @param hear told every line at once, as words */
  constructor(script: string, words: readonly string[], hear: (words: readonly string[]) => void = () => undefined) {
    this.process = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.on('data', (chunk) => {
      const lines = (this.#rest + String(chunk)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const said = line.split(' ');
        if (said[0] === 'child') this.children.push(Number(said[1]));
        hear(said);
      }
    });
    this.process.stderr?.on('data', (chunk) => {
      this.errors += String(chunk);
    });
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
  }

  get child(): number | undefined {
    return this.children.at(-1);
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
