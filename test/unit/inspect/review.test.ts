// Doubtful images: which wait for a look, what may be said of them, and that none is lost or doubled on its way out.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { addReviewRoutes } from '../../../main/inspect/http/review-routes.ts';
import { imagePlace, placeOf } from '../../../main/inspect/keep-image.ts';
import { isDrawn } from '../../../main/inspect/keep-sent.ts';
import { queuedParts, sayOf } from '../../../main/inspect/review/queue.ts';
import { writeReviewed } from '../../../main/inspect/review/take.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Outcome } from '../../../shared/domain/inspection.ts';
import { WatchedLine } from './watch/fixture.ts';

const lines: WatchedLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});
function newLine(): WatchedLine {
  const line = new WatchedLine();
  lines.push(line);
  return line;
}

/** A part with its image in place; its number. */
function keep(line: WatchedLine, outcome: Outcome = 'review', contents = `image ${Math.random()}`): number {
  const contentHash = createHash('sha256').update(contents).digest('hex');
  line.parts(1, { outcome, contentHash, name: 'p.png', ...(outcome === 'error' ? { errorCode: 'line.timeout' } : {}) });
  const [part] = line.store.parts.latest(1);
  if (!part) throw new Error('no part');
  const image = imagePlace(part);
  mkdirSync(dirname(placeOf(line.folder, image)), { recursive: true });
  writeFileSync(placeOf(line.folder, image), contents);
  line.store.parts.finish(part.id, image);
  return part.id;
}
const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof NarashiError ? error.code : error;
  }
  return undefined;
};
const known = ['good', 'scratch'];
const word = (part: number, className = 'scratch') => ({ part, className, operator: 'Sato', isNew: false });

describe('the queue', () => {
  it('holds doubtful parts and those drawn by lot, as long as their images are kept and nobody has looked', () => {
    const line = newLine();
    const [doubtful, failed, sure, drawn, gone] = [
      keep(line),
      keep(line, 'error'),
      keep(line, 'OK'),
      keep(line, 'NG'),
      keep(line),
    ];
    line.store.reviews.draw(drawn);
    line.store.reviews.draw(drawn);
    line.store.parts.forgetImage(gone);
    const queued = () => queuedParts(line.store, line.folder, 50).map(({ part, why }) => [part.id, why]);
    expect(queued()).toEqual([
      [doubtful, 'doubtful'],
      [failed, 'error'],
      [drawn, 'sampled'],
    ]);
    expect(line.store.reviews.waiting()).toBe(3);
    expect(queuedParts(line.store, line.folder, 1, doubtful).map(({ part }) => part.id)).toEqual([failed]);
    sayOf(line.store, word(drawn), known);
    expect(queued()).toEqual([
      [doubtful, 'doubtful'],
      [failed, 'error'],
    ]);
    sayOf(line.store, word(sure), known);
    expect(line.store.reviews.waiting()).toBe(2);
    line.store.reviews.setAside(doubtful, 'Sato');
    expect(queued()).toEqual([[failed, 'error']]);
    line.store.reviews.takeBack(doubtful);
    line.store.reviews.setAside(failed, 'Sato');
    sayOf(line.store, word(failed), known);
    line.store.reviews.takeBack(failed);
    expect(queued()).toHaveLength(2);
  });

  it.each([
    [0, 5, false],
    [5, 5, true],
    [5, 6, false],
    [1, 6, true],
  ])('draws one of %i: part %i is drawn: %s', (sampleOneOf, id, expected) => {
    expect(isDrawn(id, { sampleOneOf })).toBe(expected);
  });
});

describe('a word', () => {
  it.each<readonly [string, (line: WatchedLine) => Parameters<typeof sayOf>[1], string]>([
    ['of a part there is not', () => word(99), 'line.no-part'],
    ['of a number that is none', () => word(Number.NaN), 'line.no-part'],
    [
      'of a part without an image',
      (line) => {
        const id = keep(line);
        line.store.parts.forgetImage(id);
        return word(id);
      },
      'line.no-kept-image',
    ],
    ['with a class that the model does not know', (line) => word(keep(line), 'scratsh'), 'line.unknown-class'],
    ['with a class that is no folder', (line) => ({ ...word(keep(line), 'a/b'), isNew: true }), 'line.class-name'],
    ['without a name', (line) => ({ ...word(keep(line)), operator: ' ' }), 'store.invalid'],
  ])('%s is refused, and nothing is recorded', (_, of, code) => {
    const line = newLine();
    const given = of(line);
    expect(codeOf(() => sayOf(line.store, given, known))).toBe(code);
    expect(line.store.reviews.untaken()).toEqual([]);
  });

  it('may name a new class where that is said, and a second replaces the first', () => {
    const line = newLine();
    const id = keep(line);
    sayOf(line.store, word(id), known);
    sayOf(line.store, { part: id, className: ' 打痕 ', operator: ' Ito ', isNew: true }, known);
    expect(line.store.reviews.untaken()).toMatchObject([{ partId: id, className: '打痕', operator: 'Ito' }]);
  });
});

