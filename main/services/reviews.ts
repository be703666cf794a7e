// Parts of a line that wait for a person, and the retraining that follows from what people say of them.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ReviewCounts, reviews } from '../../shared/contract/reviews.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { keptPart, queuedParts, sayOf } from '../inspect/review/queue.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import type { TrainingQueue } from '../jobs/control/queue.ts';
import type { LineStore } from '../store/index.ts';
import type { AppContext } from './context.ts';
import type { Importing } from './import/importing.ts';
import { formerRunOf } from './line/former-run.ts';
import { lineFolder } from './line/line-form.ts';
import { retrainProject } from './line/retrain.ts';
import { planRetraining } from './line/retraining-plan.ts';
import { journalOf, withJournal } from './line/review-line.ts';
import { takeIntoProject } from './line/take-reviewed.ts';
import { createForecasts } from './training/forecast.ts';

/** Where the settings name no operator. */
const NOBODY = '–';

export interface ReviewsParts {
  readonly importing: Pick<Importing, 'importFolder'>;
  readonly queue: TrainingQueue;
  readonly startChild?: StartChild;
}

export function createReviewsService(context: AppContext, parts: ReviewsParts): Implementation<typeof reviews> {
  const { workspace, emit } = context;
  const { store, root } = workspace;
  const { importing, queue } = parts;
  const forecasts = createForecasts(workspace, queue, parts.startChild ?? startChild);
  const folderOf = (projectId: number) => {
    store.projects.get(projectId);
    return lineFolder(root, projectId);
  };
  const operator = () => store.settings.app().operator.trim() || NOBODY;

  /** In the journal, which an inspection may be writing at the same time. */
  async function change(projectId: number, act: (journal: LineStore) => void): Promise<ReviewCounts> {
    const counts = await withJournal(folderOf(projectId), async (journal) => {
      act(journal);
      return countsOf(journal);
    });
    emit.reviews('changed', { projectId });
    return counts;
  }

  return {
    async queue({ projectId, limit }) {
      const folder = folderOf(projectId);
      if (!existsSync(journalOf(folder))) return { waiting: 0, judged: [], parts: [] };
      return withJournal(folder, async (journal) => ({
        ...countsOf(journal),
        parts: queuedParts(journal, folder, limit).map(({ part, why }) => ({ ...part, why })),
      }));
    },

    say({ projectId, partId, className }) {
      const known = store.projectClasses.list(projectId).map(({ name }) => name);
      const word = { part: partId, className, operator: operator(), isNew: false };
      return change(projectId, (journal) => sayOf(journal, word, known));
    },

    setAside: ({ projectId, partId }) =>
      change(projectId, (journal) => {
        keptPart(journal, partId);
        journal.reviews.setAside(partId, operator());
      }),

    takeBack: ({ projectId, partId }) => change(projectId, (journal) => journal.reviews.takeBack(partId)),

    async plan({ projectId, runId }, { signal }) {
      const former = await formerRunOf(workspace, projectId, runId);
      return planRetraining({ workspace, forecasts, folder: folderOf(projectId) }, { projectId, former, signal });
    },

    async retrain({ projectId, runId }, { progress }) {
      const former = await formerRunOf(workspace, projectId, runId);
      if (!former) throw new NarashiError('line.nothing-to-repeat', {});
      const folder = folderOf(projectId);
      const added = await takeJudged(folder, projectId, (done, total) => progress({ done, total }));
      const made = await retrainProject(context, former.id, queue);
      return { runId: made.runId, added };
    },
  };

  /** How many images are new in the project; 0 where nothing was judged since the last time. */
  async function takeJudged(
    folder: string,
    projectId: number,
    report: (done: number, total: number) => void,
  ): Promise<number> {
    if (!existsSync(journalOf(folder))) return 0;
    const reporting: typeof importing = { importFolder: (id, path) => importing.importFolder(id, path, report) };
    const added = await withJournal(folder, async (journal) => {
      if (journal.reviews.untaken().length === 0) return 0;
      const taken = await takeIntoProject({ store: journal, folder, workspace, importing: reporting, projectId });
      return taken.added;
    });
    emit.reviews('changed', { projectId });
    return added;
  }
}

function countsOf({ reviews: said }: LineStore): ReviewCounts {
  const judged = new Map<string, number>();
  for (const { className } of said.untaken()) judged.set(className, (judged.get(className) ?? 0) + 1);
  return { waiting: said.waiting(), judged: Array.from(judged, ([className, images]) => ({ className, images })) };
}
