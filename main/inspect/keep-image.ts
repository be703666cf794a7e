// Where the image of a judged part lies: `images/<verdict>/<day>/<number>-<name>` below the line's folder.
import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InspectedPart } from '../../shared/domain/inspection.ts';
import { syncFile } from '../data/whole-file.ts';

/** Letters that some file system refuses become `_`; the end with the extension is kept. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no file system takes them
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/gu, '_').replace(/[. ]+$/u, '');
  return [...plain].slice(-80).join('') || 'image';
}

/** Of this PC's calendar. */
export function dayOf(time: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Relative to the line's folder, with `/`: the same for the same part, however often it is asked. */
export function imagePlace({ id, outcome, receivedAt, name }: InspectedPart): string {
  return ['images', outcome, dayOf(receivedAt), `${id}-${plainName(name)}`].join('/');
}

/** Moves a file, also to another disk. */
export async function moveImage(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    const temporary = `${to}.tmp`;
    await copyFile(from, temporary);
    await syncFile(temporary);
    await rename(temporary, to);
    await rm(from);
  }
}

/** Writes an image that came without a file; complete or not at all. */
export async function writeImage(to: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const temporary = `${to}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, to);
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

export const placeOf = (folder: string, image: string) => join(folder, ...image.split('/'));
