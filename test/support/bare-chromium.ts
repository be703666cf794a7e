// One page in a Chromium that nothing listens to, for measurements: Playwright has the page keep every response it got.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { chromiumProgram } from './browser.ts';

const answer = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ exception: z.object({ description: z.string() }).optional() }).optional(),
});

type Params = Readonly<Record<string, unknown>>;

export interface BarePage {
  /** A command of the DevTools protocol, to the page. */
  send(method: string, params?: Params): Promise<unknown>;
  /** The same, to the browser. */
  sendToBrowser(method: string, params?: Params): Promise<unknown>;
  go(url: string): Promise<void>;
  /** Runs a function in the page, which may use nothing from outside it. */
  evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A, schema: z.ZodType<R>): Promise<R>;
  /** Resolves once something matches. */
  waitFor(selector: string): Promise<void>;
  close(): Promise<void>;
}

export async function openBarePage(width: number, height: number): Promise<BarePage> {
  const { executablePath, args, env } = await chromiumProgram();
  const profile = await mkdtemp(join(tmpdir(), 'narashi-profile-'));
  const own = [
    '--headless',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`,
  ];
  const child = spawn(executablePath, [...args, ...own, 'about:blank'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  const { send, close } = await speak(await addressOf(child.stderr));
  const { targetInfos } = z
    .object({ targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })) })
    .parse(await send('Target.getTargets'));
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
  const attached = await send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  const toPage = (method: string, params?: Params) => send(method, params, sessionId);
  const evaluate = async (expression: string) => {
    const found = await toPage('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = evaluated.parse(found);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
    return result.value;
  };
  await toPage('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  return {
    send: toPage,
    sendToBrowser: (method, params) => send(method, params),
    go: async (url) => void (await toPage('Page.navigate', { url })),
    evaluate: async (run, argument, schema) =>
      schema.parse(await evaluate(`(${run.toString()})(${JSON.stringify(argument)})`)),
    waitFor: async (selector) => {
      const expression = `document.querySelector(${JSON.stringify(selector)}) !== null`;
      // While a page is left for another there is nothing to ask.
      while ((await evaluate(expression).catch(() => false)) !== true) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      close();
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function addressOf(said: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of said) {
    text += String(chunk);
    const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
    if (address !== undefined) {
      said.resume();
      return address;
    }
  }
  throw new Error(`Chromium did not start: ${text}`);
}

async function speak(address: string) {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  socket.on('message', (data) => {
    const { id, result, error } = answer.parse(JSON.parse(String(data)));
    const call = waiting.get(id ?? -1);
    waiting.delete(id ?? -1);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  });
  let last = 0;
  const send = (method: string, params: Params = {}, sessionId?: string) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  return { send, close: () => socket.close() };
}
