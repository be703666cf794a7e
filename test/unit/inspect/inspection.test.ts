// From images to verdicts: each part once, recorded before it is told, in time, and never OK where anything went wrong.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ImageProblem } from '../../../main/data/raster.ts';
import type { Arrival } from '../../../main/inspect/arrival.ts';
import { Inspection, type InspectionOptions } from '../../../main/inspect/inspection.ts';
import type { PartDraft } from '../../../main/store/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type Judging, StandInSlot, standInModel } from '../../support/stand-in-model.ts';

const picture = await sharp({ create: { width: 12, height: 9, channels: 3, background: '#396' } })
  .png()
  .toBuffer();

function arrival(more: Partial<Arrival> = {}): Arrival {
  const common = { source: 'http', name: 'a.png', reference: null, identity: null, hasImage: false } as const;
  return { ...common, bytes: picture, completeAt: performance.now(), ...more };
}

function bench(judging?: Judging, more: Partial<InspectionOptions> = {}) {
  const events: string[] = [];
  const drafts: PartDraft[] = [];
  const model = standInModel('first', judging);
  const slot = new StandInSlot(model);
  const inspection = new Inspection({
    slot,
    record: (given) =>
      given.map((draft) => {
        drafts.push(draft);
        events.push(`recorded ${draft.outcome}`);
        const { identity: _, measures: __, finished: ___, ...part } = draft;
        return { id: drafts.length, ...part };
      }),
    onPart: ({ id }) => events.push(`told ${id}`),
    onFault: (fault) => events.push(`fault ${fault ?? 'none'}`),
    onBusy: (isBusy) => events.push(isBusy ? 'busy' : 'idle'),
    timeoutMilliseconds: 5_000,
    queueLimit: 100,
    now: () => new Date('2026-11-30T01:00:00Z'),
    ...more,
  });
  return { inspection, events, drafts, slot, model };
}

/** A judgement that waits until it is let go. */
function held() {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { gate, letGo };
}

