// Several processes at one database: created once, migrated once, nobody refused.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { opened, temporaryFolder } from './fixture.ts';

const opener = fileURLToPath(new URL('./opener.ts', import.meta.url));

it('four processes may create the same databases at the same time', async () => {
  const folder = temporaryFolder();
  const paths = Array.from({ length: 20 }, (_, index) => join(folder, `${index}.db`));
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [opener, ...paths], { stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const ends = await Promise.all(children.map((child) => once(child, 'close')));
  expect(ends.map(([status]) => status)).toEqual([0, 0, 0, 0]);
  for (const path of paths) expect(opened(path).datasets.list()).toHaveLength(4);
});
