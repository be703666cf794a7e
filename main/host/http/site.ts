// A folder of files as a site. The folder is listed once; a request can only name what was found then.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { immutable } from './headers.ts';

export interface SiteFile {
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Path as in an address, beginning with `/` → file. */
export type Site = ReadonlyMap<string, SiteFile>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite puts a digest of the content into these names. */
const hashedName = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/** Files of kinds the app has, below `folder`; an empty site where there is no such folder. */
export async function readSite(folder: string): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.flatMap((path) => {
      const contentType = contentTypes[extname(path)];
      const address = `/${relative(folder, path).split(sep).join('/')}`;
      const cacheControl = hashedName.test(address) ? immutable : 'no-cache';
      return contentType === undefined ? [] : [[address, { path, contentType, cacheControl }] as const];
    }),
  );
}

export async function answerFile({ path, contentType, cacheControl }: SiteFile): Promise<Response> {
  const bytes = await readFile(path);
  return new Response(bytes, { headers: { 'content-type': contentType, 'cache-control': cacheControl } });
}
