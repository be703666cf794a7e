// HTTP of a line: parts in and verdicts out for whoever has the token, health for everybody, and no answer that reads as OK
// where there was no verdict.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../../main/inspect/arrival.ts';
import { lineApp } from '../../../main/inspect/http/app.ts';
import type { LineReport } from '../../../main/inspect/status.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { linePart } from '../../support/line-part.ts';

const token = 'a-token-of-some-length';
const report: LineReport = {
  name: 'ライン1',
  ready: true,
  busy: false,
  fault: 'none',
  reason: null,
  model: { name: 'parts-1@0123', site: '第一工場', createdAt: '2026-11-30T00:00:00Z', approvedBy: null },
  canRollBack: false,
  startedAt: '2026-11-30T00:00:00Z',
  taktMilliseconds: 1000,
  latency: null,
  counts: { OK: 0, NG: 0, review: 0, error: 0 },
  waiting: 0,
  lastPart: null,
  untold: [],
  toReview: 0,
  checks: { samples: null, drift: null, alarm: null, failure: null, disk: null },
  memoryMegabytes: 100,
};

function app(more: { readonly report?: LineReport; readonly failure?: NarashiError } = {}) {
  const arrivals: Arrival[] = [];
  const calls: string[] = [];
  const fail = () => {
    if (more.failure) throw more.failure;
  };
  const hono = lineApp({
    settings: { host: '127.0.0.1', port: 1, token, maximumMegabytes: 0.001 },
    report: () => more.report ?? report,
    async inspect(arrival) {
      fail();
      arrivals.push(arrival);
      return linePart({ id: arrivals.length, name: arrival.name, reference: arrival.reference });
    },
    async heat(part) {
      if (part.name === 'broken.png') throw new Error('no picture');
      return part.name === 'a.png' ? Buffer.from('picture') : undefined;
    },
    parts: (after, limit) => [linePart({ id: after + 1, name: `${limit}` })],
    latestParts: (limit) => [linePart({ id: 99, name: `${limit}` })],
    async swap(path) {
      fail();
      calls.push(path);
    },
    async rollBack() {
      fail();
      calls.push('back');
    },
  });
  const ask = async (path: string, init: RequestInit = {}, given = token) => {
    const headers = { authorization: `Bearer ${given}`, ...Object.fromEntries(new Headers(init.headers)) };
    const response = await hono.request(path, { ...init, headers });
    const body: unknown = await response.json();
    return { status: response.status, body };
  };
  return { ask, arrivals, calls };
}

