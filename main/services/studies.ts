// Studies: measurements of finished trainings, asked for, watched, and read once they are done.
import type { studies } from '../../shared/contract/studies.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { AppContext } from './context.ts';
import { shownResult } from './studies/shown-result.ts';
import type { StudyQueue } from './studies/study-queue.ts';

export function createStudiesService(context: AppContext, queue: StudyQueue): Implementation<typeof studies> {
  const { store } = context.workspace;
  return {
    start: (order) => queue.add(order),
    list: (query) => store.studies.list(query).map((study) => queue.view(study)),
    get: ({ studyId }) => queue.view(store.studies.get(studyId)),
    stop: ({ studyId }) => queue.stop(studyId),
    result: ({ studyId }) => shownResult(store, store.studies.get(studyId)),
  };
}
