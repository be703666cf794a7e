// The start command: the window where Electron can be had, else the browser, and it says which and why.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { chooseLanguage } from '../../../shared/text/language.ts';
import { defaultWorkspaceRoot } from '../../services/workspace.ts';
import { askForLink } from '../browser/invitation.ts';
import { findRunning } from '../workspace-lock.ts';
import { ensureBuilt, page } from './build.ts';
import { chooseHost, type HostChoice } from './choose-host.ts';
import { findElectron, usualFetchTimes } from './electron-binary.ts';
import { openBrowser } from './open-browser.ts';
import { readOptions, type StartOptions } from './options.ts';
import { runElectron } from './run-electron.ts';
import { type StartVoice, startVoice } from './text.ts';

/** Runs until the app ends. Failures are told on the terminal and in the exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  const say = startVoice(chooseLanguage(argv, process.env, Intl.DateTimeFormat().resolvedOptions().locale));
  try {
    const options = readOptions(argv);
    const root = resolve(options.workspace ?? defaultWorkspaceRoot());
    if (!(await openAgain(root, options, say))) await open(root, options, say);
  } catch (error) {
    process.exitCode = 1;
    tell(error, say);
  }
}

function tell(error: unknown, say: StartVoice): void {
  const reason = error instanceof Error ? error.message : String(error);
  const sentence = error instanceof NarashiError ? error.in(say.language) : say('unexpected', { reason });
  console.error(`${say('error')}\n${sentence}`);
}

/** Shows the app that has this workspace open already in the browser, if one has. */
async function openAgain(root: string, options: StartOptions, say: StartVoice): Promise<boolean> {
  const running = findRunning(root);
  const link = running && (await askForLink(running));
  if (link === undefined) return false;
  console.log(`${say('running')}\n\n  ${link}\n`);
  if (options.open) openBrowser(link);
  return true;
}

async function open(root: string, options: StartOptions, say: StartVoice): Promise<void> {
  const program = fileURLToPath(new URL('../../../', import.meta.url));
  let isTold = false;
  const onBuild = () => {
    if (!isTold) console.log(say('building'));
    isTold = true;
  };
  // Both at once: the one computes, the other waits for the network.
  const [site, choice] = await Promise.all([ensureBuilt(program, page, onBuild), choose(program, options, say)]);
  if (choice.host === 'browser') return openInBrowser(root, site, options, say(choice.reason), say);
  console.log(say('electron'));
  const started = await runElectron({ program, binary: choice.binary, root, language: say.language, onBuild });
  if (!started) await openInBrowser(root, site, options, say('did-not-start'), say);
}

function choose(program: string, options: StartOptions, say: StartVoice): Promise<HostChoice> {
  const machine = { platform: process.platform, environment: process.env, userId: process.getuid?.() };
  const seconds = usualFetchTimes.fetch / 1000;
  return chooseHost(options, machine, () => findElectron(program, () => console.log(say('fetching', { seconds }))));
}

async function openInBrowser(root: string, folder: string, options: StartOptions, reason: string, say: StartVoice) {
  console.log(say('browser', { reason }));
  // Loaded only here: the window has a process of its own.
  const [{ runBrowserHost }, { openApp }, { readSite }] = await Promise.all([
    import('../browser/run.ts'),
    import('../compose.ts'),
    import('../http/site.ts'),
  ]);
  const run = await runBrowserHost({
    root,
    port: options.port,
    site: await readSite(folder),
    open: (restart) => openApp({ root, host: 'browser', language: say.language, restart }),
    onFailure(error) {
      tell(error, say);
      process.exit(1);
    },
  });
  console.log(`${say('workspace', { path: root })}\n${say('link')}\n\n  ${run.link}\n\n${say('end')}`);
  if (options.open) openBrowser(run.link);
  endOnSignal(run.close, say);
}

/** The first signal ends in order, a second one at once. */
function endOnSignal(close: () => Promise<void>, say: StartVoice): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(1);
    isEnding = true;
    console.log(`\n${say('ending')}`);
    close().then(
      () => process.exit(),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
