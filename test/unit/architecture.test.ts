// DESIGN.md's import rules hold for the whole source tree, and the checker that says so catches made-up violations.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkForm, checkImports, type SourceFile } from './architecture/check.ts';
import { importsOf } from './architecture/scan.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names = z.record(z.string(), z.string()).optional();
const manifest = z
  .object({ dependencies: names, optionalDependencies: names, peerDependencies: names, devDependencies: names })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

describe('the source tree', () => {
  const product = ['main', 'shared', 'renderer'].flatMap(sourcesIn);
  const tests = sourcesIn('test').filter(({ path }) => !path.startsWith('test/fixtures/'));

  it('is there', () => {
    expect(product.length).toBeGreaterThan(30);
  });

  it('imports one way only', () => {
    expect(product.flatMap((file) => checkImports(file, manifest))).toEqual([]);
  });

  it('says the purpose of each file, and keeps files short', () => {
    expect([...product, ...tests].flatMap(checkForm)).toEqual([]);
  });
});

describe('the checker', () => {
  const declared = { dependencies: { zod: '4', 'better-sqlite3': '13', 'onnxruntime-node': '1', '@scope/a': '1' } };
  const imports: readonly (readonly [path: string, code: string, violation: string | null])[] = [
    ['shared/domain/run.ts', "import type { A } from './dataset.ts'", null],
    ['shared/rpc/channel.ts', "import { z } from 'zod'", null],
    [
      'shared/domain/run.ts',
      "import { A } from '../../main/eval/index.ts'",
      'imports ../../main/eval/index.ts: shared may',
    ],
    [
      'shared/domain/run.ts',
      "import { readFile } from 'node:fs'",
      "imports node:fs: shared does without Node's modules",
    ],
    ['shared/domain/run.ts', "import fs from 'fs'", "imports fs: shared does without Node's modules"],
    ['shared/domain/run.ts', 'const a = process.env', 'uses process: shared runs without'],
    ['shared/domain/run.ts', "document.title = ''", 'uses document: shared runs without'],
    ['shared/domain/run.ts', "const a = 'process.env'; // document.title\nrun.process.a", null],
    ['renderer/screens/runs.svelte', "<script>import a from '../../shared/domain/run.ts'</script>it's", null],
    [
      'renderer/screens/runs.svelte',
      "<p>it's</p><script lang='ts'>import a from '../../main/eval/index.ts'</script>",
      'renderer may import only',
    ],
    [
      'main/onnx/read.ts',
      "import { gradient } from '../autodiff/walk.ts'",
      'main/onnx may import only main/onnx, shared',
    ],
    ['main/autodiff/walk.ts', "import { readModel } from '../onnx/read.ts'", null],
    ['main/optim/sam.ts', "import { type A, type B } from '../onnx/builder.ts'", null],
    ['main/optim/sam.ts', "import { type A, B } from '../onnx/builder.ts'", 'types of main/onnx'],
    ['main/eval/evaluate.ts', "import { readFileSync } from 'node:fs'", 'main/eval does without'],
    ['main/engine/probe.ts', "export { open } from '../store/index.ts'", 'main/engine may import only'],
    ['main/data/split.ts', "const a = await import('../engine/executor.ts')", 'main/data may import only'],
    ['main/store/runs.ts', "import '../data/split.ts'", 'main/store may import only'],
    ['main/train/loop.ts', "import { start } from '../jobs/queue.ts'", 'main/train may import only'],
    ['main/train/loop.ts', "import { ort } from '../engine/ort/executor.ts'", 'never main/engine/ort'],
    ['main/train/loop.ts', "import type { Store } from '../store/index.ts'", 'main/train may import only'],
    ['main/jobs/queue.ts', "import { plan } from '../trials/plan.ts'", 'main/jobs may import only'],
    ['main/jobs/control/queue.ts', "import { openStore } from '../../store/index.ts'", null],
    ['main/jobs/child/entry.ts', "import { openStore } from '../../store/index.ts'", 'main/jobs/child may import only'],
    ['main/trials/plan.ts', "import { queue } from '../jobs/control/queue.ts'", null],
    ['main/export/package.ts', "import { train } from '../train/loop.ts'", 'main/export may import only'],
    ['main/inspect/runner.ts', "import { forward } from '../autodiff/walk.ts'", 'main/inspect may import only'],
    ['main/inspect/runner.ts', "import type { Job } from '../jobs/queue.ts'", 'main/inspect may import only'],
    ['main/services/runs.ts', "import { openStore } from '../store/index.ts'", null],
    ['main/services/runs.ts', "import { compose } from '../host/compose.ts'", 'main/services may import only'],
    ['main/cli/runs.ts', "import { version } from '../../package.json'", null],
    ['main/cli/runs.ts', "import { serve } from '../host/browser/serve.ts'", 'main/cli may import only'],
    ['main/cli/runs.ts', "import { a } from '../../test/support/golden.ts'", 'main/cli may import only'],
    ['main/elsewhere/a.ts', '', 'is in no folder of the table of layers'],
    ['main/store/database.ts', "import Database from 'better-sqlite3'", null],
    ['main/data/cache.ts', "import Database from 'better-sqlite3'", 'only main/store may import this package'],
    ['main/engine/ort/run.ts', "import * as ort from 'onnxruntime-node'", null],
    ['main/engine/probe.ts', "import * as ort from 'onnxruntime-node'", 'only main/engine/ort may import'],
    ['main/host/browser/a.ts', "const { app } = require('electron')", 'only main/host/electron may import'],
    ['main/data/zip.ts', "import Zip from 'adm-zip'", 'package adm-zip is not among the dependencies'],
    [
      'main/data/a.ts',
      "import a from '@scope/a/inner.js'; import b from '@scope/b'",
      '@scope/b: package @scope/b is not',
    ],
  ];
  it.each(imports)('judges %s: %s', (path, text, violation) => {
    const found = checkImports({ path, text }, declared);
    expect(found).toHaveLength(violation === null ? 0 : 1);
    if (violation !== null) expect(found[0]).toContain(violation);
    if (violation !== null) expect(found[0]).toMatch(new RegExp(`^${path}[ :]`));
  });

  const forms: readonly (readonly [what: string, path: string, text: string, violation: string | null])[] = [
    ['a purpose comment', 'main/a.ts', '// Reads models.\nexport {};\n', null],
    ['a block comment', 'main/a.ts', '/* Reads models. */\n', null],
    ['a comment after #!', 'main/a.js', '#!/usr/bin/env node\n// Starts Narashi.\n', null],
    ['a comment in markup', 'renderer/a.svelte', '<!-- The list of runs. -->\n<p>', null],
    ['none', 'main/a.ts', 'export {};\n', 'does not begin with a comment'],
    ['a directive only', 'main/a.ts', '// biome-ignore lint: because\nexport {};\n', 'does not begin with a comment'],
    ['400 lines', 'main/a.ts', `// Says what for.\n${'a;\n'.repeat(399)}`, null],
    ['401 lines', 'main/a.ts', `// Says what for.\n${'a;\n'.repeat(400)}`, 'has 401 lines, more than 400'],
    ['generated code', 'main/onnx/proto/onnx_pb.js', 'a;\n'.repeat(999), null],
  ];
  it.each(forms)('judges the form of a file with %s', (_, path, text, violation) => {
    const found = checkForm({ path, text });
    expect(found).toHaveLength(violation === null ? 0 : 1);
    if (violation !== null) expect(found[0]).toContain(`${path}: ${violation}`);
  });

  const scans: readonly (readonly [code: string, ...specifiers: string[]])[] = [
    ['import a, { type B } from \'a\'; import * as c from "c"', 'a', 'c'],
    ["import {\n  a, // from 'no'\n  b,\n} from 'a';\nexport * from 'b';\nexport { c } from 'c';", 'a', 'b', 'c'],
    ["export const a = 'b'; export function from() { return 'c'; }"],
    ["// import 'no'\n/* import 'no' */ import 'a'", 'a'],
    [`const text = "import 'no'" + \`from 'no' \${\`import('no')\`}\`; import('a')`, 'a'],
    ["const quote = /['\"`]/g; import 'a'; const half = b / 2; const c = d / 3 + \"'\"; import 'c'", 'a', 'c'],
    ["type A = import('a').B; const r = require('b')", 'a', 'b'],
    ['const url = "http://a"; import "b"', 'b'],
  ];
  it.each(scans)('finds the imports of %s', (code, ...specifiers) => {
    expect(
      importsOf(code)
        .map(({ specifier }) => specifier)
        .toSorted(),
    ).toEqual(specifiers);
  });

  it('tells types from values', () => {
    const code =
      "import type A from '1'; import { type B, type C } from '2'; export type { D } from '3'; " +
      "import { type E, f } from '4'; import type, { G } from '5'; import {} from '6'; import h from '7'";
    expect(
      importsOf(code)
        .filter(({ typeOnly }) => typeOnly)
        .map(({ specifier }) => specifier),
    ).toEqual(['1', '2', '3']);
  });
});

function sourcesIn(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.split(sep).join('/')}`)
    .filter((path) => /\.(?:ts|js|mjs|cjs|svelte)$/.test(path) && !/node_modules|\/dist\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
