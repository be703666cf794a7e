// A line whose program is ended violently again and again: every image has one verdict, one row and one place, none has two.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLineStore } from '../../main/store/index.ts';
import { random } from '../../shared/domain/random.ts';
import { madeLine } from '../support/made-line.ts';

const root = mkdtempSync(join(tmpdir(), 'narashi-inspect-crash-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const KILLS = 4;
const ROUNDS = 6;
const program = join(import.meta.dirname, '../../main/cli/narashi.js');
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

it(`loses and doubles nothing over ${KILLS} violent ends`, async () => {
  const { folder, incoming, pictures, packagePath } = await madeLine(root, 24, 'band');
  const settings: object = JSON.parse(readFileSync(join(folder, 'line.json'), 'utf8'));
  writeFileSync(join(folder, 'line.json'), JSON.stringify({ ...settings, http: null }));
  const env = { ...process.env, NARASHI_HOME: join(root, 'nobody') };
  const start = (...more: readonly string[]) =>
    spawn(process.execPath, [program, 'inspect', folder, ...more], { env, stdio: 'ignore' });
  let child = start('--package', packagePath);
  while (!existsSync(join(folder, 'models', 'in-use.json'))) await wait(20);

  const stream = random(3, 'violent ends');
  let dropped = 0;
  const dropping = (async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, { bytes }] of pictures) {
        writeFileSync(join(incoming, `${dropped++}-${name}`), bytes);
        if (dropped % 8 === 0) await wait(stream.integer(150));
      }
    }
  })();
  for (let kill = 0; kill < KILLS; kill++) {
    // From in the middle of the start to well into the judging.
    await wait(300 + stream.integer(900));
    child.kill('SIGKILL');
    await ended(child);
    child = start();
  }
  await dropping;
  while (readdirSync(incoming).length > 0) await wait(50);
  child.kill('SIGTERM');
  await ended(child);
  expect(child.exitCode).toBe(0);

  const store = openLineStore(join(folder, 'inspection.db'));
  const parts = store.parts.since(0, 1e6);
  expect(store.parts.unfinished(1e6)).toEqual([]);
  store.close();
  const names = parts.map(({ name }) => name);
  expect([parts.length, new Set(names).size]).toEqual([dropped, dropped]);
  for (const { name, outcome } of parts) {
    expect([name, outcome]).toEqual([name, pictures.get(name.replace(/^\d+-/, ''))?.verdict]);
  }
  const kept = readdirSync(join(folder, 'images'), { recursive: true, withFileTypes: true });
  expect(kept.filter((entry) => entry.isFile())).toHaveLength(dropped);
  const results = join(folder, 'results');
  const rows = readdirSync(results)
    .map((name) => readFileSync(join(results, name), 'utf8'))
    .join('')
    .split('\r\n')
    .filter((row) => /^\d/.test(row));
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(parts.map(({ id }) => id));
});
