// The door in front of the app: foreign requests and strangers stay outside, a fresh link lets a browser in.

import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { isOurs } from './guard.ts';
import { answerPage } from './pages.ts';
import type { Sessions } from './secrets.ts';

/** Where a link leads: `/enter?token=…` */
export const entrance = '/enter';

/** `app` behind the door. `port` is the one the requests come in by. */
export function admit(
  app: { fetch(request: Request): Response | Promise<Response> },
  sessions: Sessions,
  port: number,
) {
  const door = new Hono<{ Bindings: HttpBindings }>();
  door.use(async (context, next) => {
    const { method, headers } = context.req.raw;
    const seen = {
      host: headers.get('host') ?? undefined,
      origin: headers.get('origin') ?? undefined,
      'sec-fetch-site': headers.get('sec-fetch-site') ?? undefined,
      'sec-fetch-mode': headers.get('sec-fetch-mode') ?? undefined,
    };
    if (!isOurs({ method, isUpgrade: false, headers: seen }, port)) return answerPage('host.foreign-request');
    return next();
  });
  door.get(entrance, (context) => {
    const known = sessions.admits(context.req.header('cookie'));
    const cookie = sessions.exchange(context.req.query('token') ?? '');
    // Whoever goes back to the link of a window that is open already simply gets that window.
    if (cookie === undefined && !known) return answerPage('host.link-used');
    const headers = {
      location: '/',
      'cache-control': 'no-store',
      ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
    };
    return new Response(null, { status: 303, headers });
  });
  door.all('*', (context) => {
    if (!sessions.admits(context.req.header('cookie'))) return answerPage('host.link-missing');
    return app.fetch(context.req.raw);
  });
  return door;
}
