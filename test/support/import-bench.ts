// A workspace with one project, ready to import into, its jobs done in the test's own process.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Importing } from '../../main/services/import/importing.ts';
import type { ClassDecision, ImportState } from '../../shared/contract/imports.ts';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { openContext, type TestContext } from './app-context.ts';
import { noisePng, withFolder, writeFiles } from './images.ts';
import { type InProcess, startInProcess } from './in-process.ts';

const pngs = await Promise.all(Array.from({ length: 40 }, (_, i) => noisePng(i)));
export const png = (i: number): Buffer => pngs[i] ?? Buffer.alloc(0);

export interface Bench {
  readonly folder: string;
  readonly context: TestContext;
  readonly importing: Importing;
  readonly projectId: number;
  /** Looks through these files, put into a folder named `set`. */
  look(files: Readonly<Record<string, Uint8Array | string>>): Promise<ImportState>;
  /** The same for anything that lies below the folder of the test. */
  pick(...paths: string[]): Promise<ImportState>;
  /** Confirms and waits for the end. */
  write(state: ImportState, decisions?: readonly ClassDecision[]): Promise<ImportState>;
  /** `path: class [split] (lot)` of every image of the project. */
  rows(): string[];
  /** All files of the workspace but the database and logs, as `library`, `thumbnails`, `tmp/…`. */
  files(): Promise<string[]>;
}

export async function withBench(
  use: (bench: Bench) => Promise<void>,
  classes: readonly ClassLabel[] = [],
  jobs: InProcess = {},
) {
  await withFolder(async (folder) => {
    const context = openContext(folder);
    const { store, root } = context.workspace;
    const { id: projectId } = store.projects.create({ ...defaultProjectSettings, name: 'test' });
    for (const label of classes) store.projectClasses.add(projectId, label);
    const importing = new Importing(context, startInProcess(jobs));
    const pick = async (...paths: string[]): Promise<ImportState> => {
      const { importId } = importing.inspect(
        projectId,
        paths.map((path) => join(folder, path)),
      );
      await importing.settled();
      return importing.get(importId);
    };
    try {
      await use({
        folder,
        context,
        importing,
        projectId,
        pick,
        look: async (files) => {
          await writeFiles(join(folder, 'set'), files);
          return pick('set');
        },
        write: async ({ importId }, decisions = []) => {
          await importing.confirm(importId, decisions);
          await importing.settled();
          return importing.get(importId);
        },
        rows: () => {
          const names = new Map(store.projectClasses.list(projectId).map(({ id, name }) => [id, name]));
          return store.projectImages
            .rows(projectId, store.projectImages.find(projectId))
            .map(({ path, classId, split, lot }) => {
              const name = classId === null ? '–' : names.get(classId);
              return `${path}: ${name}${split ? ` [${split}]` : ''}${lot ? ` (${lot})` : ''}`;
            });
        },
        files: async () => {
          const found = await readdir(root, { recursive: true, withFileTypes: true });
          return found
            .filter((entry) => entry.isFile() && !entry.name.startsWith('narashi.db'))
            .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
        },
      });
    } finally {
      await importing.close();
      context.workspace.close();
    }
  });
}

export const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'nothing thrown';
};
