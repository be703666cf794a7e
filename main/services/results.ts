// What finished runs are worth: reports, the images behind each figure, and the user's notes.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { RunReport, results } from '../../shared/contract/results.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { Store } from '../store/index.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { JudgementReader, latestTest, mistakesOf, ofCell } from './judged-images.ts';
import { splitCounts } from './snapshot-summary.ts';

export function createResultsService(context: AppContext): Implementation<typeof results> {
  const { store } = context.workspace;
  const judgements = new JudgementReader(store);
  return {
    report: ({ runId }) => runReport(store, runId),
    images: ({ runId, actual, predicted, offset, limit }) => {
      const found = judgements.of(runId);
      const images = found ? ofCell(found, actual, predicted) : [];
      return { total: images.length, images: images.slice(offset, offset + limit) };
    },
    mistakes: ({ runId, limit }) => {
      const found = judgements.of(runId);
      return found ? mistakesOf(found).slice(0, limit) : [];
    },
    compare: ({ runIds }) => runIds.map((runId) => runReport(store, runId)),
    setNote: ({ runId, note }) => {
      logged(context, (log) => {
        const { projectId } = store.runs.setNote(runId, note);
        log({ kind: 'run.noted', projectId, runId, data: { note } });
      });
      context.emit.results('changed', { runId });
      return runReport(store, runId);
    },
  };
}

/** @throws NarashiError store.run-not-found, store.unreadable-row */
function runReport(store: Store, runId: number): RunReport {
  const { run, attempts, snapshot, counts, epochs, evaluations, artefacts, cost } = store.showRun(runId);
  const recipe = recipeSchema.safeParse(run.hyperParameters);
  if (!recipe.success) throw new NarashiError('store.unreadable-row', { reason: `the settings of run ${runId}` });
  const model = artefacts.findLast(({ kind }) => kind === 'export');
  return {
    runId,
    projectId: run.projectId,
    projectName: run.projectId === null ? null : store.projects.get(run.projectId).settings.name,
    status: run.status,
    recipe: recipe.data,
    network: run.network,
    snapshot: { id: snapshot.id, digest: snapshot.digest, images: snapshot.imageCount, classes: [...snapshot.classes] },
    counts: splitCounts(counts),
    epochs: [...epochs],
    evaluation: latestTest(evaluations)?.result ?? null,
    cost,
    device: attempts.at(-1)?.device ?? null,
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    note: run.note,
    model: model ? { bytes: model.bytes, sha256: model.sha256 } : null,
  };
}
