// A plant in memory: projects, images and imports as the services promise them, with few images or 100,000.
import { setTimeout as pause } from 'node:timers/promises';
import { type Problem, packIdentities, unpackIdentities } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImageFilter, ImageRow } from '../../../shared/contract/images.ts';
import type { ImportReport } from '../../../shared/contract/imports.ts';
import type { Contracts } from '../../../shared/contract/index.ts';
import { defaultProjectSettings, type Project, type ProjectClass } from '../../../shared/contract/projects.ts';
import type { AppSettings } from '../../../shared/contract/system.ts';
import type { Verdict } from '../../../shared/domain/dataset.ts';
import type { Emitters, Implementations } from '../../../shared/rpc/contract.ts';
import { exampleReport, memoryImports } from './imports.ts';
import { digestOf } from './stage.ts';

export type PlantContracts = Pick<Contracts, 'projects' | 'images' | 'imports' | 'system'>;
type Services = Implementations<PlantContracts>;

interface Step {
  readonly kind: 'label' | 'remove';
  /** What each image was before, and what it became; undefined: not in the project. */
  readonly changes: readonly { readonly before: ImageRow; readonly after: ImageRow | undefined }[];
}

export interface MemoryProject {
  readonly id: number;
  name: string;
  archived: boolean;
  readonly isSample: boolean;
  settings: Project['settings'];
  classes: { id: number; name: string; verdict: Verdict }[];
  readonly images: Map<number, ImageRow>;
  readonly undo: Step[];
  redo: Step[];
  snapshots: Awaited<ReturnType<Services['images']['freeze']>>[];
  readonly labelled: Map<number, Awaited<ReturnType<Services['images']['labelHistory']>>>;
}

export class Plant {
  readonly projects = new Map<number, MemoryProject>();
  settings: AppSettings = { language: 'ja', theme: 'light', operator: '' };
  /** What the next import finds, and how long each of its ten steps takes, ms. */
  report: ImportReport = exampleReport;
  importStep = 30;
  /** How long each of the six steps of drawing the sample takes, ms. */
  sampleStep = 60;
  /** What it fails with, instead of a report. */
  importFailure: Problem | undefined;
  /** Imports go on, but the page hears nothing of it, as while the connection is interrupted. */
  isSilent = false;
  /** How long what was found is on its way, ms. */
  findDelay = 0;
  /** What changes of images are refused with. */
  refusal: NarashiError | undefined;
  #next = 1;

  nextId(): number {
    return this.#next++;
  }

  add(
    name: string,
    classes: readonly { name: string; verdict: Verdict; images: number }[],
    unlabelled = 0,
  ): MemoryProject {
    const project: MemoryProject = {
      id: this.nextId(),
      name,
      archived: false,
      isSample: false,
      settings: { ...defaultProjectSettings, name },
      classes: classes.map((one) => ({ id: this.nextId(), name: one.name, verdict: one.verdict })),
      images: new Map(),
      undo: [],
      redo: [],
      snapshots: [],
      labelled: new Map(),
    };
    this.projects.set(project.id, project);
    for (const [index, { images }] of classes.entries()) this.fill(project, project.classes[index]?.id ?? null, images);
    this.fill(project, null, unlabelled);
    return project;
  }

  fill(project: MemoryProject, classId: number | null, count: number): void {
    const folder = project.classes.find(({ id }) => id === classId)?.name ?? '未分類';
    const splits = ['train', 'train', 'train', 'validation', 'test'] as const;
    for (let index = 0; index < count; index++) {
      const id = this.nextId();
      const number = String(index + 1).padStart(5, '0');
      project.images.set(id, {
        id,
        hash: digestOf(`${project.id}/${id}`),
        path: `${folder}/IMG_${number}.png`,
        classId,
        split: classId === null ? null : (splits[index % splits.length] ?? 'train'),
        lot: `L2026-${String(Math.floor(index / 40) % 30).padStart(2, '0')}`,
        part: null,
        line: index % 2 ? '第1ライン' : '第2ライン',
        camera: 'CAM-1',
        capturedAt: '2026-10-04 09:12:31',
        width: 640,
        height: 640,
        bytes: 154_211,
        importedAt: '2026-10-05T00:12:31.000Z',
      });
    }
  }

  project(id: number): MemoryProject {
    const found = this.projects.get(id);
    if (!found) throw new NarashiError('services.not-granted', {});
    return found;
  }

