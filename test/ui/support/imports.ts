// Imports in memory: they look through nothing, report what the test wants reported, and fill the project.
import { randomUUID } from 'node:crypto';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImportReport, ImportState } from '../../../shared/contract/imports.ts';
import type { Emitters, Implementations } from '../../../shared/rpc/contract.ts';
import type { Plant, PlantContracts } from './plant.ts';

export const exampleReport: ImportReport = {
  layout: 'folders',
  classes: [
    { source: '良品', images: 412, verdict: 'OK', exists: false },
    { source: 'キズ', images: 58, verdict: 'NG', exists: false },
    { source: '欠け', images: 9, verdict: 'NG', exists: false },
  ],
  images: 479,
  duplicates: 12,
  known: 0,
  conflicts: 2,
  unusable: 3,
  leftOut: [
    { path: '良品/IMG_0031.png', code: 'data.image-truncated', reason: 'JPEG, 640 × 480 px' },
    { path: 'キズ/メモ.png', code: 'data.image-unreadable', reason: '' },
    {
      path: 'キズ/長い名前のフォルダー/第二段/2026年10月4日_第1ライン_IMG_0002.bmp',
      code: 'data.image-too-large',
      reason: '30000 × 30000 px',
    },
  ],
  otherFiles: 4,
  unlabelled: 0,
  lots: 7,
  lotExamples: ['L2026-01', 'L2026-02', 'L2026-03', 'L2026-04', 'L2026-05', 'L2026-06', 'L2026-07'].map(
    (name, index) => ({
      name,
      images: 110 - index * 12,
    }),
  ),
  givenSplits: null,
  warnings: [],
  bytes: 73_861_002,
  freeBytes: 214_000_000_000,
  widths: { smallest: 640, largest: 1280 },
};

export function memoryImports(
  plant: Plant,
  emit: Emitters<PlantContracts>,
): Implementations<PlantContracts>['imports'] {
  const all = new Map<string, ImportState>();
  const set = (state: ImportState) => {
    all.set(state.importId, state);
    if (!plant.isSilent) emit.imports('changed', state);
    return state;
  };
  const get = (id: string) => {
    const state = all.get(id);
    if (!state) throw new NarashiError('services.not-granted', {});
    return state;
  };
  /** Ten steps, unless the phase changes meanwhile or the import is taken off the list. */
  async function proceed(id: string, total: number, end: (state: ImportState) => void): Promise<void> {
    const { phase } = get(id);
    for (let step = 1; step <= 10; step++) {
      await new Promise((resolve) => setTimeout(resolve, plant.importStep));
      if (all.get(id)?.phase !== phase) return;
      set({ ...get(id), done: Math.round((total * step) / 10), total });
    }
    end(get(id));
  }
  return {
    inspect: ({ projectId }) => {
      const state = set({
        importId: randomUUID(),
        projectId,
        source: '外観検査_10月',
        phase: 'inspecting',
        done: 0,
        total: null,
        startedAt: '2026-10-06T01:00:00.000Z',
        report: null,
        added: null,
        failure: null,
      });
      void proceed(state.importId, plant.report.images, (now) =>
        set(
          plant.importFailure
            ? { ...now, phase: 'failed', failure: plant.importFailure }
            : { ...now, phase: 'inspected', report: plant.report },
        ),
      );
      return state;
    },
    get: ({ importId }) => get(importId),
    active: ({ projectId }) =>
      [...all.values()]
        .filter((state) => state.projectId === projectId && !['done', 'cancelled'].includes(state.phase))
        .reverse(),
    confirm: ({ importId, classes }) => {
      const state = set({ ...get(importId), phase: 'writing', done: 0 });
      void proceed(importId, plant.report.images, (now) => {
        const project = plant.project(state.projectId);
        for (const { source, include, target, verdict } of classes) {
          if (!include) continue;
          const images = plant.report.classes.find((one) => one.source === source)?.images ?? 0;
          if (target !== null && !project.classes.some(({ name }) => name === target)) {
            project.classes.push({ id: plant.nextId(), name: target, verdict });
          }
          plant.fill(project, project.classes.find(({ name }) => name === target)?.id ?? null, images);
        }
        set({ ...now, phase: 'done', added: project.images.size });
        emit.projects('changed', { projectId: project.id });
        emit.images('changed', { projectId: project.id });
      });
      return state;
    },
    cancel: ({ importId }) => set({ ...get(importId), phase: 'cancelled' }),
    dismiss: ({ importId }) => {
      all.delete(importId);
      return {};
    },
  };
}
