// Graphics cards as Windows keeps them in its registry, out of what `reg query` prints.
import type { Adapter } from '../../../shared/contract/devices.ts';

/** The class of display adapters. */
export const displayClass = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

/** A key per adapter, `…\0000`, with a line per value: name, type, contents. */
export function readRegistry(printed: string): Adapter[] {
  const blocks = printed
    .split(/\r?\n(?=HKEY_)/)
    .filter((block) => /^HKEY_[^\r\n]*\\\d{4}\r?\n/.test(block.trimStart()));
  const found = blocks.flatMap((block) => {
    const value = (name: string) =>
      new RegExp(`^ {4}${name.replaceAll('.', '\\.')} {4}REG_\\w+ {4}(.*?)\\r?$`, 'm').exec(block)?.[1]?.trim();
    const name = value('DriverDesc');
    if (name === undefined || /Basic (Display|Render)|Remote Display/.test(name)) return [];
    const memory = Number(value('HardwareInformation.qwMemorySize') ?? Number.NaN);
    return [
      { name, driver: value('DriverVersion') ?? null, memoryBytes: Number.isSafeInteger(memory) ? memory : null },
    ];
  });
  // A card that was taken out or given another driver may leave its key behind.
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
}
