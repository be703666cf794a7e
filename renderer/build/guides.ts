// Vite plugin: `virtual:guide/ja/quick-start` is docs/guide/ja/quick-start.md, ready to be shown; its pictures are assets.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { type Picture, parseGuide } from './parse-guide.ts';

const prefix = 'virtual:guide/';

/** @param folder docs/guide */
export function guides(folder: string): Plugin {
  return {
    name: 'narashi-guides',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const path = resolve(folder, `${id.slice(prefix.length + 1)}.md`);
      this.addWatchFile(path);
      const pictures: string[] = [];
      const guide = parseGuide(readFileSync(path, 'utf8'), (address) => {
        const found = findPicture(resolve(dirname(path), address));
        if (!found) return null;
        pictures.push(found.source);
        return { ...found, source: mark(pictures.length - 1) };
      });
      const imports = pictures.map(
        (source, index) => `import picture${index} from ${JSON.stringify(`${source}?url`)};`,
      );
      const code = pictures.reduce(
        (text, _, index) => text.replace(JSON.stringify(mark(index)), `picture${index}`),
        JSON.stringify(guide),
      );
      return `${imports.join('\n')}\nexport default ${code};`;
    },
  };
}

const mark = (index: number) => `\0picture${index}`;

/** A PNG file with its size, which its header tells. */
export function findPicture(path: string): Picture | null {
  if (!existsSync(path)) return null;
  const header = readFileSync(path).subarray(0, 24);
  if (header.toString('latin1', 1, 4) !== 'PNG') throw new Error(`${path} is not a PNG file`);
  return { source: path, width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}
