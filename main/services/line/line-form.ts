// The line's settings as people set them: read out of its file, and put back without touching what they do not set.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineForm } from '../../../shared/contract/line.ts';
import { type LineSettings, lineSettings } from '../../../shared/domain/line-settings.ts';
import { makeLine, readSettings, settingsPath, writeSettings } from '../../inspect/line-folder.ts';

export const lineFolder = (root: string, projectId: number) => join(root, 'lines', String(projectId));

/** Undefined where the line was never set up. @throws NarashiError line.settings, line.no-source */
export async function settingsOf(folder: string): Promise<LineSettings | undefined> {
  return existsSync(settingsPath(folder)) ? readSettings(folder) : undefined;
}

export function formOf({ name, taktMilliseconds, folder, http, csv, webhook, modbus, mqtt }: LineSettings): LineForm {
  return {
    name,
    taktMilliseconds,
    afterwards: folder?.afterwards ?? 'move',
    httpPort: http?.port ?? FIRST_PORT,
    csv,
    webhook: webhook && { url: webhook.url },
    modbus: modbus && { host: modbus.host, port: modbus.port },
    // The password never leaves the file.
    mqtt: mqtt && { url: mqtt.url, topicPrefix: mqtt.topicPrefix, username: mqtt.username ?? '', password: null },
  };
}

/** @param watched the folder to watch from now on; as it was when absent. @throws NarashiError line.settings */
export async function saveForm(folder: string, form: LineForm, watched: string | undefined): Promise<LineSettings> {
  const before = (await settingsOf(folder)) ?? (await makeLine(folder, { name: form.name, httpPort: form.httpPort }));
  const { name, taktMilliseconds, afterwards, httpPort, csv, webhook, modbus, mqtt } = form;
  const source = before.folder ?? { path: join(folder, 'incoming') };
  const { password: _, username: __, ...broker } = before.mqtt ?? {};
  const username = mqtt?.username ? { username: mqtt.username } : {};
  const kept = mqtt?.password ?? before.mqtt?.password;
  const password = mqtt?.username && kept ? { password: kept } : {};
  const settings = lineSettings.safeParse({
    ...before,
    name,
    taktMilliseconds,
    csv,
    folder: { ...source, path: watched ?? source.path, afterwards },
    http: { ...before.http, port: httpPort },
    webhook: webhook && { ...before.webhook, url: webhook.url },
    modbus: modbus && { ...before.modbus, ...modbus },
    mqtt: mqtt && { ...broker, url: mqtt.url, topicPrefix: mqtt.topicPrefix, ...username, ...password },
  });
  if (!settings.success) {
    const [issue] = settings.error.issues;
    const reason = issue ? `${issue.path.join('.')}: ${issue.message}` : '';
    throw new NarashiError('line.not-saved', { reason }, { cause: settings.error });
  }
  await writeSettings(folder, settings.data);
  return settings.data;
}

const FIRST_PORT = 8_780;
/** Lines of one PC have ports beside each other. */
const TRIED = 20;

/** One of this PC that nobody listens on, and none of the given. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + TRIED; port++) {
    if (!taken.has(port) && (await canListen(port))) return port;
  }
  return FIRST_PORT;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
