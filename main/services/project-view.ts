// A project as the app shows it: settings, classes with their images, figures and cover.
import type { Project } from '../../shared/contract/projects.ts';
import type { ProjectRecord } from '../../shared/domain/project.ts';
import type { Store } from '../store/index.ts';

export function projectView(store: Store, { datasetId: _, ...record }: ProjectRecord): Project {
  return {
    ...record,
    classes: store.projectClasses.list(record.id),
    ...store.projects.figures(record.id),
    cover: store.projects.cover(record.id),
  };
}
