// Inspection tasks: created, changed, archived; their classes; and the sample that a new user tries first.
import type { projects } from '../../shared/contract/projects.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { type Log, logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { projectView } from './project-view.ts';
import { SampleMaker, type SampleParts } from './sample-project.ts';

export function createProjectsService(context: AppContext, parts: SampleParts): Implementation<typeof projects> {
  const { store } = context.workspace;
  const sample = new SampleMaker(context, parts);
  const view = (projectId: number) => projectView(store, store.projects.get(projectId));
  /** Changes a project, with what is logged, and tells every window. */
  const change = (body: (log: Log) => number) => {
    const projectId = logged(context, body);
    context.emit.projects('changed', { projectId });
    return view(projectId);
  };
  const setArchived = (projectId: number, isArchived: boolean) =>
    change((log) => {
      const { settings } = store.projects.setArchived(projectId, isArchived);
      log({ kind: isArchived ? 'project.archived' : 'project.unarchived', projectId, data: { name: settings.name } });
      return projectId;
    });
  return {
    list: ({ archived }) => store.projects.list({ archived }).map((record) => projectView(store, record)),
    get: ({ projectId }) => view(projectId),
    create: ({ settings, classes }) =>
      change((log) => {
        const { id } = store.projects.create(settings);
        for (const label of classes) store.projectClasses.add(id, label);
        log({ kind: 'project.created', projectId: id, data: { name: settings.name } });
        return id;
      }),
    update: ({ projectId, settings }) =>
      change((log) => {
        store.projects.update(projectId, settings);
        log({ kind: 'project.updated', projectId, data: { name: settings.name } });
        return projectId;
      }),
    addClass: ({ projectId, ...label }) =>
      change((log) => {
        store.projects.get(projectId);
        const { name, verdict } = store.projectClasses.add(projectId, label);
        log({ kind: 'class.added', projectId, data: { name, verdict } });
        return projectId;
      }),
    updateClass: ({ projectId, classId, ...label }) =>
      change((log) => {
        const before = store.projectClasses.get(projectId, classId);
        const { name, verdict } = store.projectClasses.update(projectId, classId, label);
        log({ kind: 'class.updated', projectId, data: { before: before.name, name, verdict } });
        return projectId;
      }),
    removeClass: ({ projectId, classId }) =>
      change((log) => {
        const { name } = store.projectClasses.get(projectId, classId);
        store.projectClasses.remove(projectId, classId);
        log({ kind: 'class.removed', projectId, data: { name } });
        return projectId;
      }),
    archive: ({ projectId }) => setArchived(projectId, true),
    unarchive: ({ projectId }) => setArchived(projectId, false),
    createSample: async (_, { signal, progress }) => view(await sample.make(progress, signal)),
  };
}
