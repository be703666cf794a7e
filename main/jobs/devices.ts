// Which device trainings run on: what each one's self-test found on this machine, and the choice made from that.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type DeviceChoice,
  type DeviceList,
  type DeviceReport,
  deviceChoice,
  deviceReport,
  type PrecisionChoice,
  precisionChoice,
} from '../../shared/contract/devices.ts';
import type { Device, Precision } from '../../shared/contract/training.ts';
import { adapters } from '../engine/adapters/index.ts';
import { type CardProvider, providersOn, providerTraits } from '../engine/providers.ts';
import { hasTfjs } from '../engine/tfjs/installation.ts';
import type { Store } from '../store/index.ts';
import { runtimeVersion, thisDevice } from './identity.ts';

/** Under which the choice is kept among the settings. */
export const DEVICE_SETTING = 'device';
export const PRECISION_SETTING = 'precision';

interface Place {
  readonly root: string;
  readonly store: Pick<Store, 'settings'>;
}

const memory = z.object({ machine: z.string(), devices: z.array(deviceReport) });

/** What a verdict holds for: another processor, card, driver or runtime is tested anew. */
async function machineText(): Promise<string> {
  const cards = await adapters();
  const named = cards.map(({ name, driver }) => `${name} ${driver ?? ''}`.trim());
  return [cpus()[0]?.model ?? 'unknown', `onnxruntime-node ${runtimeVersion}`, ...named].join(', ');
}

/** What may be reached from this system; TensorFlow.js only where it was installed. */
const reachable = (root: string): readonly CardProvider[] => [
  ...providersOn(process.platform, process.arch),
  ...(hasTfjs(root) ? (['tfjs'] as const) : []),
];

/** A report for every device that may be reached from this system; those of another machine count as untested. */
export async function deviceReports(
  root: string,
  providers: readonly CardProvider[] = reachable(root),
): Promise<DeviceReport[]> {
  const known = recall(root, await machineText());
  return providers.map(
    (provider) =>
      known.find((report) => report.provider === provider) ?? {
        provider,
        title: providerTraits[provider].title,
        state: 'untested',
        difference: null,
        speedup: null,
        detail: null,
        testedAt: null,
      },
  );
}

function recall(root: string, here: string): readonly DeviceReport[] {
  try {
    const { machine, devices } = memory.parse(JSON.parse(readFileSync(join(root, 'devices.json'), 'utf8')));
    return machine === here ? devices : [];
  } catch {
    // Missing or damaged: nothing was tested.
    return [];
  }
}

/** Keeps what a device's self-test, or a training on it, came to. Best effort: a full disk costs another test. */
export async function rememberDevice(root: string, report: DeviceReport): Promise<void> {
  const machine = await machineText();
  // From here on nothing waits: no other report can come between reading and writing.
  const devices = [...recall(root, machine).filter(({ provider }) => provider !== report.provider), report];
  const file = join(root, 'devices.json');
  try {
    mkdirSync(root, { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ machine, devices }));
    renameSync(`${file}.new`, file);
  } catch {
    // The folder may be read-only.
  }
}

/** A device that failed under a training, and how. */
export interface FailedDevice {
  readonly device: Pick<Device, 'provider'>;
  readonly message: string;
  /** It computes something else than the CPU, or it stopped working. */
  readonly state: 'differs' | 'lost';
}

/** It is not used again before it has passed a test. */
export async function markLost(root: string, { device, message, state }: FailedDevice): Promise<void> {
  const report = (await deviceReports(root)).find(({ provider }) => provider === device.provider);
  if (report) await rememberDevice(root, { ...report, state, detail: message.slice(0, 500) });
}

type Decision = Pick<DeviceList, 'reason'> & { readonly report: DeviceReport | undefined };

/** @returns no report: the CPU */
export function decide(
  choice: DeviceChoice,
  reports: readonly DeviceReport[],
  precision: PrecisionChoice = 'auto',
): Decision {
  if (choice === 'cpu') return { report: undefined, reason: 'chosen' };
  // One that the user chose may be slower, but never wrong.
  const usable = (report: DeviceReport) =>
    report.state === 'passed' || (report.state === 'slower' && report.provider === choice);
  if (choice !== 'auto') {
    const report = reports.find(({ provider }) => provider === choice);
    return report && usable(report) ? { report, reason: 'chosen' } : { report: undefined, reason: 'choice-not-passed' };
  }
  // TensorFlow.js is never chosen for anybody.
  const candidates = reports.filter(({ provider }) => provider !== 'tfjs');
  const speed = (report: DeviceReport) =>
    (report.speedup ?? 0) * (precisionsOf(report, precision)[0] === 'mixed' ? (report.mixed?.speedup ?? 1) : 1);
  const [fastest] = candidates.filter(usable).sort((one, other) => speed(other) - speed(one));
  if (fastest) return { report: fastest, reason: 'fastest' };
  if (candidates.length === 0) return { report: undefined, reason: 'none' };
  const isUntested = candidates.every(({ state }) => state === 'untested');
  return { report: undefined, reason: isUntested ? 'untested' : 'not-passed' };
}

/** What a device can train in, first what a new training uses. One that computes something else in half precision never does. */
export function precisionsOf({ mixed }: DeviceReport, choice: PrecisionChoice): readonly Precision[] {
  if (mixed?.state !== 'passed' && mixed?.state !== 'slower') return ['float32'];
  const isWanted = choice === 'auto' ? mixed.state === 'passed' : choice === 'mixed';
  return isWanted ? ['mixed', 'float32'] : ['float32', 'mixed'];
}

/** What the next training in this workspace runs on, and why. */
export async function chosenDevice({
  root,
  store,
}: Place): Promise<Pick<DeviceList, 'choice' | 'precision' | 'used' | 'reason'>> {
  const choice = store.settings.get(DEVICE_SETTING, deviceChoice) ?? 'auto';
  const precision = store.settings.get(PRECISION_SETTING, precisionChoice) ?? 'auto';
  const { report, reason } = decide(choice, await deviceReports(root), precision);
  const used = report
    ? { ...(await gpuDevice(report.provider)), precisions: [...precisionsOf(report, precision)] }
    : thisDevice();
  return { choice, precision, reason, used };
}

export const trainingDevice = async (place: Place): Promise<Device> => (await chosenDevice(place)).used;

/** A GPU by the name of its card, where the system names one only. */
async function gpuDevice(provider: CardProvider): Promise<Device> {
  const cards = (await adapters()).filter(
    ({ name }) => (provider !== 'cuda' && provider !== 'tfjs') || name.includes('NVIDIA'),
  );
  const [card] = cards;
  const { title } = providerTraits[provider];
  const name = card && cards.length === 1 ? `${card.name} (${title})` : `GPU (${title})`;
  return { name, provider, isGpu: true, threads: thisDevice().threads };
}
