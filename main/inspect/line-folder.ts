// The folder of a line: its settings, made once and edited by people, and the keys of the sites it trusts.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type LineSettings, lineSettings } from '../../shared/domain/line-settings.ts';
import { readPublicKeyFile, type TrustedKey } from '../export/signing/public-key-file.ts';

export const settingsPath = (folder: string) => join(folder, 'line.json');
const keyFolder = (folder: string) => join(folder, 'keys');

/** @throws NarashiError line.settings */
export async function readSettings(folder: string): Promise<LineSettings> {
  const path = settingsPath(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
    // Windows' editor writes a BOM.
    const settings = lineSettings.parse(JSON.parse(text.replace(/^\uFEFF/u, '')));
    if (!settings.folder && !settings.http) throw new NarashiError('line.no-source', { path });
    return settings;
  } catch (error) {
    if (error instanceof NarashiError) throw error;
    throw new NarashiError('line.settings', { path, reason: reasonOf(error) }, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown';
  }
  return error instanceof Error ? error.message : String(error);
}

export interface NewLine {
  readonly name: string;
  /** To watch; the line's own `incoming` when absent. */
  readonly watch?: string | undefined;
  readonly httpPort?: number | undefined;
  readonly taktMilliseconds?: number | undefined;
}

/** Settings to begin with: a watched folder, HTTP on this PC. @throws NarashiError line.settings-exist */
export async function makeLine(
  folder: string,
  { name, watch, httpPort, taktMilliseconds }: NewLine,
): Promise<LineSettings> {
  const path = settingsPath(folder);
  const incoming = watch ?? join(folder, 'incoming');
  const settings = lineSettings.parse({
    version: 1,
    name,
    taktMilliseconds,
    folder: { path: incoming },
    http: { port: httpPort, token: randomBytes(24).toString('base64url') },
  });
  await mkdir(incoming, { recursive: true });
  await mkdir(keyFolder(folder), { recursive: true });
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new NarashiError('line.settings-exist', { path });
    }
    throw new NarashiError('line.settings', { path, reason: reasonOf(error) }, { cause: error });
  });
  try {
    await file.writeFile(`${JSON.stringify(settings, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return settings;
}

/** Other settings from the next start on; complete or as they were. @throws NarashiError line.settings */
export async function writeSettings(folder: string, settings: LineSettings): Promise<void> {
  const path = settingsPath(folder);
  try {
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(settings, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    throw new NarashiError('line.settings', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Keys of sites that were given to this line before. @throws NarashiError signing.no-public-key */
export async function lineKeys(folder: string): Promise<TrustedKey[]> {
  const names = await readdir(keyFolder(folder)).catch(() => []);
  return Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readPublicKeyFile(join(keyFolder(folder), name))),
  );
}

/** From now on the line trusts packages of this site. @throws NarashiError signing.no-public-key */
export async function trustKey(folder: string, file: string): Promise<TrustedKey> {
  const key = await readPublicKeyFile(file);
  await mkdir(keyFolder(folder), { recursive: true });
  await copyFile(file, join(keyFolder(folder), `${key.publicKey.id}.json`));
  return key;
}

/** A key of this PC's own workspace, told the line as if by a file. */
export async function trustOwnKey(folder: string, text: string, id: string): Promise<void> {
  await mkdir(keyFolder(folder), { recursive: true });
  await writeFile(join(keyFolder(folder), `${id}.json`), text);
}
