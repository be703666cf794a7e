// The exported model of a finished run, proved once more against the stored judgements: in this very process.
import { verifyModel } from '../jobs/child/verify-model.ts';
import { keepVerified, verifyOrderOf } from '../jobs/control/verification.ts';
import type { Engine } from '../jobs/engine.ts';
import type { VerifiedFile } from '../jobs/verify-messages.ts';
import type { Workspace } from './workspace.ts';

/**
 * @throws NarashiError services.not-trained, services.no-test-images, services.nothing-to-export,
 *   services.images-changed, export.parity-failed
 */
export async function verifyExport(workspace: Workspace, engine: Engine, runId: number): Promise<VerifiedFile> {
  const { order, judged } = verifyOrderOf(workspace, runId);
  const { signal } = new AbortController();
  const verified = await verifyModel(engine, order, [...judged()], { signal, onProgress: () => undefined });
  keepVerified(workspace, runId, verified);
  return verified;
}
