// Long tasks of the settings: they go on while another screen is shown, and are found again on coming back.
import type { DeviceList } from '../../../shared/contract/devices.ts';
import type { SelfTest, system } from '../../../shared/contract/system.ts';
import type { OutputOf } from '../../../shared/rpc/contract.ts';
import { Task } from '../../stores/task.svelte.ts';

type Methods = (typeof system)['methods'];

export const selfTest = new Task<SelfTest>();
export const deviceTest = new Task<DeviceList>();
export const workspaceCheck = new Task<OutputOf<Methods['checkWorkspace']>>();
/** Null: the user gave up choosing a place. */
export const backup = new Task<OutputOf<Methods['backUp']> | null>();
export const restore = new Task<unknown>();
