// Results as CSV files, one a day, that Excel opens: UTF-8 with BOM. Each part stands in them once, also after a crash.
import { mkdir, open, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { JournalPart } from '../../store/index.ts';
import { dayOf } from '../keep-image.ts';
import type { Follower } from './follower.ts';

const columns: readonly (readonly [title: string, value: (part: JournalPart) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['received_at', ({ receivedAt }) => receivedAt],
  ['part', ({ reference }) => reference],
  ['name', ({ name }) => name],
  ['outcome', ({ outcome }) => outcome],
  ['class', ({ className }) => className],
  ['ng_score', ({ ngScore }) => ngScore],
  ['distance', ({ distance }) => distance],
  ['error', ({ errorCode }) => errorCode],
  ['milliseconds', ({ milliseconds }) => Math.round(milliseconds * 10) / 10],
  ['model', ({ model }) => model],
  ['sha256', ({ contentHash }) => contentHash],
];
const header = `\uFEFF${columns.map(([title]) => title).join(',')}\r\n`;
const fileName = /^\d{4}-\d\d-\d\d\.csv$/;
/** A line is far shorter. */
const TAIL = 65_536;

/** @param folder of the CSV files; made where it is not there */
export async function openCsv(folder: string): Promise<Follower<JournalPart>> {
  await mkdir(folder, { recursive: true });
  let written = await lastWritten(folder);
  return {
    name: 'csv',
    async tell(parts) {
      const fresh = parts.filter(({ id }) => id > written);
      const days = Map.groupBy(fresh, ({ receivedAt }) => dayOf(receivedAt));
      for (const [day, own] of days) await appendTo(join(folder, `${day}.csv`), own);
      written = Math.max(written, fresh.at(-1)?.id ?? 0);
    },
    close: async () => undefined,
  };
}

/** @throws NarashiError line.csv-not-written */
async function appendTo(path: string, parts: readonly JournalPart[]): Promise<void> {
  await append(path, parts).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('line.csv-not-written', { path, reason }, { cause: error });
  });
}

/** All lines, or none that count: what is cut short is taken off before more is written. */
async function append(path: string, parts: readonly JournalPart[]): Promise<void> {
  const file = await open(path, 'a');
  const { size } = await file.stat();
  try {
    const lines = parts.map((part) => `${columns.map(([, value]) => cell(value(part))).join(',')}\r\n`);
    await file.appendFile((size === 0 ? header : '') + lines.join(''));
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** Quoted where needed; what a spreadsheet would take for a formula is made text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Number of the last part that stands in the files; 0 where there is none. */
async function lastWritten(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => fileName.test(name)).sort();
  let last = 0;
  // The last two: a part received just before midnight may be written after one received after it.
  for (const name of names.slice(-2)) last = Math.max(last, await lastOf(join(folder, name)));
  return last;
}

async function lastOf(path: string): Promise<number> {
  const file = await open(path, 'r');
  let end: string;
  let size: number;
  try {
    size = (await file.stat()).size;
    const length = Math.min(TAIL, size);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    end = buffer.toString('latin1');
  } finally {
    await file.close();
  }
  const lastEnd = end.lastIndexOf('\r\n');
  const whole = lastEnd < 0 ? 0 : lastEnd + 2;
  if (whole < end.length) await truncate(path, size - (end.length - whole));
  const ids = [...end.slice(0, whole).matchAll(/(?:^|\r\n)(\d+),/gu)].map(([, id]) => Number(id));
  return Math.max(0, ...ids);
}
