// Which Node children run on: the order of the search, and what is refused.
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNode, outsideArchive, type Surroundings } from '../../../../main/jobs/control/node-binary.ts';

const usual: Surroundings = {
  environment: {},
  resources: undefined,
  root: '/app',
  execPath: '/usr/bin/node',
  versions: { node: '24.21.0' },
  platform: 'linux',
  exists: () => false,
};
const pinned = join('/app', 'node_modules', 'node', 'bin', 'node');
const packed = join('/opt/resources', 'node', 'node');

const found: readonly (readonly [string, Partial<Surroundings>, string])[] = [
  ['the environment first', { environment: { NARASHI_NODE: '/my/node' }, exists: () => true }, '/my/node'],
  ['then the installed program', { resources: '/opt/resources', exists: () => true }, packed],
  ['then the pinned one', { exists: (path) => path === pinned }, pinned],
  [
    'where the installed one is missing too',
    { resources: '/opt/resources', exists: (path) => path === pinned },
    pinned,
  ],
  ['else the one that runs this', {}, '/usr/bin/node'],
  ['if it is new enough', { versions: { node: '22.18.0' } }, '/usr/bin/node'],
  ['by its name on Windows', { platform: 'win32', exists: (path) => path.endsWith('.exe') }, `${pinned}.exe`],
];

const refused: readonly (readonly [string, Partial<Surroundings>])[] = [
  ['Electron', { versions: { node: '24.21.0', electron: '45.4.1' } }],
  ['an old Node', { versions: { node: '22.17.1' } }],
  ['a much older Node', { versions: { node: '20.99.0' } }],
];

describe('the Node for children', () => {
  it.each(found)('%s', (_, around, path) => {
    expect(findNode({ ...usual, ...around })).toBe(path);
  });

  it.each(refused)('is never %s', (_, around) => {
    expect(() => findNode({ ...usual, ...around })).toThrowError(expect.objectContaining({ code: 'jobs.no-node' }));
  });
});

describe('a file another process opens', () => {
  it('lies beside the packed archive', () => {
    const path = ['', 'opt', 'app.asar', 'main', 'entry.ts'].join(sep);
    expect(outsideArchive(path)).toBe(['', 'opt', 'app.asar.unpacked', 'main', 'entry.ts'].join(sep));
    expect(outsideArchive(`${sep}opt${sep}main.ts`)).toBe(`${sep}opt${sep}main.ts`);
  });
});
