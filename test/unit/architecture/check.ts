// Source files against the rules: one sentence per violation, naming file, import and rule.
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { commonFiles, exclusive, generated, hostGlobals, type Layer, layers, lineLimit } from './rules.ts';
import { type ImportedModule, importsOf, mask } from './scan.ts';

/** `path` is relative to the repository, separated by `/`. */
export type SourceFile = { readonly path: string; readonly text: string };

/** The parts of package.json that count. */
export type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly optionalDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
  readonly devDependencies?: Readonly<Record<string, string>> | undefined;
};

/** Breaches of form, in any source file: no purpose comment, or too long. */
export function checkForm({ path, text }: SourceFile): string[] {
  if (generated.test(path)) return [];
  const found: string[] = [];
  const [first = ''] = text.replace(/^#!.*\n/, '').split('\n');
  const purpose = /^(?:\/\/|\/\*+|<!--)\s*(?!@|biome-|eslint-|prettier-)\S+\s+\S+/;
  if (!purpose.test(first)) found.push(`${path}: does not begin with a comment that says its purpose`);
  const lines = text.trimEnd().split('\n').length;
  if (lines > lineLimit) found.push(`${path}: has ${lines} lines, more than ${lineLimit}; one idea per file`);
  return found;
}

/** Breaches of the import rules, in a file of main, shared or renderer. */
export function checkImports({ path, text }: SourceFile, manifest: Manifest): string[] {
  const layer = layerOf(path);
  const code = path.endsWith('.svelte') ? scriptsIn(text) : text;
  if (!layer) return [`${path}: is in no folder of the table of layers`];
  const found = importsOf(code).flatMap((module) => {
    const broken = breach(path, layer, module, manifest);
    return broken ? [`${path} imports ${module.specifier}: ${broken}`] : [];
  });
  const global = layer.folder === 'shared' ? hostGlobals.exec(mask(code).code)?.[0] : undefined;
  if (global) found.push(`${path} uses ${global}: shared runs without Node and without a browser`);
  return found;
}

function breach(path: string, layer: Layer, module: ImportedModule, manifest: Manifest): string | undefined {
  const { specifier } = module;
  if (specifier.startsWith('.')) return internalBreach(layer, posix.join(posix.dirname(path), specifier), module);
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return layer.node ? undefined : `${layer.folder} does without Node's modules`;
  }
  // Made by a plugin while the layer is bundled.
  if (specifier.startsWith('virtual:')) return layer.bundled ? undefined : `${layer.folder} is not bundled`;
  return packageBreach(path, layer, specifier, manifest);
}

function internalBreach(layer: Layer, target: string, { typeOnly }: ImportedModule): string | undefined {
  if (layer.folder.startsWith('main') && commonFiles.includes(target)) return undefined;
  const allowed = [layer.folder, ...layer.may].some((entry) =>
    entry.startsWith('type:') ? typeOnly && within(target, entry.slice(5)) : within(target, entry),
  );
  if (allowed && !layer.never?.some((folder) => within(target, folder))) return undefined;
  const list = [layer.folder, ...layer.may].join(', ').replaceAll('type:', 'types of ');
  return `${layer.folder} may import only ${list}${layer.never ? `, and never ${layer.never.join(', ')}` : ''}`;
}

function packageBreach(path: string, layer: Layer, specifier: string, manifest: Manifest): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const owner = exclusive.find(([pattern]) => pattern.test(specifier));
  if (owner && !within(path, owner[1])) return `only ${owner[1]} may import this package`;
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  const lists = [dependencies, optionalDependencies, peerDependencies, layer.bundled ? devDependencies : undefined];
  if (lists.some((list) => list && name in list)) return undefined;
  return `package ${name} is not among the dependencies in package.json`;
}

function scriptsIn(markup: string): string {
  return [...markup.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script).join('\n');
}

function layerOf(path: string): Layer | undefined {
  const holding = layers.filter(({ folder }) => within(path, folder));
  return holding.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function within(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
