// An import as the terminal shows it.
import type { ImportProgress } from '../../shared/domain/images.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { count } from '../../shared/text/numbers.ts';
import { type ImportedDataset, importDataset } from '../services/import-dataset.ts';
import type { Workspace } from '../services/workspace.ts';
import { dataSummary } from './format/data-summary.ts';
import type { Session } from './session.ts';

/** @throws NarashiError data.*, services.unknown-class */
export async function showImport(
  { say, output, interruption }: Session,
  workspace: Workspace,
  folder: string,
  recipe: Pick<Recipe, 'size' | 'testFraction' | 'validationFraction'>,
  okClasses: readonly string[],
): Promise<ImportedDataset> {
  let drawn = 0;
  const onProgress = ({ files, total, seconds }: ImportProgress) => {
    const now = performance.now();
    if (!output.isLive || now - drawn < 100) return;
    drawn = now;
    const of = total === undefined ? '' : `/${count(total)}`;
    output.live(say('import.live', { files: count(files), total: of, rate: count(files / Math.max(0.1, seconds)) }));
  };
  const { size, testFraction, validationFraction } = recipe;
  const imported = await importDataset(workspace, {
    folder,
    size,
    okClasses,
    testFraction,
    validationFraction,
    onProgress,
    signal: interruption.signal,
  });
  output.live('');
  const { snapshot, summary, warnings, skipped } = imported;
  const counts = workspace.store.snapshots.counts(snapshot.id);
  output.say(
    ...dataSummary({ folder, summary, classes: snapshot.classes, counts, skipped, warnings }, say, output.columns),
  );
  return imported;
}

/** The same for machines. */
export function importAnswer({ snapshot, summary, skipped, warnings }: ImportedDataset, { say }: Session): object {
  return {
    snapshot: snapshot.digest,
    classes: snapshot.classes,
    summary,
    skipped,
    warnings: warnings.map((warning) => ({ code: warning.code, message: warning.in(say.language) })),
  };
}
