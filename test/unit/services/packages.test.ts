// The site's key and signed packages as a window asks for them: made, listed, saved; what is refused, and what is logged.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyPackage } from '../../../main/export/package/verify.ts';
import { readPublicKeyFile } from '../../../main/export/signing/public-key-file.ts';
import type { SystemProtection } from '../../../main/export/signing/site-key.ts';
import { Packaging } from '../../../main/services/packages/packaging.ts';
import { createPackagesService } from '../../../main/services/packages.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { packagingChildren } from '../../support/packaging-child.ts';
import { codeOfAsync, sha256, temporaryFolder } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { type App, logged, startApp } from './fixture.ts';

/** Turns every byte around: enough to tell sealed from open. */
const turned = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
const protection: SystemProtection = {
  seal: (secret) => Buffer.from(turned(secret)).toString('hex'),
  unseal: (text) => turned(Buffer.from(text, 'hex')),
};

function serve(app: App, given?: SystemProtection) {
  const children = packagingChildren(sha256('m'));
  const packaging = new Packaging(app.context, { startChild: children.start, protection: given });
  return { service: createPackagesService(app.context, packaging), ...children };
}

function call() {
  const told: unknown[] = [];
  return { told, signal: new AbortController().signal, progress: (value: unknown) => void told.push(value) };
}

async function withRun() {
  const app = startApp();
  const { id } = await app.clients.projects.create({
    settings: { ...defaultProjectSettings, name: 'ねじ' },
    classes: [],
  });
  const runId = await finished(app, id);
  await writeFile(join(app.context.workspace.runFolder(runId), 'model.onnx'), 'm');
  return { app, projectId: id, runId };
}

it('makes a package with a key under a passphrase, lists it, and lets it out byte for byte', async () => {
  const { app, projectId, runId } = await withRun();
  const { service } = serve(app);
  expect(await service.key({}, call())).toEqual({ key: null, hasSystemProtection: false });
  const key = await service.makeKey({ site: '第一工場', passphrase: 'correct horse' }, call());
  const making = call();
  const made = await service.make({ runId, passphrase: 'correct horse' }, making);
  expect(made).toMatchObject({ runId, site: '第一工場', keyId: key.keyId, current: true, bytes: expect.any(Number) });
  expect(making.told).toEqual([{ done: 8, total: 8 }]);
  expect(await service.list({ projectId }, call())).toEqual([made]);

  const folder = temporaryFolder();
  const [to, keyTo] = [join(folder, 'ねじ.zip'), join(folder, 'site.pub.json')];
  const write = (path: string) => app.context.grants.add({ kind: 'write', path });
  expect(await service.save({ runId, grant: write(to) }, call())).toEqual({ path: to, download: null });
  await service.savePublicKey({ grant: write(keyTo) }, call());
  expect((await verifyPackage(to)).signer.text).toBe((await readPublicKeyFile(keyTo)).publicKey.text);

  const { path, download } = await service.save({ runId }, call());
  expect(path).toBe(made.fileName);
  const kept = app.context.downloads.get(download ?? '');
  expect(kept && (await readFile(kept.path))).toEqual(await readFile(to));
  expect(logged(app).slice(-4)).toEqual(['key.made', 'package.made', 'package.saved', 'package.saved']);
  expect(JSON.stringify(app.events)).not.toContain('correct horse');
});

it('asks for the words that open the key before anything takes time', async () => {
  const { app, projectId, runId } = await withRun();
  const { service, started } = serve(app);
  const refusal = (passphrase?: string) =>
    codeOfAsync(async () => service.make({ runId, ...(passphrase === undefined ? {} : { passphrase }) }, call()));
  expect(await refusal()).toBe('signing.no-key');
  await service.makeKey({ site: '第一工場', passphrase: 'correct horse' }, call());
  expect([await refusal(), await refusal('battery staple')]).toEqual([
    'signing.passphrase-needed',
    'signing.wrong-passphrase',
  ]);
  expect(started).toEqual([]);
  expect(await service.list({ projectId }, call())).toEqual([]);
  expect(await codeOfAsync(async () => service.save({ runId }, call()))).toBe('package.not-made');
  expect(await codeOfAsync(async () => service.makeKey({ site: 'x', passphrase: 'another one' }, call()))).toBe(
    'signing.key-exists',
  );
});

it('signs without words where the system keeps the key, and only there', async () => {
  const { app, runId } = await withRun();
  const { service } = serve(app, protection);
  expect(await service.makeKey({ site: '第一工場' }, call())).toMatchObject({ protection: 'system' });
  expect(await service.make({ runId }, call())).toMatchObject({ current: true });
  const elsewhere = serve(app).service;
  expect(await codeOfAsync(async () => elsewhere.make({ runId }, call()))).toBe('signing.other-account');
});

it('a package is no longer up to date once the rule of its run is another', async () => {
  const { app, projectId, runId } = await withRun();
  const { service } = serve(app, protection);
  await service.makeKey({ site: '第一工場' }, call());
  await service.make({ runId }, call());
  const { aims } = await app.clients.judging.rule({ runId });
  await app.clients.judging.setRule({ runId, aims, rule: { okBelow: 0.1, ngFrom: 0.5, unlikeFrom: null } });
  expect(await service.list({ projectId }, call())).toMatchObject([{ runId, current: false, rule: null }]);
  expect(await service.make({ runId }, call())).toMatchObject({ current: true, rule: { okBelow: 0.1, ngFrom: 0.5 } });
  expect(await service.list({ projectId }, call())).toHaveLength(1);
});

it('two windows that ask for the same package get the one that is made', async () => {
  const { app, runId } = await withRun();
  const { service, started } = serve(app, protection);
  await service.makeKey({ site: '第一工場' }, call());
  const both = await Promise.all([service.make({ runId }, call()), service.make({ runId }, call())]);
  expect(both[0]).toEqual(both[1]);
  expect(started).toEqual(['verify', 'package']);
});