  describe(project: MemoryProject): Project {
    const all = [...project.images.values()];
    const classes: ProjectClass[] = project.classes.map((one) => ({
      ...one,
      images: all.filter(({ classId }) => classId === one.id).length,
    }));
    return {
      id: project.id,
      createdAt: '2026-10-01T01:00:00.000Z',
      archivedAt: project.archived ? '2026-10-02T01:00:00.000Z' : null,
      isSample: project.isSample,
      settings: project.settings,
      classes,
      images: all.length,
      unlabelled: all.filter(({ classId }) => classId === null).length,
      runs: 0,
      lastRunId: null,
      cover: all.slice(0, 5).map(({ hash }) => hash),
    };
  }

  services(emit: Emitters<PlantContracts>): Services {
    const told = (project: MemoryProject) => {
      emit.projects('changed', { projectId: project.id });
      emit.images('changed', { projectId: project.id });
      return this.describe(project);
    };
    const classOf = (project: MemoryProject, id: number) => {
      const found = project.classes.find((one) => one.id === id);
      if (!found) throw new NarashiError('services.not-granted', {});
      return found;
    };
    return {
      projects: {
        list: ({ archived }) =>
          [...this.projects.values()]
            .filter((project) => archived || !project.archived)
            .reverse()
            .map((project) => this.describe(project)),
        get: ({ projectId }) => this.describe(this.project(projectId)),
        create: ({ settings, classes }) => {
          const project = this.add(
            settings.name,
            classes.map((one) => ({ ...one, images: 0 })),
          );
          project.settings = settings;
          return told(project);
        },
        update: ({ projectId, settings }) => {
          const project = this.project(projectId);
          project.settings = settings;
          return told(project);
        },
        addClass: ({ projectId, name, verdict }) => {
          const project = this.project(projectId);
          project.classes.push({ id: this.nextId(), name, verdict });
          return told(project);
        },
        updateClass: ({ projectId, classId, name, verdict }) => {
          const project = this.project(projectId);
          Object.assign(classOf(project, classId), { name, verdict });
          return told(project);
        },
        removeClass: ({ projectId, classId }) => {
          const project = this.project(projectId);
          project.classes = project.classes.filter(({ id }) => id !== classId);
          return told(project);
        },
        archive: ({ projectId }) => {
          const project = this.project(projectId);
          project.archived = true;
          return told(project);
        },
        unarchive: ({ projectId }) => {
          const project = this.project(projectId);
          project.archived = false;
          return told(project);
        },
        createSample: async (_, { progress, signal }) => {
          for (let done = 0; done <= 5 && !signal.aborted; done++) {
            progress({ done: done * 48, total: 240 });
            await pause(this.sampleStep);
          }
          if (signal.aborted) throw new NarashiError('rpc.cancelled', {});
          return told(
            this.add('サンプル：丸い部品', [
              { name: '良品', verdict: 'OK', images: 120 },
              { name: 'キズ', verdict: 'NG', images: 60 },
              { name: '欠け', verdict: 'NG', images: 60 },
            ]),
          );
        },
      },
      images: this.#images(told),
      imports: memoryImports(this, emit),
      system: {
        info: () => {
          throw new NarashiError('services.not-granted', {});
        },
        settings: () => this.settings,
        change: (change) => {
          const { language, theme, operator } = this.settings;
          this.settings = {
            language: change.language ?? language,
            theme: change.theme ?? theme,
            operator: change.operator ?? operator,
          };
          emit.system('settings', this.settings);
          return this.settings;
        },
        selfTest: () => {
          throw new NarashiError('services.not-granted', {});
        },
        devices: () => {
          throw new NarashiError('services.not-granted', {});
        },
        testDevices: () => {
          throw new NarashiError('services.not-granted', {});
        },
        useDevice: () => {
          throw new NarashiError('services.not-granted', {});
        },
        usePrecision: () => {
          throw new NarashiError('services.not-granted', {});
        },
        checkWorkspace: () => ({ problems: [], files: 0 }),
        backUp: () => ({ path: '', bytes: 0, download: null }),
        restore: () => ({}),
      },
    };
  }

