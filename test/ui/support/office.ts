// The program around the screens in memory: settings, this PC, backups.
import type { DeviceList } from '../../../shared/contract/devices.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { AppSettings, SelfTest, system } from '../../../shared/contract/system.ts';
import type { Device } from '../../../shared/contract/training.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { cpu, gpu } from './trainer.ts';

export interface OfficeState {
  /** Changes settings as another window does. */
  change(what: Partial<AppSettings>): void;
  settings: AppSettings;
  selfTest: SelfTest['reason'];
  devices: DeviceList;
  readonly restored: string[];
  /** Milliseconds of one of four steps of a long task. */
  pace: number;
}

const mixedGpu: Device = { ...gpu, precisions: ['mixed', 'float32'] };

export function makeOffice(emit: Emit<typeof system>) {
  const state: OfficeState = {
    settings: { language: 'ja', theme: 'light', operator: '' },
    selfTest: 'agrees',
    devices: {
      processor: { name: cpu.name, threads: cpu.threads, memoryBytes: 17_179_869_184 },
      adapters: [{ name: 'NVIDIA RTX A2000', driver: '32.0.15.6094', memoryBytes: 12_884_901_888 }],
      devices: (['dml', 'webgpu'] as const).map((provider) => ({
        provider,
        title: provider === 'dml' ? 'DirectML' : 'WebGPU',
        state: 'untested' as const,
        difference: null,
        speedup: null,
        detail: null,
        testedAt: null,
      })),
      choice: 'auto',
      precision: 'auto',
      used: cpu,
      reason: 'untested',
    },
    restored: [],
    pace: 5,
    change: (what) => {
      state.settings = { ...state.settings, ...what };
      emit('settings', state.settings);
    },
  };

  async function count(total: number, signal: AbortSignal, progress: (value: { done: number; total: number }) => void) {
    for (let done = 0; done <= total; done += total / 4) {
      if (signal.aborted) throw new NarashiError('rpc.cancelled', {});
      progress({ done, total });
      await new Promise((resolve) => setTimeout(resolve, state.pace));
    }
  }

  const service: Implementation<typeof system> = {
    info: () => ({
      version: '0.1.0',
      host: 'browser',
      workspace: '/home/検査/Narashi',
      workspaceBytes: 412_000_000,
      freeBytes: 88_400_000_000,
      node: '24.21.0',
      runtime: '1.30.0',
      platform: 'linux x64',
      device: cpu,
      notices: [],
    }),
    settings: () => state.settings,
    change: (what) => {
      const given = Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined));
      state.change(given);
      return state.settings;
    },
    selfTest: async (_, { signal }) => {
      await count(4, signal, () => {});
      return {
        device: cpu,
        lowering: 'cpu-fast',
        reason: state.selfTest,
        difference: 2.4e-7,
        speedup: 1.83,
        seconds: 6.2,
      };
    },
    devices: () => state.devices,
    testDevices: async (_, { signal, progress }) => {
      await count(4, signal, progress);
      const tested = state.devices.devices.map((report) => ({
        ...report,
        state: 'passed' as const,
        speedup: 6.4,
        difference: 2.1e-6,
        testedAt: '2026-11-24T04:00:00.000Z',
        mixed: { state: 'passed' as const, difference: 0.012, speedup: 1.7, detail: null },
      }));
      state.devices = { ...state.devices, devices: tested, used: mixedGpu, reason: 'fastest' };
      return state.devices;
    },
    useDevice: ({ choice }) => {
      state.devices = { ...state.devices, choice, used: choice === 'cpu' ? cpu : gpu, reason: 'chosen' };
      return state.devices;
    },
    usePrecision: ({ precision }) => {
      state.devices = { ...state.devices, precision, used: precision === 'float32' ? gpu : mixedGpu };
      return state.devices;
    },
    checkWorkspace: async (_, { signal, progress }) => {
      await count(400, signal, progress);
      return { problems: [], files: 400 };
    },
    backUp: async (_, { signal, progress }) => {
      await count(400, signal, progress);
      return { path: 'narashi-2026-11-25.zip', bytes: 398_000_000, download: '00000000-0000-4000-8000-000000000000' };
    },
    restore: async ({ grant }, { signal, progress }) => {
      await count(400, signal, progress);
      state.restored.push(grant);
      emit('restarting', {});
      return {};
    },
  };
  return { state, service };
}
