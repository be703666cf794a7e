// The images of a snapshot as a file: what a child must know of them, so that it needs no database.
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type ImageRecord, splits } from '../../shared/domain/dataset.ts';
import { writeWhole } from './whole-file.ts';

export type ImageReference = Pick<ImageRecord, 'id' | 'path' | 'contentHash' | 'classIndex' | 'split'>;

/** An image of the test split with what the trained model said of it. */
export type JudgedReference = ImageReference & { readonly probabilities: readonly number[] };

const image = z.object({
  id: z.int(),
  path: z.string(),
  contentHash: z.string(),
  classIndex: z.int(),
  split: z.enum(splits),
});
const judged = image.extend({ probabilities: z.array(z.number()) });

/** Images written between two breaths, in which the window is answered. */
const GROUP = 500;

export function writeImageList(path: string, images: Iterable<ImageReference>): Promise<void> {
  const line = ({ id, path: place, contentHash, classIndex, split }: ImageReference) =>
    JSON.stringify({ id, path: place, contentHash, classIndex, split });
  return writeWhole(path, lines(images, line));
}

export function writeJudgedList(path: string, images: Iterable<JudgedReference>): Promise<void> {
  return writeWhole(path, lines(images, JSON.stringify));
}

export function readImageList(path: string): Promise<ImageReference[]> {
  return readLines(path, image);
}

export function readJudgedList(path: string): Promise<JudgedReference[]> {
  return readLines(path, judged);
}

async function* lines<T>(values: Iterable<T>, line: (value: T) => string): AsyncGenerator<string> {
  let group: string[] = [];
  for (const value of values) {
    group.push(`${line(value)}\n`);
    if (group.length < GROUP) continue;
    yield group.join('');
    group = [];
    await setImmediate();
  }
  yield group.join('');
}

async function readLines<T>(path: string, line: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => line.parse(JSON.parse(each)));
}
