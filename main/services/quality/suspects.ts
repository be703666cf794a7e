// The queue of suspect labels: what the newest cross-validation disagrees with and nobody has decided on since.
import type { Suspect, SuspectList } from '../../../shared/contract/quality.ts';
import type { CrossValidationResult } from '../../../shared/domain/study.ts';
import { confidentLearning, suspectLabels } from '../../eval/index.ts';
import type { StudyRecord } from '../../store/index.ts';
import { studyClasses } from '../studies/cross-validation.ts';
import type { Workspace } from '../workspace.ts';

interface Finished {
  readonly study: StudyRecord;
  readonly result: CrossValidationResult;
}

export class Suspects {
  readonly #workspace: Workspace;
  /** Of the project asked for last: results are large, and are asked for after every decision. */
  #last: Finished | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** @throws NarashiError projects.not-found */
  list(projectId: number, limit: number): SuspectList {
    const { store } = this.#workspace;
    store.projects.get(projectId);
    const present = new Map(store.projectImages.labelled(projectId).map((image) => [image.id, image]));
    const finished = this.#newest(projectId);
    if (!finished) {
      return { studyId: null, at: null, changedSince: 0, estimatedWrong: 0, judged: 0, suspects: [], decided: 0 };
    }
    const { study, result } = finished;
    const classIds = studyClasses(study);
    const decided = store.labelReviews.decided(projectId);
    const judged = new Map(result.imageIds.map((imageId, place) => [imageId, classIds[result.labels[place] ?? 0]]));
    const isOpen = (imageId: number) => {
      const classId = present.get(imageId)?.classId;
      return classId !== undefined && classId === judged.get(imageId) && decided.get(imageId) !== classId;
    };
    const found = suspectLabels(result.labels, result.probabilities);
    const open = found.filter(({ index }) => isOpen(result.imageIds[index] ?? 0));
    const suspects = open.slice(0, limit).flatMap((one): Suspect[] => {
      const image = present.get(result.imageIds[one.index] ?? 0);
      const suggestedClassId = classIds[one.suggested];
      if (!image || suggestedClassId === undefined) return [];
      return [
        {
          imageId: image.id,
          hash: image.contentHash,
          path: image.path,
          classId: image.classId,
          suggestedClassId,
          suggestedProbability: one.suggestedProbability,
          labelProbability: one.labelProbability,
          lot: image.lot ?? null,
          split: image.split,
        },
      ];
    });
    const { estimatedWrong } = confidentLearning(result.labels, result.probabilities, classIds.length);
    return {
      studyId: study.id,
      at: study.endedAt,
      changedSince: Array.from(present.values()).filter(({ id, classId }) => judged.get(id) !== classId).length,
      estimatedWrong: Math.round(estimatedWrong),
      judged: result.imageIds.length,
      suspects,
      decided: found.length - open.length,
    };
  }

  #newest(projectId: number): Finished | undefined {
    const { studies } = this.#workspace.store;
    const study = studies.list({ projectId, kind: 'cross-validation' }).find(({ status }) => status === 'done');
    if (!study) return undefined;
    if (this.#last?.study.id !== study.id) {
      const result = studies.result(study.id);
      if (result.kind !== 'cross-validation') return undefined;
      this.#last = { study, result };
    }
    return this.#last;
  }
}
