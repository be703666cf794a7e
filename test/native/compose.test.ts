// The whole app over one workspace, in this process: closing it leaves no child behind, whoever asked for it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../main/host/compose.ts';
import { contracts } from '../../shared/contract/index.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';

it('waits for the children of calls when it closes, and does not wait long', async () => {
  const root = await mkdtemp(join(tmpdir(), 'narashi-閉じる-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const app = await openApp({ root, host: 'browser', language: 'en', restart: () => undefined });
  const [here, there] = memoryPair();
  app.serve(there);
  const testing = connect(contracts, here).system.selfTest({});
  testing.catch(() => undefined);
  const log = () => readFile(join(root, 'logs', 'jobs.log'), 'utf8').catch(() => '');
  await expect.poll(log).toMatch(/self-test \d+: started/u);
  const begun = performance.now();
  await app.close();
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(await log()).toMatch(/self-test \d+: ended/u);
  expect(await log()).not.toMatch(/failure|terminate called/u);
  await expect(testing).rejects.toMatchObject({ code: 'rpc.disconnected' });
});