describe('a part', () => {
  it('is judged, recorded, and only then told', async () => {
    const { inspection, events, drafts } = bench(() => [
      { decision: 'NG', className: 'きず', classIndex: 1, ngScore: 0.9 },
    ]);
    const part = await inspection.inspect(arrival({ reference: '77', name: '部品.png' }));
    expect(part).toMatchObject({
      id: 1,
      outcome: 'NG',
      className: 'きず',
      ngScore: 0.9,
      reference: '77',
      model: 'first',
    });
    expect(events).toEqual(['busy', 'recorded NG', 'told 1', 'fault none', 'idle']);
    expect(drafts[0]).toMatchObject({ name: '部品.png', finished: true, measures: { sharpness: 0 } });
    expect(part.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['no picture', Buffer.from('not a picture'), 'data.image-unreadable'],
    ['cut short', picture.subarray(0, 60), 'data.image-truncated'],
    ['empty', Buffer.alloc(0), 'data.image-empty'],
    ['not to be read', new ImageProblem('data.image-not-opened', 'EACCES'), 'data.image-not-opened'],
  ])('whose image is %s is an error, and the next is judged', async (_, bytes, errorCode) => {
    const { inspection, slot } = bench();
    const [bad, good] = await Promise.all([inspection.inspect(arrival({ bytes })), inspection.inspect(arrival())]);
    expect(bad).toMatchObject({ outcome: 'error', errorCode, className: null, classIndex: -1, ngScore: null });
    expect(good.outcome).toBe('OK');
    expect(slot.held).toEqual([]);
  });

  it('is an error where the engine fails, and that is a fault until it works again', async () => {
    let isBroken = true;
    const { inspection, events } = bench(() => {
      if (isBroken) throw new NarashiError('engine.run-failed', { reason: 'not a number' });
      return [];
    });
    expect(await inspection.inspect(arrival())).toMatchObject({ outcome: 'error', errorCode: 'engine.run-failed' });
    expect(events).toContain('fault engineFailed');
    isBroken = false;
    expect((await inspection.inspect(arrival())).outcome).toBe('OK');
    expect(events.at(-2)).toBe('fault none');
  });

  it('is an error where there is no model', async () => {
    const { inspection, slot } = bench();
    slot.current = undefined;
    expect(await inspection.inspect(arrival())).toMatchObject({
      outcome: 'error',
      errorCode: 'line.no-model',
      model: '',
    });
  });

  it('that takes too long is an error in time, and no verdict comes after', async () => {
    const { gate, letGo } = held();
    const { inspection, drafts, slot } = bench(() => gate.then(() => []), { timeoutMilliseconds: 60 });
    const part = await inspection.inspect(arrival());
    expect(part).toMatchObject({ outcome: 'error', errorCode: 'line.timeout' });
    letGo();
    await inspection.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(drafts).toHaveLength(1);
    expect(slot.held).toEqual([]);
  });

  it('that waited in a folder or a queue before is not given more time for it', async () => {
    const { inspection } = bench(undefined, { timeoutMilliseconds: 500 });
    const part = await inspection.inspect(arrival({ completeAt: performance.now() - 10_000, bytes: picture }));
    expect(part.milliseconds).toBeGreaterThan(9_999);
  });

  it.each([
    ['store.disk-full', new NarashiError('store.disk-full', { path: 'x' }), 'fault diskFull'],
    ['anything else', new Error('gone'), 'fault recordFailed'],
  ])('that cannot be recorded has no verdict: %s', async (_, error, fault) => {
    const { inspection, events } = bench(undefined, {
      record: () => {
        throw error;
      },
    });
    await expect(inspection.inspect(arrival())).rejects.toMatchObject({ code: 'line.not-recorded' });
    expect(events).toContain(fault);
    expect(events.some((event) => event.startsWith('told'))).toBe(false);
  });
});

describe('parts that come faster than they are judged', () => {
  it('are judged together, each once and in order', async () => {
    const { gate, letGo } = held();
    let isFirst = true;
    const { inspection, model, drafts } = bench(async () => {
      if (isFirst) {
        isFirst = false;
        await gate;
      }
      return [];
    });
    const parts = Array.from({ length: 20 }, (_, place) => inspection.inspect(arrival({ name: `${place}` })));
    await new Promise((resolve) => setTimeout(resolve, 200));
    letGo();
    await Promise.all(parts);
    expect(model.batches.length).toBeLessThan(8);
    expect(Math.max(...model.batches)).toBeGreaterThan(4);
    expect(model.batches.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(drafts.map(({ name }) => name).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, place) => `${place}`),
    );
  });

  it('are refused beyond the limit, and taken again afterwards', async () => {
    const { gate, letGo } = held();
    const { inspection } = bench(() => gate.then(() => []), { queueLimit: 3 });
    const taken = [1, 2, 3].map(() => inspection.inspect(arrival()));
    expect(inspection.isFull).toBe(true);
    await expect(inspection.inspect(arrival())).rejects.toMatchObject({ code: 'line.busy', data: { count: 3 } });
    letGo();
    await Promise.all(taken);
    expect((await inspection.inspect(arrival())).outcome).toBe('OK');
  });

  it('all have their verdicts when it stops, and no more are taken', async () => {
    const { inspection, drafts } = bench(() => new Promise((resolve) => setTimeout(() => resolve([]), 30)));
    const parts = [1, 2, 3].map(() => inspection.inspect(arrival()));
    await inspection.stop();
    await expect(inspection.inspect(arrival())).rejects.toMatchObject({ code: 'line.stopping' });
    expect(drafts).toHaveLength(3);
    await Promise.all(parts);
  });
});

it('a model that is changed meanwhile judges what it was given before', async () => {
  const { gate, letGo } = held();
  const { inspection, slot, model } = bench(() => gate.then(() => []));
  const before = [1, 2].map(() => inspection.inspect(arrival()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const second = standInModel('second', () => [{ decision: 'NG' }]);
  slot.current = second;
  const after = inspection.inspect(arrival());
  await new Promise((resolve) => setTimeout(resolve, 50));
  letGo();
  expect((await Promise.all(before)).map((part) => part.model)).toEqual(['first', 'first']);
  expect(await after).toMatchObject({ model: 'second', outcome: 'NG' });
  expect([model.batches.reduce((a, b) => a + b, 0), second.batches]).toEqual([2, [1]]);
  expect(slot.held).toEqual([]);
});
