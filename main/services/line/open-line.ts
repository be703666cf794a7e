// Starts the inspection of a line from its folder: one at a time, with the model in use, trusting the keys it was given.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { openLog } from '../../data/rotating-log.ts';
import { readSiteKey } from '../../export/signing/site-key.ts';
import { Engines } from '../../inspect/engines.ts';
import { lineKeys, readSettings, settingsPath } from '../../inspect/line-folder.ts';
import { Line } from '../../inspect/runtime.ts';
import { tryLock } from '../../store/index.ts';
import { requireTrusted } from '../packages/trust.ts';

export interface OpenLineOptions {
  readonly folder: string;
  /** To take into use; the model in use before when absent. */
  readonly packagePath?: string | undefined;
  /** Path of this PC's own site key, which is trusted where it exists. */
  readonly ownKey?: string | undefined;
  /** Also told of every line of the log. */
  readonly log?: (line: string) => void;
  /** Parts come from elsewhere: neither the folder nor HTTP of the settings is opened. */
  readonly withoutSources?: boolean;
}

export interface OpenedLine {
  readonly line: Line;
  /** Ends it; every part that was taken has its verdict. */
  close(): Promise<void>;
}

/** @throws NarashiError line.*, package.*, signing.*, engine.*, inspect.*, host.port-in-use */
export async function openLine(options: OpenLineOptions): Promise<OpenedLine> {
  const { folder, packagePath, ownKey, withoutSources = false } = options;
  const read = await readSettings(folder);
  const none = { folder: null, http: null, modbus: null, mqtt: null };
  const settings = withoutSources ? { ...read, ...none } : read;
  const lock = tryLock(join(folder, 'line.lock'));
  if (!lock) throw new NarashiError('line.in-use', { path: settingsPath(folder) });
  try {
    const keys = await lineKeys(folder);
    const own = ownKey !== undefined && existsSync(ownKey) ? await readSiteKey(ownKey) : undefined;
    const toFile = openLog(folder, 'line');
    const log = (text: string) => {
      toFile(text);
      options.log?.(text);
    };
    const line = await Line.start(
      {
        folder,
        settings,
        engines: new Engines(settings.threads),
        requireTrusted(verified) {
          requireTrusted(verified, own ? [own, ...keys] : keys);
          if (settings.approvedOnly && !verified.manifest.approval) {
            throw new NarashiError('line.not-approved', { path: verified.path });
          }
        },
        log,
      },
      packagePath,
    );
    return {
      line,
      async close() {
        try {
          await line.stop();
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
