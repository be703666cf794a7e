// Everything a finished run came to that must not depend on how often it was interrupted: no times, no numbers of attempts.
import { readFileSync } from 'node:fs';
import { digest, modelPath } from '../../main/jobs/run-files.ts';
import type { Workspace } from '../../main/services/workspace.ts';

export function outcomeOf(workspace: Workspace, runId: number) {
  const { store } = workspace;
  const { run, epochs, evaluations, artefacts, cost } = store.showRun(runId);
  return {
    status: run.status,
    initialWeights: run.initialWeights,
    epochs: epochs.map(({ seconds: _, imagesPerSecond: __, ...figures }) => figures),
    evaluations: evaluations.map(({ result }) => result),
    judgements: evaluations.map(({ id }) =>
      Array.from(store.predictions.list(id), ({ path, predicted, probabilities }) => [
        path,
        predicted,
        ...probabilities,
      ]),
    ),
    files: artefacts.map(({ kind, sha256, bytes }) => [kind, sha256, bytes]),
    model: digest(readFileSync(modelPath(workspace.runFolder(runId)))),
    gradientEvaluations: cost?.gradientEvaluations,
  };
}

export type RunOutcome = ReturnType<typeof outcomeOf>;
