// The browser host from the lock of the workspace to the end of the program.

import { openLog } from '../../data/rotating-log.ts';
import { createHttpApp } from '../http/app.ts';
import type { Site } from '../http/site.ts';
import { createReporter } from '../log.ts';
import { type OpenApp, RunningApp } from '../running-app.ts';
import { lockWorkspace } from '../workspace-lock.ts';
import { startBrowserHost } from './server.ts';

export interface BrowserRun {
  /** Lets one browser in, once. */
  readonly link: string;
  /** Resolves once everything has ended in order. */
  close(): Promise<void>;
}

export interface BrowserRunOptions {
  readonly root: string;
  /** 0: any free one. */
  readonly port: number;
  readonly site: Site;
  readonly open: OpenApp;
  /** The app could not be opened anew, after a restore. */
  readonly onFailure: (error: unknown) => void;
}

/** @throws NarashiError host.in-use, host.port-in-use, and what opening the app throws */
export async function runBrowserHost({ root, port, site, open, onFailure }: BrowserRunOptions): Promise<BrowserRun> {
  const lock = lockWorkspace(root, 'browser');
  try {
    const running = new RunningApp(open, onFailure);
    const report = createReporter(openLog(root, 'jobs')).other;
    const app = createHttpApp({ site, parts: () => running.current, report });
    const isOpen = () => running.current !== undefined;
    const host = await startBrowserHost({ app, isOpen, accept: running.accept, port, secret: lock.secret });
    try {
      await running.start();
    } catch (error) {
      await host.close();
      throw error;
    }
    lock.announce(host.port);
    const close = async () => {
      await host.close();
      await running.close();
      lock.release();
    };
    return { link: host.invite(), close };
  } catch (error) {
    lock.release();
    throw error;
  }
}
