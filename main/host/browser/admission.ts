// The door in front of the app: foreign requests and strangers stay outside, a fresh link lets a browser in.

import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { isOurs } from './guard.ts';
import { invitationPath } from './invitation.ts';
import { answerPage } from './pages.ts';
import { type Sessions, sameSecret } from './secrets.ts';

/** Where a link leads: `/enter?token=…` */
export const entrance = '/enter';

export interface Door {
  readonly app: { fetch(request: Request): Response | Promise<Response> };
  readonly sessions: Sessions;
  /** The port the requests come in by. */
  readonly port: number;
  /** Whoever knows it may ask for new links. */
  readonly secret: string;
  /** A link for one browser. */
  readonly invite: () => string;
}

export function admit({ app, sessions, port, secret, invite }: Door) {
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
  door.post(invitationPath, (context) => {
    if (!sameSecret(context.req.header('authorization') ?? '', `Bearer ${secret}`))
      return answerPage('host.foreign-request');
    return context.json({ link: invite() });
  });
  door.all('*', (context) => {
    if (!sessions.admits(context.req.header('cookie'))) return answerPage('host.link-missing');
    return app.fetch(context.req.raw);
  });
  return door;
}
