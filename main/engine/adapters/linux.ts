// Graphics cards as Linux lists them under /sys, with what NVIDIA's driver tells under /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../../../shared/contract/devices.ts';

const vendors: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x10de': 'NVIDIA', '0x8086': 'Intel' };

/** @param root another than / in tests */
export function readLinuxAdapters(root = '/'): Adapter[] {
  const nvidia = readNvidia(root);
  const cards = list(join(root, 'sys/class/drm')).filter((name) => /^card\d+$/.test(name));
  const others = cards.flatMap((card) => {
    const device = (name: string) => read(join(root, 'sys/class/drm', card, 'device', name));
    const maker = vendors[device('vendor') ?? ''];
    // NVIDIA's own list says more.
    if (maker === undefined || (maker === 'NVIDIA' && nvidia.length > 0)) return [];
    const memory = Number(device('mem_info_vram_total') ?? Number.NaN);
    const kernel = read(join(root, 'proc/sys/kernel/osrelease'));
    return [
      {
        name: `${maker} ${device('device') ?? ''}`.trim(),
        driver: kernel === undefined ? null : `Linux ${kernel}`,
        memoryBytes: Number.isSafeInteger(memory) ? memory : null,
      },
    ];
  });
  return [...nvidia, ...others];
}

function readNvidia(root: string): Adapter[] {
  const driver = /Kernel Module\s+(?:for \S+\s+)?([\d.]+)/.exec(
    read(join(root, 'proc/driver/nvidia/version')) ?? '',
  )?.[1];
  const folder = join(root, 'proc/driver/nvidia/gpus');
  return list(folder).flatMap((bus) => {
    const name = /^Model:\s*(.+)$/m.exec(read(join(folder, bus, 'information')) ?? '')?.[1];
    return name === undefined ? [] : [{ name: name.trim(), driver: driver ?? null, memoryBytes: null }];
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
