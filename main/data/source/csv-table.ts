// A CSV file as rows of cells: any usual encoding and delimiter.
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { reasonOf } from '../disk-error.ts';
import { decodeText } from './decode-text.ts';

/** A million lines are some 100 MB. */
const maximumBytes = 256 * 2 ** 20;

/**
 * Its text is read once, its rows as often as they are asked for. `name` is how the user knows it.
 * @throws NarashiError imports.list-unreadable, imports.list-encoding
 */
export async function openTable(file: string, name: string): Promise<() => AsyncGenerator<readonly string[]>> {
  const text = decodeText(await read(file, name));
  if (text === undefined) throw new NarashiError('imports.list-encoding', { name });
  return () => parseRows(text, name);
}

/** The delimiter met most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]+/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', '\t', ';'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

async function* parseRows(text: string, name: string): AsyncGenerator<readonly string[]> {
  const parser = Readable.from([text]).pipe(
    parse({ delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true }),
  );
  try {
    for await (const row of parser) if (Array.isArray(row)) yield row.map(String);
  } catch (error) {
    throw new NarashiError('imports.list-unreadable', { name, reason: reasonOf(error) }, { cause: error });
  } finally {
    parser.destroy();
  }
}

async function read(file: string, name: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > maximumBytes) throw new Error(`${Math.round(size / 2 ** 20)} MiB`);
    return await readFile(file);
  } catch (error) {
    throw new NarashiError('imports.list-unreadable', { name, reason: reasonOf(error) }, { cause: error });
  }
}
