// What a finished training judged, as a file: too much for a message, and whole or absent whatever happens.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { evaluation } from '../../shared/contract/common.ts';
import { writeWhole } from './whole-file.ts';

const resultSchema = z.object({
  evaluation,
  /** Identity in the store of each test image, and its probabilities: rows of as many as there are classes. */
  imageIds: z.array(z.int()),
  predicted: z.array(z.int()),
  probabilities: z.array(z.array(z.number())),
});
export type TestResult = z.infer<typeof resultSchema>;

export function writeResult(path: string, result: TestResult): Promise<void> {
  return writeWhole(path, [JSON.stringify(result)]);
}

export async function readResult(path: string): Promise<TestResult> {
  return resultSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
