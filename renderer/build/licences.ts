// Vite plugin: `virtual:licences` lists what the product is built from, with the licence texts the packages bring along.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';
import type { Licence } from '../screens/settings/licence.ts';

const id = 'virtual:licences';

/** Development packages whose code or files are inside the product nevertheless. */
const insideTheProduct = [
  'svelte',
  'clsx',
  'esm-env',
  'devalue',
  'uplot',
  '@lucide/svelte',
  '@fontsource-variable/noto-sans-jp',
  'electron',
  'node',
];

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** @param root folder of package-lock.json and node_modules */
export function licences(root: string): Plugin {
  return {
    name: 'narashi-licences',
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load: (asked) => (asked === `\0${id}` ? `export default ${JSON.stringify(collectLicences(root))};` : undefined),
  };
}

export function collectLicences(root: string): Licence[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const found = Object.entries(packages)
    .flatMap(([path, { version = '', license = '', dev = false }]) => {
      const name = path.split('node_modules/').at(-1) ?? '';
      const isInside = path !== '' && (!dev || insideTheProduct.includes(name));
      if (!isInside || !existsSync(join(root, path))) return [];
      return [{ name, version, licence: license, text: textIn(join(root, path)) }];
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  // The same version may lie in several folders.
  const keyOf = ({ name, version }: Licence) => `${name}@${version}`;
  return [...new Map(found.map((licence) => [keyOf(licence), licence])).values()];
}

function textIn(folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i.test(file));
  return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
}