  #images(told: (project: MemoryProject) => unknown): Services['images'] {
    const take = (project: MemoryProject, step: Step) => {
      project.undo.push(step);
      project.redo = [];
      const at = '2026-10-06T03:04:05.000Z';
      const nameOf = (id: number | null) => project.classes.find((one) => one.id === id)?.name ?? null;
      for (const { before, after } of step.changes) {
        if (after) project.images.set(before.id, after);
        else project.images.delete(before.id);
        if (!after) continue;
        const entry = { at, from: nameOf(before.classId), to: nameOf(after.classId), undone: false };
        project.labelled.set(before.id, [entry, ...(project.labelled.get(before.id) ?? [])]);
      }
      told(project);
      return { changed: step.changes.length };
    };
    const summary = (step: Step | undefined) => (step ? { kind: step.kind, images: step.changes.length } : null);
    return {
      find: async ({ projectId, filter, sort }) => {
        const project = this.project(projectId);
        const rows = [...project.images.values()].filter((row) => fitsFilter(row, filter));
        if (sort === 'newest') rows.reverse();
        if (sort === 'class') rows.sort((a, b) => (a.classId ?? 0) - (b.classId ?? 0));
        const found = { ids: packIdentities(rows.map(({ id }) => id)) };
        if (this.findDelay > 0) await pause(this.findDelay);
        return found;
      },
      rows: ({ projectId, ids }) => {
        const { images } = this.project(projectId);
        return ids.map((id) => images.get(id)).filter((row) => row !== undefined);
      },
      facets: ({ projectId }) => {
        const project = this.project(projectId);
        const rows = [...project.images.values()];
        return {
          total: rows.length,
          unlabelled: rows.filter(({ classId }) => classId === null).length,
          classes: project.classes.map(({ id }) => ({
            classId: id,
            images: rows.filter(({ classId }) => classId === id).length,
          })),
          splits: counted(rows.map(({ split }) => split)),
          lots: counted(rows.map(({ lot }) => lot)),
        };
      },
      label: ({ projectId, imageIds, classId }) => {
        if (this.refusal) throw this.refusal;
        const project = this.project(projectId);
        const before = [...unpackIdentities(imageIds)].map((id) => project.images.get(id)).filter((row) => !!row);
        const changed = before.filter((row) => row.classId !== classId);
        return take(project, {
          kind: 'label',
          changes: changed.map((row) => ({ before: row, after: { ...row, classId } })),
        });
      },
      remove: ({ projectId, imageIds }) => {
        if (this.refusal) throw this.refusal;
        const project = this.project(projectId);
        const before = [...unpackIdentities(imageIds)].map((id) => project.images.get(id)).filter((row) => !!row);
        return take(project, { kind: 'remove', changes: before.map((row) => ({ before: row, after: undefined })) });
      },
      undo: ({ projectId }) => {
        const project = this.project(projectId);
        const step = project.undo.pop();
        if (!step) return null;
        for (const { before } of step.changes) project.images.set(before.id, before);
        project.redo.push(step);
        told(project);
        return summary(step);
      },
      redo: ({ projectId }) => {
        const project = this.project(projectId);
        const step = project.redo.pop();
        if (!step) return null;
        for (const { before, after } of step.changes) {
          if (after) project.images.set(before.id, after);
          else project.images.delete(before.id);
        }
        project.undo.push(step);
        told(project);
        return summary(step);
      },
      steps: ({ projectId }) => {
        const { undo, redo } = this.project(projectId);
        return { undo: summary(undo.at(-1)), redo: summary(redo.at(-1)) };
      },
      labelHistory: ({ projectId, imageId }) => this.project(projectId).labelled.get(imageId) ?? [],
      freeze: ({ projectId }) => {
        const project = this.project(projectId);
        const rows = [...project.images.values()].filter(({ classId }) => classId !== null);
        const count = (name: string) => rows.filter(({ split }) => split === name).length;
        const snapshot = {
          id: this.nextId(),
          digest: digestOf(rows.map(({ id, classId }) => `${id}:${classId}`).join()),
          createdAt: '2026-10-06T03:00:00.000Z',
          images: rows.length,
          classes: project.classes.map(({ name, verdict }) => ({ name, verdict })),
          counts: { train: count('train'), validation: count('validation'), test: count('test') },
          runs: 0,
        };
        const same = project.snapshots.find(({ digest }) => digest === snapshot.digest);
        if (!same) project.snapshots = [snapshot, ...project.snapshots];
        return same ?? snapshot;
      },
      snapshots: ({ projectId }) => this.project(projectId).snapshots,
    };
  }
}

function fitsFilter(row: ImageRow, { classId, split, lot, text }: ImageFilter): boolean {
  return (
    (classId === undefined || row.classId === classId) &&
    (split === undefined || row.split === split) &&
    (lot === undefined || row.lot === lot) &&
    (text === undefined || row.path.toLowerCase().includes(text.toLowerCase()))
  );
}

function counted(values: readonly (string | null)[]): { name: string; images: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([name, images]) => ({ name, images })).sort((a, b) => b.images - a.images);
}