describe('a part sent', () => {
  it.each([
    ['as the body', { method: 'POST', body: Buffer.from('bytes') }, { name: 'image', reference: null }],
    [
      'as the body, with names',
      { method: 'POST', body: Buffer.from('bytes'), headers: { 'x-part': '77', 'x-image-name': 'a.png' } },
      { name: 'a.png', reference: '77' },
    ],
    ['in a form', { method: 'POST', body: form('部品.png', '78') }, { name: '部品.png', reference: '78' }],
    ['in a form without a number', { method: 'POST', body: form('b.png') }, { name: 'b.png', reference: null }],
  ])('%s is judged', async (_, init, expected) => {
    const { ask, arrivals } = app();
    const { status, body } = await ask('/inspect', init);
    expect([status, body]).toEqual([200, linePart(expected)]);
    expect(Buffer.from(arrivals[0]?.bytes instanceof Uint8Array ? arrivals[0].bytes : []).toString()).toBe('bytes');
    expect(arrivals[0]).toMatchObject({ ...expected, identity: null, source: 'http', hasImage: true });
  });

  it.each([
    ['a.png', Buffer.from('picture').toString('base64')],
    ['b.png', null],
    ['broken.png', null],
  ])('as %s is answered with its heat, where that is asked for and can be told', async (name, heatmap) => {
    const init = { method: 'POST', body: Buffer.from('x'), headers: { 'x-image-name': name } };
    expect(await app().ask('/inspect?heatmap=1', init)).toMatchObject({
      status: 200,
      body: { outcome: 'OK', heatmap },
    });
    expect((await app().ask('/inspect', init)).body).not.toHaveProperty('heatmap');
  });

  it('under a key is known again by key and contents', async () => {
    const { ask, arrivals } = app();
    const send = (text: string, key: string) =>
      ask('/inspect', { method: 'POST', body: Buffer.from(text), headers: { 'idempotency-key': key } });
    await send('one', 'k');
    await send('one', 'k');
    await send('two', 'k');
    const identities = arrivals.map(({ identity }) => identity);
    expect(identities[0]).toBe(`http|k|${createHash('sha256').update('one').digest('hex')}`);
    expect(identities[1]).toBe(identities[0]);
    expect(identities[2]).not.toBe(identities[0]);
  });

  it.each([
    ['without an image', { method: 'POST', body: formOf({ other: 'x' }) }, 400, 'line.request'],
    ['too large', { method: 'POST', body: Buffer.alloc(1_100) }, 413, 'line.too-large'],
    [
      'as no form at all',
      { method: 'POST', body: Buffer.from('x'), headers: { 'content-type': 'multipart/form-data' } },
      400,
      'line.request',
    ],
  ])('%s is refused, and reads as an error', async (_, init, status, code) => {
    const { ask, arrivals } = app();
    expect(await ask('/inspect', init)).toMatchObject({ status, body: { outcome: 'error', error: { code } } });
    expect(arrivals).toEqual([]);
  });

  it.each([
    [new NarashiError('line.busy', { count: 9 }), 503],
    [new NarashiError('line.stopping', {}), 503],
    [new NarashiError('line.not-recorded', { reason: 'full' }), 503],
  ])('that gets no verdict reads as an error in both languages: %s', async (failure, status) => {
    const found = await app({ failure }).ask('/inspect', { method: 'POST', body: Buffer.from('x') });
    expect(found).toMatchObject({
      status,
      body: { outcome: 'error', error: { code: failure.code, en: failure.in('en'), ja: failure.in('ja') } },
    });
  });
});

describe('whoever asks', () => {
  it.each(['/status', '/parts', '/inspect', '/model', '/rollback'])('needs the token for %s', async (path) => {
    const { ask, arrivals, calls } = app();
    const method = path === '/status' || path === '/parts' ? 'GET' : 'POST';
    for (const given of ['', 'another', token.slice(1), `${token}x`]) {
      expect(await ask(path, { method }, given)).toMatchObject({
        status: 401,
        body: { error: { code: 'line.token' } },
      });
    }
    expect([arrivals, calls]).toEqual([[], []]);
  });

  it('may know whether it is well without one', async () => {
    expect(await app().ask('/health', {}, '')).toEqual({
      status: 200,
      body: { name: 'ライン1', ready: true, busy: false, fault: 'none', model: 'parts-1@0123' },
    });
    const ill = app({ report: { ...report, ready: false, fault: 'diskFull' } });
    expect(await ill.ask('/health', {}, '')).toMatchObject({ status: 503, body: { ready: false, fault: 'diskFull' } });
  });

  it('reads the status and the parts', async () => {
    const { ask } = app();
    expect((await ask('/status')).body).toEqual(report);
    expect((await ask('/parts?after=5&limit=7')).body).toEqual({ parts: [linePart({ id: 6, name: '7' })] });
    expect((await ask('/parts?limit=99999')).body).toEqual({ parts: [linePart({ id: 99, name: '1000' })] });
  });

  it('changes the model and goes back', async () => {
    const { ask, calls } = app();
    const body = JSON.stringify({ package: '/new.zip' });
    expect((await ask('/model', { method: 'POST', body })).status).toBe(200);
    expect((await ask('/rollback', { method: 'POST' })).status).toBe(200);
    expect(calls).toEqual(['/new.zip', 'back']);
    expect(await ask('/model', { method: 'POST', body: '{}' })).toMatchObject({ status: 400 });
    const failure = new NarashiError('line.no-previous', {});
    expect(await app({ failure }).ask('/rollback', { method: 'POST' })).toMatchObject({ status: 409 });
  });
});

function form(name: string, part?: string): FormData {
  return formOf({ image: new File(['bytes'], name), ...(part === undefined ? {} : { part }) });
}

function formOf(fields: Readonly<Record<string, string | File>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
