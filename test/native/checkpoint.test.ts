// A checkpoint is read back exactly or not at all, and a failed write leaves the one before.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { readCheckpoint, writeCheckpoint } from '../../main/train/checkpoint.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { smallNetwork } from '../support/small-network.ts';
import { toyCheckpoint } from '../support/toy-checkpoint.ts';
import { bitsOf, copyOf, createToyTrainer, runTrainer, toyRecipe, toySize } from '../support/toy-training.ts';

const root = mkdtempSync(join(tmpdir(), 'narashi-checkpoint-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  path = join(folder, 'checkpoint.narashi');
});

describe('a checkpoint file', () => {
  it('is read back as it was written, bit for bit', async () => {
    const checkpoint = toyCheckpoint(1);
    checkpoint.block.set([Number.NaN, -0, 1e-45, 3.4e38, Number.NEGATIVE_INFINITY]);
    await writeCheckpoint(path, checkpoint);
    const { block, ...rest } = await readCheckpoint(path);
    const { block: expected, ...expectedRest } = checkpoint;
    expect(rest).toEqual(expectedRest);
    expect(bitsOf(block)).toEqual(bitsOf(expected));
    expect(readdirSync(folder)).toEqual(['checkpoint.narashi']);
  });

  it('replaces the one before', async () => {
    await writeCheckpoint(path, toyCheckpoint(1, 4000));
    await writeCheckpoint(path, toyCheckpoint(2));
    expect(await readCheckpoint(path)).toEqual(toyCheckpoint(2));
  });

  it('may hold a view into larger, shared memory', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(400));
    const block = shared.subarray(10, 34);
    block.set(toyCheckpoint(3).block);
    await writeCheckpoint(path, { ...toyCheckpoint(3), block });
    expect(await readCheckpoint(path)).toEqual(toyCheckpoint(3));
  });
});

describe('a damaged checkpoint is refused', () => {
  const unreadable = { code: 'train.checkpoint-unreadable' };
  const damaged = async (change: (bytes: Buffer) => Buffer) => {
    writeFileSync(path, change(readFileSync(path)));
    await expect(readCheckpoint(path)).rejects.toMatchObject(unreadable);
  };

  it('with any byte changed, in the header too', async () => {
    await writeCheckpoint(path, toyCheckpoint(1));
    const whole = readFileSync(path);
    for (let index = 0; index < whole.length; index += 3) {
      await damaged(() => {
        const bytes = Buffer.from(whole);
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        return bytes;
      });
    }
  });

  it('cut short anywhere', async () => {
    await writeCheckpoint(path, toyCheckpoint(1));
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 17) await damaged(() => whole.subarray(0, length));
    await damaged(() => whole.subarray(0, -1));
  });

  it.each([
    ['something after its end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])])],
    [
      'another kind of file',
      () => Buffer.from('PK\u0003\u0004 not a checkpoint at all, but long enough to be one'.repeat(9)),
    ],
    ['an empty file', () => Buffer.alloc(0)],
  ])('%s', async (_, change) => {
    await writeCheckpoint(path, toyCheckpoint(1));
    await damaged(change);
  });

  it('or missing', async () => {
    await expect(readCheckpoint(join(folder, 'none'))).rejects.toMatchObject(unreadable);
    await expect(readCheckpoint(folder)).rejects.toMatchObject(unreadable);
  });
});

describe('a write that fails', () => {
  const notWritten = { code: 'train.checkpoint-not-written' };

  it.each([
    ['the folder is not there', () => join(folder, 'none', 'checkpoint.narashi')],
    ['the folder is a file', () => join(writeFile(), 'checkpoint.narashi')],
    ['a folder stands in its place', () => makeFolder(join(folder, 'checkpoint.narashi'))],
    ['a folder stands in the place of the temporary file', () => join(makeFolder(join(folder, 'c.tmp')), '..', 'c')],
  ])('is told: %s', async (_, place) => {
    await expect(writeCheckpoint(place(), toyCheckpoint(1))).rejects.toMatchObject(notWritten);
  });

  it('leaves the earlier checkpoint and nothing else', async () => {
    await writeCheckpoint(path, toyCheckpoint(1));
    makeFolder(join(folder, 'checkpoint.narashi.old'));
    const blocked = makeFolder(join(folder, 'blocked'));
    await expect(writeCheckpoint(blocked, toyCheckpoint(2))).rejects.toMatchObject(notWritten);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await readCheckpoint(path)).toEqual(toyCheckpoint(1));
  });

  const full = '/dev/full';
  it.skipIf(process.platform !== 'linux')('leaves the earlier checkpoint when the disk is full', async () => {
    await writeCheckpoint(path, toyCheckpoint(1));
    symlinkSync(full, `${path}.tmp`);
    await expect(writeCheckpoint(path, toyCheckpoint(2))).rejects.toMatchObject({
      ...notWritten,
      data: { reason: expect.stringContaining('ENOSPC') },
    });
    expect(await readCheckpoint(path)).toEqual(toyCheckpoint(1));
    expect(readdirSync(folder)).toEqual(['checkpoint.narashi']);
  });

  it.skipIf(process.platform === 'win32')('leaves the earlier checkpoint when the disk fills up half-way', async () => {
    await writeCheckpoint(path, toyCheckpoint(1));
    const script = fileURLToPath(new URL('../support/write-checkpoint.ts', import.meta.url));
    // The block alone takes 16 KiB; a process limited to 8 has its first part written and the rest refused.
    const command = `ulimit -f 8; exec "$0" "$1" "$2"`;
    const said = execFileSync('bash', ['-c', command, process.execPath, script, path], { encoding: 'utf8' });
    expect(said.trim()).toBe('train.checkpoint-not-written');
    expect(await readCheckpoint(path)).toEqual(toyCheckpoint(1));
    expect(readdirSync(folder)).toEqual(['checkpoint.narashi']);
  });

  it('what a killed process left behind is cleared by the next write', async () => {
    writeFileSync(`${path}.tmp`, 'half a checkpoint');
    await writeCheckpoint(path, toyCheckpoint(1));
    expect(readdirSync(folder)).toEqual(['checkpoint.narashi']);
  });

  function writeFile(): string {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    return file;
  }

  function makeFolder(place: string): string {
    mkdirSync(join(place, 'full'), { recursive: true });
    return place;
  }
});

describe('a checkpoint of another training', () => {
  const executor = createOrtExecutor(1);
  afterAll(() => executor.close());

  const others: readonly (readonly [string, Partial<Recipe>, number])[] = [
    ['another optimizer', { optimizer: 'adamw' }, 3],
    ['averaged weights', { averageDecay: 0.9 }, 3],
    ['another number of classes', {}, 4],
  ];
  it.each(others)('is refused, and nothing changes: %s', async (_, changes, classes) => {
    const trainer = (recipe: Recipe, count: number) =>
      createToyTrainer(executor, recipe, { network: smallNetwork(count, toySize) });
    const other = await runTrainer(await trainer(toyRecipe({ method: 'sgd', ...changes }), classes), 2);
    const own = await trainer(toyRecipe({ method: 'sgd' }), 3);
    const before = copyOf(own.checkpoint());
    expect(() => own.restore(other.checkpoint)).toThrow(expect.objectContaining({ code: 'train.checkpoint-mismatch' }));
    expect(own.checkpoint()).toEqual(before);
    await own.close();
  });
});
