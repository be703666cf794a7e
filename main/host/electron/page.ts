// The page's files and pictures, asked for by its own scheme.
import type { Hono } from 'hono';
import { isOwn } from './address.ts';

/** Answers the requests of the scheme; those to another host than ours find nothing. */
export function pageHandler(app: Hono): (request: Request) => Response | Promise<Response> {
  return (request) => (isOwn(request.url) ? app.fetch(request) : new Response(null, { status: 404 }));
}
