// The devices of this PC: their tests, and which one trainings use.
import { totalmem } from 'node:os';
import {
  type DeviceList,
  type DeviceReport,
  deviceChoice,
  type MixedReport,
  mixedReport,
  precisionChoice,
} from '../../shared/contract/devices.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { system } from '../../shared/contract/system.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { adapters } from '../engine/adapters/index.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import { untilAborted } from '../jobs/control/until-aborted.ts';
import { deviceFinding } from '../jobs/device-messages.ts';
import { chosenDevice, DEVICE_SETTING, deviceReports, PRECISION_SETTING, rememberDevice } from '../jobs/devices.ts';
import { thisDevice } from '../jobs/identity.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import type { Workspace } from './workspace.ts';

export type DeviceMethods = Pick<
  Implementation<typeof system>,
  'devices' | 'testDevices' | 'useDevice' | 'usePrecision'
>;

export function createDevices(context: AppContext, start: StartChild = startChild): DeviceMethods {
  const { workspace } = context;
  return {
    devices: () => listDevices(workspace),

    async testDevices({ provider }, { signal, progress }) {
      const wanted = (await deviceReports(workspace.root)).filter(
        (each) => provider === undefined || each.provider === provider,
      );
      for (const [done, report] of wanted.entries()) {
        progress({ done, total: wanted.length });
        await testDevice(workspace.root, report, start, signal);
      }
      return listDevices(workspace);
    },

    async useDevice({ choice }, { signal }) {
      const report = (await deviceReports(workspace.root)).find(({ provider }) => provider === choice);
      if (choice !== 'auto' && choice !== 'cpu') {
        if (!report) throw new NarashiError('devices.not-here', { device: choice, platform: process.platform });
        const isKnown = report.state === 'passed' || report.state === 'slower';
        const { state, detail } = isKnown ? report : await testDevice(workspace.root, report, start, signal);
        if (state !== 'passed' && state !== 'slower') {
          throw new NarashiError('devices.not-passed', { device: report.title, reason: detail ?? state });
        }
      }
      logged(context, (log) => {
        workspace.store.settings.set(DEVICE_SETTING, deviceChoice, choice);
        log({ kind: 'settings.changed', data: { setting: DEVICE_SETTING, value: choice } });
      });
      return listDevices(workspace);
    },

    usePrecision({ precision }) {
      logged(context, (log) => {
        workspace.store.settings.set(PRECISION_SETTING, precisionChoice, precision);
        log({ kind: 'settings.changed', data: { setting: PRECISION_SETTING, value: precision } });
      });
      return listDevices(workspace);
    },
  };
}

export async function listDevices(workspace: Pick<Workspace, 'root' | 'store'>): Promise<DeviceList> {
  const { name, threads } = thisDevice();
  return {
    processor: { name, threads, memoryBytes: totalmem() },
    adapters: [...(await adapters())],
    devices: await deviceReports(workspace.root),
    ...(await chosenDevice(workspace)),
  };
}

/** What the test of one device comes to, kept for this machine. @throws NarashiError jobs.stopped */
async function testDevice(
  workspace: string,
  report: DeviceReport,
  start: StartChild,
  signal: AbortSignal,
): Promise<DeviceReport> {
  const found = await findings(workspace, report, start, signal);
  const isRight = found.state === 'passed' || found.state === 'slower';
  const mixed = isRight ? await mixedFindings(workspace, report, start, signal) : undefined;
  const tested = { ...report, ...found, mixed, testedAt: new Date().toISOString() };
  await rememberDevice(workspace, tested);
  return tested;
}

async function findings(workspace: string, { provider }: DeviceReport, start: StartChild, signal: AbortSignal) {
  try {
    const child = start('device', { provider, workspace });
    return deviceFinding.parse(await untilAborted(child, signal, 0));
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'crashed' as const, difference: null, speedup: null, detail: detail.slice(0, 500) };
  }
}

/** In a process of its own again: a driver may end it without having failed in float32. Undefined where nothing is to be tested. */
async function mixedFindings(
  workspace: string,
  { provider }: DeviceReport,
  start: StartChild,
  signal: AbortSignal,
): Promise<MixedReport | undefined> {
  if (provider === 'tfjs') return undefined;
  try {
    const child = start('mixed-precision', { provider, workspace });
    return mixedReport.parse(await untilAborted(child, signal, 0));
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'unavailable', difference: null, speedup: null, detail: detail.slice(0, 500) };
  }
}
