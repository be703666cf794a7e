// What a power cut or a crash leaves behind: runs marked running whose process is gone. They become `interrupted`.
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { isOwnerAlive } from './owner.ts';

const ownerRow = z.object({ owner: z.string() });
const idRow = z.object({ id: z.int() });

/** Marks them and returns their ids. Runs of any live process, this one included, are left alone. */
export function markInterruptedRuns(connection: Connection): number[] {
  const open = connection.all(ownerRow, 'SELECT DISTINCT owner FROM attempts WHERE ended_at IS NULL');
  return open
    .filter(({ owner }) => !isOwnerAlive(connection.path, owner))
    .flatMap(({ owner }) => connection.transaction(() => interrupt(connection, owner)));
}

/** The attempt ended, as far as is known, with its last epoch. */
function interrupt(connection: Connection, owner: string): number[] {
  const left = connection.all(
    idRow,
    'SELECT run_id AS id FROM attempts WHERE owner = :owner AND ended_at IS NULL ORDER BY run_id',
    { owner },
  );
  connection.run(
    `UPDATE attempts SET outcome = 'interrupted', ended_at = max(started_at, coalesce(
       (SELECT max(recorded_at) FROM epoch_metrics WHERE epoch_metrics.run_id = attempts.run_id), started_at))
     WHERE owner = :owner AND ended_at IS NULL`,
    { owner },
  );
  for (const { id } of left) connection.run("UPDATE runs SET status = 'interrupted' WHERE id = :id", { id });
  return left.map(({ id }) => id);
}
