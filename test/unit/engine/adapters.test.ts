// What the systems tell about graphics cards, out of what their tools print.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { adapters, findAdapters } from '../../../main/engine/adapters/index.ts';
import { readLinuxAdapters } from '../../../main/engine/adapters/linux.ts';
import { readSystemProfile } from '../../../main/engine/adapters/mac.ts';
import { readRegistry } from '../../../main/engine/adapters/windows.ts';

const key = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

it('reads cards out of the registry of Windows, each once, without the basic one and without settings below a key', () => {
  const printed = [
    `${key}\\0000`,
    '    DriverDesc    REG_SZ    NVIDIA RTX A2000 12GB',
    '    DriverVersion    REG_SZ    32.0.15.6094',
    '    HardwareInformation.qwMemorySize    REG_QWORD    0x2ff000000',
    '',
    `${key}\\0000\\Settings`,
    '    DriverDesc    REG_SZ    not a card',
    '',
    `${key}\\0001`,
    '    DriverDesc    REG_SZ    Intel(R) UHD Graphics 770',
    '    DriverVersion    REG_SZ    31.0.101.5186',
    '',
    `${key}\\0002`,
    '    DriverDesc    REG_SZ    Microsoft Basic Display Adapter',
    '',
    `${key}\\0003`,
    '    DriverDesc    REG_SZ    NVIDIA RTX A2000 12GB',
    '    DriverVersion    REG_SZ    30.0.0.1',
  ].join('\r\n');
  expect(readRegistry(printed)).toEqual([
    { name: 'NVIDIA RTX A2000 12GB', driver: '32.0.15.6094', memoryBytes: 0x2ff000000 },
    { name: 'Intel(R) UHD Graphics 770', driver: '31.0.101.5186', memoryBytes: null },
  ]);
});

it('reads the profile of a Mac', () => {
  const printed = JSON.stringify({
    SPDisplaysDataType: [{ sppci_model: 'Apple M2', spdisplays_mtlgpufamilysupport: 'spdisplays_metal3', other: 1 }],
  });
  expect(readSystemProfile(printed)).toEqual([{ name: 'Apple M2', driver: 'spdisplays_metal3', memoryBytes: null }]);
});

it('reads cards of Linux, NVIDIA’s from its own driver', () => {
  const root = mkdtempSync(join(tmpdir(), 'narashi-adapters-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files = {
    'sys/class/drm/card0/device/vendor': '0x8086\n',
    'sys/class/drm/card0/device/device': '0x4680\n',
    'sys/class/drm/card0-HDMI-A-1/status': 'connected\n',
    'sys/class/drm/card1/device/vendor': '0x10de\n',
    'sys/class/drm/card2/device/vendor': '0x1002\n',
    'sys/class/drm/card2/device/device': '0x73ff\n',
    'sys/class/drm/card2/device/mem_info_vram_total': '8573157376\n',
    'proc/sys/kernel/osrelease': '6.8.0-48-generic\n',
    'proc/driver/nvidia/version':
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.120  Fri Sep 13 10:10:01 UTC 2024\n',
    'proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA RTX A2000\nIRQ:   16\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  expect(readLinuxAdapters(root)).toEqual([
    { name: 'NVIDIA RTX A2000', driver: '550.120', memoryBytes: null },
    { name: 'Intel 0x4680', driver: 'Linux 6.8.0-48-generic', memoryBytes: null },
    { name: 'AMD 0x73ff', driver: 'Linux 6.8.0-48-generic', memoryBytes: 8573157376 },
  ]);
  expect(readLinuxAdapters(join(root, 'nowhere'))).toEqual([]);
});

it.each([
  ['win32', 'reg', `${key}\\0000\r\n    DriverDesc    REG_SZ    NVIDIA RTX A2000 12GB\r\n`, 'NVIDIA RTX A2000 12GB'],
  ['darwin', 'system_profiler', JSON.stringify({ SPDisplaysDataType: [{ sppci_model: 'Apple M2' }] }), 'Apple M2'],
] as const)('asks the tool of %s', async (platform, tool, printed, name) => {
  const asked: string[] = [];
  const found = await findAdapters(platform, async (program) => {
    asked.push(program);
    return printed;
  });
  expect([asked, found.map((card) => card.name)]).toEqual([[tool], [name]]);
  await expect(findAdapters(platform, async () => Promise.reject(new Error('timed out')))).rejects.toThrow('timed out');
});

it('asks once', () => {
  expect(adapters()).toBe(adapters());
});
