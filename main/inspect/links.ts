// The buses of a line as its settings name them.
import { type LineSettings, timeoutOf } from '../../shared/domain/line-settings.ts';
import type { LineLink } from './line-link.ts';
import { startModbus } from './modbus/start.ts';
import { startMqtt } from './mqtt/start.ts';
import type { Triggers } from './triggers.ts';

export interface LinksOptions {
  readonly settings: LineSettings;
  readonly triggers: Triggers;
  /** Number of the last part: a PLC's count goes on after a restart. */
  readonly lastPart: number;
}

/** @throws NarashiError inspect.* where a port cannot be opened or an address not be used; nobody has to be there yet */
export async function openLinks({ settings, triggers, lastPart }: LinksOptions): Promise<LineLink[]> {
  const { modbus, mqtt, name } = settings;
  const links: LineLink[] = [];
  try {
    if (modbus) {
      const { plcSilenceMilliseconds, ...address } = modbus;
      const link = await startModbus({
        ...address,
        trigger: (partNumber) => triggers.announce(String(partNumber)),
        sequence: lastPart,
        // Longer than any part can take, its image included.
        answerMilliseconds: 4 * timeoutOf(settings),
        ...(plcSilenceMilliseconds === undefined ? {} : { lineSilenceMilliseconds: plcSilenceMilliseconds }),
        now: () => performance.now(),
      });
      links.push(link);
    }
    if (mqtt) {
      const { username, password, caFile, ...broker } = mqtt;
      const link = await startMqtt({
        ...broker,
        clientId: `narashi-${name.replaceAll(/[^\w-]+/g, '-')}`,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        ...(caFile === undefined ? {} : { caFile }),
      });
      links.push(link);
    }
    return links;
  } catch (error) {
    for (const link of links) await link.close();
    throw error;
  }
}
