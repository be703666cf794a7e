// What a finished training judged, as a file: too much for a message, and whole or absent whatever happens.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { evaluation } from '../../shared/contract/common.ts';
import { writeWhole } from './whole-file.ts';

const splitResult = z.object({
  split: z.enum(['validation', 'test']),
  evaluation,
  /** Identity in the store of each image, and its probabilities: rows of as many as there are classes. */
  imageIds: z.array(z.int()),
  predicted: z.array(z.int()),
  probabilities: z.array(z.array(z.number())),
});
export type SplitResult = z.infer<typeof splitResult>;

const resultSchema = z.array(splitResult);

export function writeResult(path: string, results: readonly SplitResult[]): Promise<void> {
  return writeWhole(path, [JSON.stringify(results)]);
}

export async function readResult(path: string): Promise<SplitResult[]> {
  return resultSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
