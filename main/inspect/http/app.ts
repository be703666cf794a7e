// HTTP of a line: parts in, verdicts out, health for whoever restarts it. Everything but /health needs the token.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type ErrorCode, NarashiError } from '../../../shared/contract/errors/index.ts';
import { toTold } from '../../../shared/contract/problem.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import type { Arrival } from '../arrival.ts';
import type { LineReport } from '../status.ts';

export interface LineHttpOptions {
  readonly settings: NonNullable<LineSettings['http']>;
  readonly report: () => LineReport;
  /** The part, whether it was judged now or, under the same key, before. */
  readonly inspect: (arrival: Arrival) => Promise<InspectedPart>;
  readonly parts: (after: number, limit: number) => readonly InspectedPart[];
  readonly latestParts: (limit: number) => readonly InspectedPart[];
  /** PNG of the image with where the model saw the class; undefined where it cannot be told. */
  readonly heat: (part: InspectedPart, bytes: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Takes the package at this path of the inspection's own PC into use. */
  readonly swap: (path: string) => Promise<void>;
  readonly rollBack: () => Promise<void>;
  /** Adds what else needs the token. */
  readonly more?: (app: Hono) => void;
}

/** A part may be sent with the number of its place in the queue, never with more than this. */
const LONGEST_NAME = 200;
const MOST_PARTS = 1_000;

const statuses: Partial<Record<ErrorCode, 400 | 401 | 404 | 409 | 413 | 503>> = {
  'line.busy': 503,
  'line.stopping': 503,
  'line.not-recorded': 503,
  'line.token': 401,
  'line.too-large': 413,
  'line.request': 400,
  'line.no-previous': 409,
  'line.no-part': 404,
  'line.no-kept-image': 404,
  'line.unknown-class': 400,
};

export function lineApp(options: LineHttpOptions): Hono {
  const { settings, report } = options;
  const app = new Hono();
  app.onError((error, context) => {
    const known: NarashiError =
      error instanceof NarashiError ? error : new NarashiError('line.request', { reason: error.message });
    // No verdict is no OK: whoever reads only this field takes the part out.
    return context.json({ outcome: 'error', error: toTold(known) }, statuses[known.code] ?? 400);
  });
  app.get('/health', (context) => {
    const { ready, busy, fault, name, model } = report();
    return context.json({ name, ready, busy, fault, model: model?.name ?? null }, ready ? 200 : 503);
  });
  app.use(async (context, next) => {
    if (!isToken(context.req.header('authorization'), settings.token)) throw new NarashiError('line.token', {});
    await next();
  });
  app.get('/status', (context) => context.json(report()));
  app.get('/parts', (context) => {
    const limit = Math.min(MOST_PARTS, Math.max(1, Number(context.req.query('limit') ?? 100) || 100));
    const after = context.req.query('after');
    return context.json({
      parts: after === undefined ? options.latestParts(limit) : options.parts(Number(after) || 0, limit),
    });
  });
  const maxSize = settings.maximumMegabytes * 1e6;
  const onError = () => {
    throw new NarashiError('line.too-large', { limit: settings.maximumMegabytes });
  };
  app.post('/inspect', bodyLimit({ maxSize, onError }), async (context) => {
    const { bytes, name, reference } = await imageOf(context.req.raw, context.req.header('content-type') ?? '');
    const key = context.req.header('idempotency-key') ?? null;
    const part = await options.inspect({
      source: 'http',
      name: (context.req.header('x-image-name') ?? name).slice(0, LONGEST_NAME),
      reference: (context.req.header('x-part') ?? reference)?.slice(0, LONGEST_NAME) ?? null,
      // The same key with another image is another part.
      identity: key === null ? null : `http|${key.slice(0, LONGEST_NAME)}|${digest(bytes)}`,
      bytes,
      completeAt: performance.now(),
      hasImage: true,
    });
    if (context.req.query('heatmap') === undefined) return context.json(part);
    // The verdict stands, whether its picture can be made or not.
    const picture = await options.heat(part, bytes).catch(() => undefined);
    return context.json({ ...part, heatmap: picture ? Buffer.from(picture).toString('base64') : null });
  });
  app.post('/model', bodyLimit({ maxSize: 10_000, onError }), async (context) => {
    const given: unknown = await context.req.json().catch(() => undefined);
    if (typeof given !== 'object' || given === null || !('package' in given) || typeof given.package !== 'string') {
      throw new NarashiError('line.request', { reason: '{"package": "…"}' });
    }
    await options.swap(given.package);
    return context.json(report());
  });
  app.post('/rollback', async (context) => {
    await options.rollBack();
    return context.json(report());
  });
  options.more?.(app);
  return app;
}

interface Sent {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly reference: string | null;
}

/** The file as the body, or as the field `image` of a form. @throws NarashiError line.request */
async function imageOf(request: Request, type: string): Promise<Sent> {
  if (!type.startsWith('multipart/form-data')) {
    return { bytes: new Uint8Array(await request.arrayBuffer()), name: 'image', reference: null };
  }
  const form = await request.formData().catch((error: unknown) => {
    throw new NarashiError('line.request', { reason: String(error) });
  });
  const image = form.get('image');
  if (!(image instanceof File)) throw new NarashiError('line.request', { reason: 'image?' });
  const part = form.get('part');
  return {
    bytes: new Uint8Array(await image.arrayBuffer()),
    name: image.name || 'image',
    reference: typeof part === 'string' && part !== '' ? part : null,
  };
}

const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** In the same time for every wrong one. */
function isToken(header: string | undefined, token: string): boolean {
  const given = header?.replace(/^Bearer /u, '') ?? '';
  return timingSafeEqual(Buffer.from(digest(given)), Buffer.from(digest(token)));
}
