// Networks from elsewhere as a window asks for them: looked at, corrected, kept, listed, refused, removed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { backbonePath, digest } from '../../../main/jobs/run-files.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { writeModel } from '../../../main/onnx/write.ts';
import { createBackbonesService } from '../../../main/services/backbones.ts';
import { checkFiles, knownFiles } from '../../../main/services/backup/check-files.ts';
import { belongsInBackup } from '../../../main/services/backup/manifest.ts';
import { preprocessingConventions } from '../../../shared/domain/backbone.ts';
import { startInProcess } from '../../support/in-process.ts';
import { classes, codeOfAsync, images, temporaryFolder } from '../store/fixture.ts';
import { logged, startApp } from './fixture.ts';

const resnet = fileURLToPath(new URL('../../fixtures/golden/resnet/model.onnx', import.meta.url));
const call = () => ({ signal: new AbortController().signal, progress: () => undefined });

function serve() {
  const app = startApp();
  const service = createBackbonesService(app.context, { startChild: startInProcess() });
  const grantFor = (path: string) => app.context.grants.add({ kind: 'read', paths: [path] });
  return { app, service, grantFor, workspace: app.context.workspace };
}

it('is looked at without being kept, then kept under its digest, listed and removed', async () => {
  const { app, service, grantFor, workspace } = serve();
  const grant = grantFor(resnet);
  const looked = await service.look({ grant, corrections: {} }, call());
  expect(looked).toMatchObject({
    fileName: 'model.onnx',
    isKnown: false,
    reasons: ['linear-last', 'named'],
    card: { name: 'model', head: { classes: 5 }, preprocessing: { known: 'convention' } },
  });
  expect(looked.candidates.length).toBeGreaterThan(3);
  expect(await service.list({}, call())).toEqual([]);

  const card = await service.add({ grant, corrections: { name: 'ResNet 検査' } }, call());
  const path = backbonePath(workspace.root, card.id);
  expect(card).toMatchObject({ name: 'ResNet 検査', id: digest(readFileSync(resnet)), feature: looked.card.feature });
  expect(readFileSync(path)).toEqual(readFileSync(resnet));
  expect(await service.list({}, call())).toEqual([{ card, runs: 0 }]);
  expect(belongsInBackup(`backbones/${card.id}.onnx`)).toBe(true);
  expect(await checkFiles(workspace.root, await knownFiles(workspace), call().signal, () => {})).toEqual([]);
  expect(await codeOfAsync(async () => service.add({ grant, corrections: {} }, call()))).toBe('backbone.exists');
  expect((await service.look({ grant, corrections: {} }, call())).isKnown).toBe(true);

  await service.remove({ id: card.id }, call());
  expect(existsSync(path)).toBe(false);
  expect(await service.list({}, call())).toEqual([]);
  expect(readdirSync(join(workspace.root, 'tmp', 'backbones'))).toEqual([]);
  expect(logged(app).slice(-2)).toEqual(['backbone.added', 'backbone.removed']);
});

it('is not removed while a training needs it', async () => {
  const { service, grantFor, workspace } = serve();
  const { store } = workspace;
  const { id } = await service.add({ grant: grantFor(resnet), corrections: {} }, call());
  const dataset = store.datasets.create('d', '/data');
  const { snapshot } = await store.snapshots.record({ datasetId: dataset.id, classes, images: images(6) });
  const network = `backbone:${id}`;
  const run = store.runs.create({
    snapshotId: snapshot.id,
    network,
    method: 'sgd',
    seed: 0,
    hyperParameters: { network },
  });
  expect(await codeOfAsync(async () => service.remove({ id }, call()))).toBe('backbone.in-use');
  expect(store.backbones.runsWith(id)).toEqual([run.id]);
  expect(existsSync(backbonePath(workspace.root, id))).toBe(true);
});

it('takes corrections: where it is cut, how its pixels are prepared', async () => {
  const { service, grantFor } = serve();
  const grant = grantFor(resnet);
  const { candidates } = await service.look({ grant, corrections: {} }, call());
  const earlier = candidates.find(({ layout, width }) => layout === 'channels-first' && width === 24);
  const { scale, order } = preprocessingConventions.caffe;
  const card = await service.add(
    {
      grant,
      corrections: {
        feature: earlier?.value ?? '',
        preprocessing: { scale, order, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
      },
    },
    call(),
  );
  expect(card).toMatchObject({ feature: { width: 24 }, preprocessing: { known: 'user', order: 'bgr', scale: 255 } });
});

it('is not kept where nobody says how its pixels are prepared', async () => {
  const { service, grantFor, workspace } = serve();
  const path = join(temporaryFolder(), 'keras.onnx');
  writeFileSync(path, writeModel({ ...readModel(readFileSync(resnet)), producer: 'tf2onnx' }));
  const add = async () => service.add({ grant: grantFor(path), corrections: {} }, call());
  expect(await codeOfAsync(add)).toBe('backbone.preprocessing-unknown');
  expect(existsSync(join(workspace.root, 'backbones'))).toBe(false);
});

it('refuses a cut where there is no value', async () => {
  const { service, grantFor } = serve();
  const corrections = { feature: 'nowhere' };
  const look = async () => service.look({ grant: grantFor(resnet), corrections }, call());
  expect(await codeOfAsync(look)).toBe('backbone.unknown-value');
});