describe('judged images', () => {
  it('are written one folder per class, the same when done again, and left out where they are not what was judged', async () => {
    const line = newLine();
    const [one, other, damaged, gone] = [keep(line, 'review', 'one'), keep(line), keep(line), keep(line)];
    for (const id of [one, damaged, gone]) sayOf(line.store, word(id), known);
    sayOf(line.store, word(other, 'good'), known);
    const place = (id: number) => placeOf(line.folder, line.store.parts.get(id)?.image ?? '-');
    writeFileSync(place(damaged), 'something else');
    rmSync(place(gone));
    const target = join(line.folder, 'out');
    for (let time = 0; time < 2; time++) {
      const taken = await writeReviewed(line.store, line.folder, target);
      expect(taken).toEqual({ parts: [one, other], classes: { scratch: 1, good: 1 }, leftOut: [damaged, gone] });
    }
    expect(readdirSync(target).sort()).toEqual(['good', 'scratch']);
    expect(readdirSync(join(target, 'scratch'))).toEqual([`${one}-p.png`]);
    expect(readFileSync(join(target, 'scratch', `${one}-p.png`), 'utf8')).toBe('one');
    expect(existsSync(place(one))).toBe(true);
    // Nothing is taken before somebody says so.
    expect(line.store.reviews.untaken()).toHaveLength(4);
  });

  it('that cannot be written are an error, and so is none', async () => {
    const line = newLine();
    await expect(writeReviewed(line.store, line.folder, join(line.folder, 'out'))).rejects.toThrow(
      expect.objectContaining({ code: 'line.nothing-reviewed' }),
    );
    sayOf(line.store, word(keep(line)), known);
    writeFileSync(join(line.folder, 'file'), '');
    await expect(writeReviewed(line.store, line.folder, join(line.folder, 'file'))).rejects.toThrow(
      expect.objectContaining({ code: 'line.not-taken' }),
    );
  });
});

describe('over HTTP', () => {
  function served(line: WatchedLine) {
    const app = new Hono();
    app.onError((error, context) => context.json({ code: error instanceof NarashiError ? error.code : '?' }, 400));
    addReviewRoutes(app, { folder: line.folder, store: line.store, classes: () => known, watch: line.watch });
    const get = async (path: string) => app.request(path);
    const post = async (path: string, body: unknown) =>
      app.request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { get, post };
  }

  it('the queue is told, an image is shown, and a word is taken', async () => {
    const line = newLine();
    const id = keep(line, 'review', 'a picture');
    const { get, post } = served(line);
    const image = `/parts/${id}/image`;
    expect(await (await get('/review')).json()).toMatchObject({ waiting: 1, classes: known, parts: [{ id, image }] });
    const shown = await get(image);
    expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['image/png', 'a picture']);
    expect(await (await post('/review', { part: id, className: 'good', operator: 'Sato' })).json()).toEqual({
      waiting: 0,
    });
    expect(line.store.reviews.untaken()).toMatchObject([{ partId: id, className: 'good', operator: 'Sato' }]);
  });

  it.each([
    ['/review', 'no JSON', 'line.review-request'],
    ['/review', { part: 1, className: 'good' }, 'line.review-request'],
    ['/review', { part: 77, className: 'good', operator: 'Sato' }, 'line.no-part'],
    ['/review', { part: 1, className: 'good', operator: 'x'.repeat(20_000) }, 'line.review-request'],
    ['/seen', {}, 'line.review-request'],
  ])('%s of %j is refused: %s', async (path, body, code) => {
    const line = newLine();
    keep(line);
    expect(await (await served(line).post(path, body)).json()).toEqual({ code });
    expect(line.store.reviews.untaken()).toEqual([]);
  });

  it.each(['/parts/9/image', '/parts/x/image', '/parts/..%2f/image'])('no image at %s', async (path) => {
    const line = newLine();
    keep(line);
    expect((await served(line).get(path)).status).toBe(400);
  });

  it('alarms are told and seen', async () => {
    const line = newLine();
    line.store.checks.add('drift', false, { about: 'light' });
    const { get, post } = served(line);
    expect(await (await get('/checks')).json()).toMatchObject({ checks: [{ passed: false, seenBy: null }] });
    expect(await (await post('/seen', { operator: 'Sato' })).json()).toEqual({ seen: 1 });
    expect(await (await get('/checks?kind=drift&limit=1')).json()).toMatchObject({ checks: [{ seenBy: 'Sato' }] });
    expect((await get('/checks?kind=other')).status).toBe(400);
  });
});
