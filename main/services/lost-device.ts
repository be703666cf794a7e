// A training in this very process whose GPU fails goes on on the CPU, from its last checkpoint.
import type { Device } from '../../shared/contract/training.ts';
import { isDeviceFailure } from '../jobs/control/conclusion.ts';
import { type LostDevice, lostDevice } from '../jobs/control/endings.ts';
import { markLost, trainingDevice } from '../jobs/devices.ts';
import { thisDevice } from '../jobs/identity.ts';
import type { Workspace } from './workspace.ts';

/**
 * Does the work of a run on the device that is chosen; once more, on the CPU, where that device failed.
 * @param onLost told before the work goes on
 */
export async function fallingBack<T>(
  workspace: Workspace,
  runId: number,
  work: (device: Device) => Promise<T>,
  onLost: (lost: LostDevice) => void = () => undefined,
  given?: Device,
): Promise<T> {
  const device = given ?? (await trainingDevice(workspace));
  try {
    return await work(device);
  } catch (error) {
    if (!device.isGpu || !isDeviceFailure(error)) throw error;
    const lost = lostDevice(device, error);
    const { message } = lost;
    const { store, root } = workspace;
    await markLost(root, lost);
    const { projectId } = store.runs.get(runId);
    store.activity.record({ kind: 'run.device-lost', projectId, runId, data: { device: device.name, message } });
    onLost(lost);
    return await work(thisDevice());
  }
}
