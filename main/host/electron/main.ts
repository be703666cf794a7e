// Electron's main process: one instance, one window, the services behind it. The pieces are in the files beside.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { scheme } from './address.ts';
import { readLanguage, readRoot } from './arguments.ts';
import { showFailure } from './failure.ts';
import { hardenApp } from './hardening.ts';
import { openProgram } from './program.ts';

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]);
app.enableSandbox();
hardenApp(app);
app.setName('Narashi');

const root = readRoot(process.argv);
// Per workspace, so that two workspaces may be open at once, and outside of it: it is Chromium's, not the user's.
const profile = createHash('sha256').update(root).digest('hex').slice(0, 16);
app.setPath('userData', join(app.getPath('appData'), 'Narashi', profile));

if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  const language = readLanguage(process.argv, app.getPreferredSystemLanguages());
  try {
    await openProgram(root, language);
  } catch (error) {
    showFailure(error, language);
    app.exit(0);
  }
}
