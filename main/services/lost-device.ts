// Work of this very process or its children whose GPU fails is done on the CPU: a training from its last checkpoint.
import type { Device } from '../../shared/contract/training.ts';
import { isDeviceFailure } from '../jobs/control/conclusion.ts';
import { type LostDevice, lostDevice } from '../jobs/control/endings.ts';
import { markLost, trainingDevice } from '../jobs/devices.ts';
import { thisDevice } from '../jobs/identity.ts';
import type { Workspace } from './workspace.ts';

/**
 * Does work on the device that is chosen; once more, on the CPU, where that device failed.
 * @param onLost told before the work goes on
 */
export async function onTrainingDevice<T>(
  workspace: Workspace,
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
    await markLost(workspace.root, lost);
    onLost(lost);
    return await work(thisDevice());
  }
}

/** The same for the work of a run, with an entry in the log. */
export function fallingBack<T>(
  workspace: Workspace,
  runId: number,
  work: (device: Device) => Promise<T>,
  onLost: (lost: LostDevice) => void = () => undefined,
  given?: Device,
): Promise<T> {
  const { runs, activity } = workspace.store;
  const record = (lost: LostDevice) => {
    const data = { device: lost.device.name, message: lost.message };
    activity.record({ kind: 'run.device-lost', projectId: runs.get(runId).projectId, runId, data });
    onLost(lost);
  };
  return onTrainingDevice(workspace, work, record, given);
}
