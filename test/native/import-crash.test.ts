// `kill -9` of the app and of its child at any moment of an import: the database stays sound, no half file ever stands in
// the library, and the import ends with exactly the rows of one that nobody disturbed.
// NARASHI_KILLS sets how many kills; NARASHI_SEED repeats a run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../main/data/prepare-file.ts';
import { openStore } from '../../main/store/index.ts';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import { random } from '../../shared/domain/random.ts';
import { patternBytes, withFolder, writeFiles } from '../support/images.ts';

const kills = Number(process.env.NARASHI_KILLS ?? 4);
const seed = Number(process.env.NARASHI_SEED ?? Date.now() % 1e6);
const script = fileURLToPath(new URL('../support/import-parent.ts', import.meta.url));

/** An app under way, and what it has said so far. */
class App {
  readonly #process: ChildProcess;
  readonly lines: string[] = [];
  readonly ended: Promise<unknown>;
  #stderr = '';

  constructor(folder: string, source: string) {
    this.#process = spawn(process.execPath, [script, folder, source], { stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.#process;
    if (stdout === null || stderr === null) throw new Error('no output');
    createInterface({ input: stdout }).on('line', (line) => this.lines.push(line));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = once(this.#process, 'close');
  }

  get isOver(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  get isFinished(): boolean {
    return this.lines.includes('finished');
  }

  get children(): readonly number[] {
    return this.lines.flatMap((line) => (line.startsWith('child ') ? [Number(line.slice(6))] : []));
  }

  /** What went wrong, where the app ended without having been killed. */
  get trouble(): string {
    return this.isFinished || this.#process.signalCode !== null ? '' : this.#stderr;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pids: readonly number[]): Promise<void> {
  for (let tries = 0; pids.some(isAlive); tries++) {
    if (tries > 2_000) throw new Error('a child outlived its parent');
    await sleep(10);
  }
}

async function prepare(folder: string): Promise<void> {
  await mkdir(join(folder, 'workspace'), { recursive: true });
  const store = openStore(join(folder, 'workspace', 'narashi.db'));
  store.projects.create({ ...defaultProjectSettings, name: 'crash' });
  store.close();
}

/** Everything about every image but when it came, with the database and each library file checked on the way. */
async function inspectWorkspace(folder: string): Promise<string[]> {
  const store = openStore(join(folder, 'workspace', 'narashi.db'));
  try {
    store.checkIntegrity();
    const classes = new Map(store.projectClasses.list(1).map(({ id, name, verdict }) => [id, `${name} ${verdict}`]));
    const rows = store.projectImages.rows(1, store.projectImages.find(1));
    const library = await libraryHashes(folder);
    for (const { hash } of rows) expect(library).toContain(hash);
    return rows.map(({ id: _, importedAt: __, classId, ...row }) => JSON.stringify([row, classes.get(classId ?? 0)]));
  } finally {
    store.close();
  }
}

/** Throws when a file under a final name is not what its name says. */
async function libraryHashes(folder: string): Promise<Set<string>> {
  const root = join(folder, 'workspace', 'library');
  const hashes = new Set<string>();
  for (const shard of (await readdir(root).catch(() => [])).filter((name) => name !== 'incoming')) {
    for (const name of await readdir(join(root, shard))) {
      expect(hashOf(await readFile(join(root, shard, name)))).toBe(name);
      hashes.add(name);
    }
  }
  return hashes;
}

async function leftovers(folder: string): Promise<string[]> {
  const work = await readdir(join(folder, 'workspace', 'tmp')).catch(() => []);
  const incoming = join(folder, 'workspace', 'library', 'incoming');
  const half = (await readdir(incoming, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isFile(),
  );
  return [...work, ...half.map(({ name }) => name)];
}

async function writeSource(source: string): Promise<void> {
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < 150; i++) {
    const raw = { width: 160, height: 160, channels: 3 } as const;
    const name = `${i % 3 ? '良品' : 'きず'}/ロット${i % 4}/${i}.png`;
    files[name] = await sharp(patternBytes(160 * 160 * 3, i + 1), { raw })
      .png({ compressionLevel: 1 })
      .toBuffer();
  }
  await writeFiles(source, files);
}

describe('an import killed at random', () => {
  it(`ends as if nothing had happened (${kills} kills, seed ${seed})`, { timeout: 60_000 + kills * 10_000 }, () =>
    withFolder(async (top) => {
      const stream = random(seed, 'kills');
      const source = join(top, 'set');
      await writeSource(source);
      const calm = join(top, 'calm');
      await prepare(calm);
      const started = performance.now();
      const undisturbed = new App(calm, source);
      await undisturbed.ended;
      const duration = performance.now() - started;
      const expected = await inspectWorkspace(calm);
      expect([undisturbed.trouble, expected.length]).toEqual(['', 150]);

      const tally = { app: 0, child: 0, episodes: 0 };
      while (tally.app + tally.child < kills) {
        const folder = join(top, `episode ${tally.episodes++}`);
        await prepare(folder);
        let app = new App(folder, source);
        // Of one app only so many children are killed: it gives up on a stage when its child dies each time.
        for (let spared = 3; !app.isFinished; ) {
          await Promise.race([app.ended, sleep(stream.float() * duration)]);
          const child = app.children.filter(isAlive).at(-1);
          if (app.isOver) {
            expect(app.trouble).toBe('');
          } else if (tally.app + tally.child >= kills) {
            await app.ended;
          } else if (child !== undefined && spared > 0 && stream.chance(0.5)) {
            process.kill(child, 'SIGKILL');
            tally.child++;
            spared--;
          } else {
            await app.kill();
            tally.app++;
            await gone(app.children);
            expect([0, expected.length]).toContain((await inspectWorkspace(folder)).length);
            app = new App(folder, source);
            spared = 3;
          }
        }
        await app.ended;
        expect(app.trouble).toBe('');
        expect(await inspectWorkspace(folder)).toEqual(expected);
        expect(await libraryHashes(folder)).toEqual(await libraryHashes(calm));
        expect(await leftovers(folder)).toEqual([]);
      }
      expect(tally.app).toBeGreaterThan(0);
      if (kills > 20) console.log(`killed ${JSON.stringify(tally)}, one import takes ${Math.round(duration)} ms`);
    }),
  );
});
