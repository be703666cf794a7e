// Graphics processors as `system_profiler SPDisplaysDataType -json` prints them.
import { z } from 'zod';
import type { Adapter } from '../../../shared/contract/devices.ts';

const profile = z.object({
  SPDisplaysDataType: z.array(
    z.object({ sppci_model: z.string(), spdisplays_mtlgpufamilysupport: z.string().optional() }),
  ),
});

export function readSystemProfile(printed: string): Adapter[] {
  const { SPDisplaysDataType: found } = profile.parse(JSON.parse(printed));
  // Memory is the computer's own.
  return found.map(({ sppci_model: name, spdisplays_mtlgpufamilysupport: driver }) => ({
    name,
    driver: driver ?? null,
    memoryBytes: null,
  }));
}
