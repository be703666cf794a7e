// A list of images with their labels, as CSV: any usual encoding and delimiter, paths relative to the list's own folder.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { SplitName } from '../../../shared/domain/images.ts';
import { openTable } from './csv-table.ts';
import { guessHeader, type ListHeader, readHeader } from './list-columns.ts';
import { splitOf } from './survey.ts';

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
 * @throws NarashiError imports.list-unreadable, imports.list-encoding, imports.list-without-paths
 */
export async function openList(file: string, name: string): Promise<ImageList> {
  const table = await openTable(file, name);
  let header: ListHeader | undefined;
  let hasHeader = false;
  for await (const row of table()) {
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
      for await (const row of table()) {
        if (!first) yield toListed(row, columns);
        first = false;
      }
    },
  };
}
