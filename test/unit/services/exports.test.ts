// Checks of one model asked for by two windows, and files that vanish while they are packed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ChildJob, StartChild } from '../../../main/jobs/control/child.ts';
import type { VerifiedFile } from '../../../main/jobs/verify-messages.ts';
import { createExportsService } from '../../../main/services/exports.ts';
import { zipExport } from '../../../main/services/zip-export.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { codeOfAsync, sha256 } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { logged, startApp } from './fixture.ts';

const verified: VerifiedFile = {
  path: 'model.onnx',
  sidecar: 'model.json',
  bytes: 9,
  sha256: sha256('m'),
  parity: { images: 8, disagreements: 0, largestDifference: 0 },
  rebuilt: false,
  input: 'images',
  output: 'probabilities',
};

function call() {
  const stop = new AbortController();
  return { stop, signal: stop.signal, progress: () => undefined };
}

it('a check that two windows wait for goes on when one of them leaves, and is logged once', async () => {
  const app = startApp();
  const runId = await finished(app, null);
  const children: PromiseWithResolvers<unknown>[] = [];
  const start: StartChild = (kind): ChildJob => {
    const child = Promise.withResolvers<unknown>();
    children.push(child);
    const stop = () => child.reject(new NarashiError('jobs.stopped', { kind }));
    return { pid: undefined, result: child.promise, stop, kill: stop };
  };
  const service = createExportsService(app.context, { startChild: start });
  const [first, second, third] = [call(), call(), call()];
  const calls = [first, second, third].map((each) => Promise.resolve(service.verify({ runId }, each)));
  await expect.poll(() => children.length).toBe(1);
  first.stop.abort();
  await expect(calls[0]).rejects.toMatchObject({ code: 'jobs.stopped' });
  await expect.poll(() => children.length).toBe(2);
  children[1]?.resolve(verified);
  expect(await Promise.all(calls.slice(1))).toMatchObject([{ sha256: sha256('m') }, { sha256: sha256('m') }]);
  expect([children.length, logged(app)]).toEqual([2, ['model.verified']]);
});

it('a file that vanishes while it is packed is a failed download, not the end of the program', async () => {
  const { context } = startApp();
  const { root } = context.workspace;
  const path = join(root, 'model.onnx');
  await writeFile(path, 'model');
  const files = { path, sidecar: join(root, 'gone.json') };
  expect(await codeOfAsync(() => zipExport(root, 'model-1.onnx', files, context.downloads))).toBe('export.not-written');
});
