// A store in a folder of its own, sample drafts, and the code of the error a call throws.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../main/store/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import type { ClassLabel, ImageEntry } from '../../../shared/domain/dataset.ts';
import type { ProjectImageDraft } from '../../../shared/domain/project.ts';
import type { Run } from '../../../shared/domain/run.ts';

export const classes: readonly ClassLabel[] = [
  { name: '良品', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
  { name: 'dent', verdict: 'NG' },
];

export const environment = {
  device: 'cpu',
  executor: 'ort-cpu',
  narashi: '0.1.0',
  onnxruntime: '1.30.0',
  node: '24.21.0',
  codeVersion: 'baf46ac',
} as const;

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'narashi-均し-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryStore(now?: () => Date): { store: Store; path: string } {
  const path = join(temporaryFolder(), 'narashi.db');
  return { store: opened(path, now), path };
}

/** Opens a store that is closed when the test ends. */
export function opened(path: string, now?: () => Date): Store {
  const store = openStore(path, now);
  onTestFinished(() => store.close());
  return store;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function* images(count: number): Generator<ImageEntry> {
  for (let index = 0; index < count; index++) {
    yield {
      path: `外観/${String(index).padStart(6, '0')}.png`,
      contentHash: sha256(`image ${index}`),
      className: classes[index % classes.length]?.name ?? '',
      split: index % 5 === 0 ? 'test' : index % 5 === 1 ? 'validation' : 'train',
      lot: `L${index % 7}`,
    };
  }
}

/** A data set of `count` images and a queued run on it. */
export async function sampleRun(store: Store, count = 10): Promise<Run> {
  const dataset = store.datasets.find('ねじ') ?? store.datasets.create('ねじ', '/data/ねじ');
  const { snapshot } = await store.snapshots.record({ datasetId: dataset.id, classes, images: images(count) });
  return store.runs.create({
    snapshotId: snapshot.id,
    network: 'small',
    method: 'samar',
    seed: 7,
    hyperParameters: { epochs: 3, rho: 0.05, schedule: { kind: 'cosine', warmUp: 1 } },
  });
}

/** The code of the NarashiError that `body` throws, or a description of what happened instead. */
export function codeOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    return error instanceof NarashiError ? error.code : `other error: ${String(error)}`;
  }
  return 'no error';
}

export async function codeOfAsync(body: () => Promise<unknown>): Promise<string> {
  try {
    await body();
  } catch (error) {
    return error instanceof NarashiError ? error.code : `other error: ${String(error)}`;
  }
  return 'no error';
}

/** A project with the three classes, and their ids. */
export function sampleProject(store: Store, name = 'ねじ検査'): { id: number; classIds: readonly number[] } {
  const { id } = store.projects.create({ ...defaultProjectSettings, name });
  return { id, classIds: classes.map((label) => store.projectClasses.add(id, label).id) };
}

/** Images for a project: labels go round, every tenth image has none. */
export function* projectImages(count: number, classIds: readonly number[]): Generator<ProjectImageDraft> {
  for (let index = 0; index < count; index++) {
    yield {
      path: `外観/${String(index).padStart(6, '0')}.png`,
      contentHash: sha256(`image ${index}`),
      classId: index % 10 === 9 ? null : (classIds[index % classIds.length] ?? null),
      lot: `L${index % 7}`,
      width: 640,
      height: 480,
      bytes: 1_000 + index,
    };
  }
}
