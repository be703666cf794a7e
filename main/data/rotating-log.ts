// A log for support: plain lines in files of bounded size and number, the oldest thrown away.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const limit = 1_000_000;
const kept = 3;

/** Writes a line with the time. */
export type Log = (line: string) => void;

/** `<root>/logs/<name>.log`. Best effort: a log that cannot be written stops nothing. */
export function openLog(root: string, name: string, now: () => Date = () => new Date()): Log {
  const folder = join(root, 'logs');
  const file = (age: number) => join(folder, age === 0 ? `${name}.log` : `${name}.${age}.log`);
  return (line) => {
    try {
      mkdirSync(folder, { recursive: true });
      if ((statSync(file(0), { throwIfNoEntry: false })?.size ?? 0) > limit) {
        for (let age = kept - 1; age >= 0; age--) {
          if (statSync(file(age), { throwIfNoEntry: false })) renameSync(file(age), file(age + 1));
        }
      }
      appendFileSync(file(0), `${now().toISOString()} ${line}\n`);
    } catch {
      // The disk may be full.
    }
  };
}
