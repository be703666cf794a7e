// HTTP for the people at the line: doubtful images with their verdicts, what is said of them, and alarms that were seen.
import { extname } from 'node:path';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineStore } from '../../store/index.ts';
import { keptImage, keptPart, queuedParts, sayOf } from '../review/queue.ts';
import type { Watch } from '../watch/watch.ts';

export interface ReviewRoutesOptions {
  readonly folder: string;
  readonly store: LineStore;
  /** Of the model in use. */
  readonly classes: () => readonly string[];
  readonly watch: Pick<Watch, 'see'>;
}

const MOST = 500;
const types: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.bmp': 'image/bmp',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
};

const name = z.string().trim().min(1).max(100);
const word = z.strictObject({
  part: z.int().positive(),
  className: name,
  operator: name,
  isNew: z.boolean().default(false),
});
const seen = z.strictObject({ operator: name });
const kinds = z.enum(['samples', 'drift']);

export function addReviewRoutes(app: Hono, { folder, store, classes, watch }: ReviewRoutesOptions): void {
  const small = bodyLimit({
    maxSize: 10_000,
    onError: () => {
      throw new NarashiError('line.review-request', { reason: '> 10 kB' });
    },
  });
  const limitOf = (text: string | undefined) => Math.min(MOST, Math.max(1, Number(text ?? 50) || 50));

  app.get('/review', (context) => {
    const after = Number(context.req.query('after') ?? 0) || 0;
    const queued = queuedParts(store, folder, limitOf(context.req.query('limit')), after);
    const parts = queued.map(({ part, why }) => ({ ...part, why, image: `/parts/${part.id}/image` }));
    return context.json({ waiting: store.reviews.waiting(), classes: classes(), parts });
  });

  app.get('/parts/:id/image', async (context) => {
    const id = Number(context.req.param('id'));
    const { image } = keptPart(store, id);
    const type = types[extname(image).toLowerCase()] ?? 'application/octet-stream';
    return context.body(await keptImage(store, folder, id), 200, {
      'content-type': type,
      'x-content-type-options': 'nosniff',
    });
  });

  app.post('/review', small, async (context) => {
    sayOf(store, await read(context.req.raw, word), classes());
    return context.json({ waiting: store.reviews.waiting() });
  });

  app.get('/checks', (context) => {
    const kind = kinds.safeParse(context.req.query('kind') ?? 'drift');
    if (!kind.success) throw new NarashiError('line.review-request', { reason: 'kind=drift|samples' });
    return context.json({ checks: store.checks.latest(kind.data, limitOf(context.req.query('limit'))) });
  });

  app.post('/seen', small, async (context) => {
    const { operator } = await read(context.req.raw, seen);
    return context.json({ seen: watch.see(operator) });
  });
}

/** @throws NarashiError line.review-request */
async function read<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const given: unknown = await request.json().catch(() => undefined);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NarashiError('line.review-request', { reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? '?'}` });
}
