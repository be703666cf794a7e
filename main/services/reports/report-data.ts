// What a report is made of, read from the workspace.
import { basename } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ReportDraft } from '../../../shared/contract/reports.ts';
import type { Economics } from '../../../shared/domain/benefit.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { programVersion } from '../../jobs/identity.ts';
import { reckonBenefit } from '../../trials/benefit.ts';
import { measuredChange } from '../../trials/measured-change.ts';
import type { ReportData } from '../../trials/report/report-data.ts';
import { splitCounts } from '../snapshot-summary.ts';
import type { TrialResults } from '../trials/trial-result.ts';
import { trialView } from '../trials/trial-view.ts';
import type { Workspace } from '../workspace.ts';

/** @throws NarashiError trials.not-found, trials.not-compared */
export function reportData(
  workspace: Workspace,
  results: TrialResults,
  draft: ReportDraft,
  economics: Economics,
): ReportData {
  const { store } = workspace;
  const record = store.trials.get(draft.trialId);
  const result = results.of(record);
  const measured = measuredChange(result, record.plan, draft.budget, draft.method);
  const [run] = result.budgets.flatMap(({ methods }) => methods.flatMap(({ runIds }) => runIds));
  if (!measured || run === undefined) throw new NarashiError('trials.not-compared', { id: record.id });
  const snapshot = store.snapshots.get(record.snapshotId);
  const { network, hyperParameters } = store.runs.get(run);
  const { size, batchSize } = recipeSchema.parse(hyperParameters);
  return {
    draft,
    source: sourceOf(workspace, record.projectId, run),
    trial: trialView(workspace, record),
    result,
    economics,
    measured,
    benefit: reckonBenefit(economics, measured),
    data: { digest: snapshot.digest, classes: snapshot.classes, ...splitCounts(store.snapshots.counts(snapshot.id)) },
    recipe: { network, size, batchSize },
    program: `Narashi ${programVersion}`,
    createdAt: new Date().toISOString(),
  };
}

function sourceOf({ store }: Workspace, projectId: number | null, runId: number): string {
  if (projectId !== null) return store.projects.get(projectId).settings.name;
  const imported = store.showRun(runId).datasets.at(-1);
  return imported ? basename(imported.root) : '';
}
