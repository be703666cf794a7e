// A list of images with their labels, as CSV: any usual encoding and delimiter, paths relative to the list's own folder.
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { SplitName } from '../../../shared/domain/images.ts';
import { reasonOf } from '../disk-error.ts';
import { decodeText } from './decode-text.ts';
import { guessHeader, type ListHeader, readHeader } from './list-columns.ts';
import { splitOf } from './survey.ts';

/** A million lines are some 100 MB. */
const maximumBytes = 256 * 2 ** 20;

export interface ListedImage {
  /** As written. */
  readonly path: string;
  /** NFC, trimmed; empty where there is none. */
  readonly label: string;
  readonly split?: SplitName;
  readonly lot?: string;
  readonly part?: string;
  readonly line?: string;
  readonly camera?: string;
  readonly capturedAt?: string;
}

export interface ImageList {
  /** Whether it has a column of labels. */
  readonly hasLabels: boolean;
  rows(): AsyncGenerator<ListedImage>;
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

function toListed(row: readonly string[], header: ListHeader): ListedImage {
  const cell = (column: keyof ListHeader): string => {
    const place = header[column];
    return place === undefined ? '' : (row[place] ?? '').replaceAll('\0', '').trim().toWellFormed();
  };
  const filled = <K extends string>(key: K, value: string) => (value === '' ? {} : { [key]: value.normalize('NFC') });
  const split = splitOf(cell('split'));
  return {
    path: cell('path'),
    label: cell('label').normalize('NFC'),
    ...(split === undefined ? {} : { split }),
    ...filled('lot', cell('lot')),
    ...filled('part', cell('part')),
    ...filled('line', cell('line')),
    ...filled('camera', cell('camera')),
    ...filled('capturedAt', cell('time')),
  };
}

/**
 * Opens a list. `name` is how the user knows it.
 * @throws NarashiError imports.list-unreadable, imports.list-without-paths
 */
export async function openList(file: string, name: string): Promise<ImageList> {
  const bytes = await read(file, name);
  const text = decodeText(bytes);
  if (text === undefined) throw new NarashiError('imports.list-encoding', { name });
  let header: ListHeader | undefined;
  let hasHeader = false;
  for await (const row of parseRows(text, name)) {
    header = readHeader(row);
    hasHeader = header !== undefined;
    header ??= guessHeader(row);
    break;
  }
  if (header === undefined) throw new NarashiError('imports.list-without-paths', { name });
  const columns = header;
  return {
    hasLabels: columns.label !== undefined,
    async *rows() {
      let first = hasHeader;
      for await (const row of parseRows(text, name)) {
        if (!first) yield toListed(row, columns);
        first = false;
      }
    },
  };
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
