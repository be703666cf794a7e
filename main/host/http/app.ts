// What both hosts answer requests with: the page, pictures, files coming in and going out. Web-standard on both sides.
import { Hono } from 'hono';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Library } from '../../data/library.ts';
import type { DisplayImage } from '../../data/thumbnail.ts';
import type { Downloads } from '../../services/downloads.ts';
import type { PictureSize } from '../../services/line/lines.ts';
import { answerDownload } from './download.ts';
import { answerFailure } from './failure.ts';
import { immutable, securityHeaders } from './headers.ts';
import { answerFile, type Site } from './site.ts';
import type { Uploads } from './uploads.ts';

/** The parts that belong to an open workspace. */
export interface HttpParts {
  readonly library: Library;
  readonly downloads: Downloads;
  readonly uploads: Uploads;
  /** Of one of the latest parts of a project's line; undefined where there is none. */
  readonly partPicture: (projectId: number, partId: number, size: PictureSize) => Promise<DisplayImage | undefined>;
}

export interface HttpOptions {
  readonly site: Site;
  /** The open workspace; undefined while the app starts anew. */
  readonly parts: () => HttpParts | undefined;
  /** Told of errors nobody expected; gives the number under which the log has them. */
  readonly report: (error: unknown) => string;
}

const hash = '{[0-9a-f]{64}}';

export function createHttpApp({ site, parts, report }: HttpOptions): Hono {
  const app = new Hono();
  const open = () => {
    const found = parts();
    if (!found) throw new NarashiError('host.starting', {});
    return found;
  };

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value);
  });
  app.onError((error) => withHeaders(answerFailure(error, report)));
  app.notFound(() => answerFailure(new NarashiError('host.not-found', {}), report));

  app.get(`/media/thumbnail/:hash${hash}`, async (context) => {
    const bytes = await open().library.thumbnail(context.req.param('hash'));
    return answerPicture(bytes, 'image/webp');
  });
  app.get(`/media/image/:hash${hash}`, async (context) => {
    const { bytes, contentType } = await open().library.displayImage(context.req.param('hash'));
    return answerPicture(bytes, contentType);
  });

  app.get('/media/part/:project{[0-9]{1,15}}/:part{[0-9]{1,15}}/:size{thumbnail|image}', async (context) => {
    const { project, part, size } = context.req.param();
    const wanted = size === 'image' ? 'image' : 'thumbnail';
    const found = await open().partPicture(Number(project), Number(part), wanted);
    if (!found) throw new NarashiError('host.not-found', {});
    return answerPicture(found.bytes, found.contentType, 'private, max-age=600');
  });

  app.post('/upload/begin', async (context) => context.json({ id: await open().uploads.begin() }));
  app.post('/upload/:id/file', async (context) => {
    await open().uploads.receive(context.req.param('id'), context.req.query('path') ?? '', context.req.raw.body);
    return context.json({});
  });
  app.post('/upload/:id/finish', (context) => context.json({ grant: open().uploads.finish(context.req.param('id')) }));
  app.post('/upload/:id/cancel', async (context) => {
    await open().uploads.cancel(context.req.param('id'));
    return context.json({});
  });
  app.get('/download/:id', (context) =>
    answerDownload(context.req.method, open().downloads.get(context.req.param('id'))),
  );

  app.get('*', (context) => {
    const path = context.req.path === '/' ? '/index.html' : context.req.path;
    const file = site.get(path);
    return file ? answerFile(file) : answerFailure(new NarashiError('host.not-found', {}), report);
  });
  return app;
}

function answerPicture(bytes: Uint8Array, contentType: string, cache: string = immutable): Response {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': contentType, 'cache-control': cache } });
}

function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}
