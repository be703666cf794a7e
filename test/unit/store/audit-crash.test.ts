// The audit log through power cuts: killed at any moment, it and its head fit, and every acknowledged entry is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { opened, temporaryStore } from './fixture.ts';

const writer = fileURLToPath(new URL('./audit-writer.ts', import.meta.url));

it('is whole, and goes on, wherever the process was killed', async () => {
  const { store, path } = temporaryStore();
  store.close();
  let acknowledged = 0;
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, round * 5));
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    acknowledged = Number(output.split('\n').at(-2));
    const after = opened(path);
    const { entries, finding } = after.audit.verify();
    expect(finding).toBeNull();
    expect(entries - acknowledged).toBeOneOf([0, 1]);
    after.close();
  }
  expect(acknowledged).toBeGreaterThan(8);
});
