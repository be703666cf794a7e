// Samples checked daily, images kept as long as wanted, room on the disk: what a line looks after by itself.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { imagePlace, placeOf } from '../../../../main/inspect/keep-image.ts';
import { bad, good, model, WatchedLine } from './fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const lines: WatchedLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});
function lineWith(changes: object = {}): WatchedLine {
  const line = new WatchedLine(changes);
  lines.push(line);
  return line;
}

describe('the samples of the package', () => {
  it('count as checked when it is loaded, and are checked every day while nothing waits', async () => {
    const line = lineWith();
    expect(line.watch.report().samples).toEqual({ at: line.time.toISOString(), passed: true });
    line.pass(23 * HOUR);
    await line.tend();
    expect(line.checked).toBe(0);
    line.pass(HOUR);
    line.waiting = 1;
    await line.tend();
    expect(line.checked).toBe(0);
    line.waiting = 0;
    await line.tend();
    expect(line.checked).toBe(1);
    expect(line.watch.report().samples).toEqual({ at: line.time.toISOString(), passed: true });
  });

  it('are checked on a line that is never idle, too, only later', async () => {
    const line = lineWith();
    line.waiting = 3;
    line.pass(29 * HOUR);
    await line.tend();
    expect(line.checked).toBe(0);
    line.pass(HOUR);
    await line.tend();
    expect(line.checked).toBe(1);
  });

  it('that fail twice take the line out: no part is OK until they are judged rightly again', async () => {
    const line = lineWith();
    line.answers = [bad, bad, bad, bad, good];
    line.pass(DAY);
    await line.tend();
    expect(line.checked).toBe(2);
    expect(line.watch.failure?.code).toBe('line.samples-failed');
    expect(line.watch.report()).toMatchObject({ samples: { passed: false }, failure: bad.failure });
    expect(line.changes).toBe(1);
    line.parts(1);
    line.parts(1, { outcome: 'NG' });
    line.parts(1, { outcome: 'error', errorCode: 'data.unreadable' });
    expect(line.store.parts.latest(3).map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['error', 'data.unreadable'],
      ['error', 'line.samples-failed'],
      ['error', 'line.samples-failed'],
    ]);
    await line.tend();
    expect(line.checked).toBe(2);
    line.pass(10 * MINUTE);
    await line.tend();
    expect(line.watch.failure).not.toBeNull();
    line.pass(10 * MINUTE);
    await line.tend();
    expect(line.watch.failure).toBeNull();
    expect(line.changes).toBe(2);
    line.parts(1);
    expect(line.store.parts.latest(1)[0]?.outcome).toBe('OK');
    expect(line.logged).toEqual(['samples: It differs.', 'samples are judged as they should be again']);
    expect(line.store.checks.latest('samples', 9).map(({ passed }) => passed)).toEqual([true, false, true]);
  });

  it('that fail once only do not', async () => {
    const line = lineWith();
    line.answers = [bad, good];
    line.pass(DAY);
    await line.tend();
    expect([line.checked, line.watch.failure, line.changes]).toEqual([2, null, 0]);
  });

  it('failed: another package that is taken into use puts it right', async () => {
    const line = lineWith();
    line.answers = [bad, bad];
    line.pass(DAY);
    await line.tend();
    expect(line.watch.failure).not.toBeNull();
    line.use(model('gears-2'));
    expect(line.watch.failure).toBeNull();
    expect(line.changes).toBe(2);
  });

  it('are not checked where the settings do not want it', async () => {
    const line = lineWith({ watch: { samples: false } });
    line.pass(3 * DAY);
    await line.tend();
    expect(line.checked).toBe(0);
  });
});

describe('images', () => {
  /** A part with its image, of now. */
  function withImage(line: WatchedLine): number {
    line.parts(1);
    const [part] = line.store.parts.latest(1);
    if (!part) throw new Error('no part');
    const image = imagePlace(part);
    const place = placeOf(line.folder, image);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, 'image');
    line.store.parts.finish(part.id, image);
    return part.id;
  }
  const placeOfPart = (line: WatchedLine, id: number) => placeOf(line.folder, line.store.parts.get(id)?.image ?? '-');

  it('go when they are older than wanted, but not those that wait for the next data', async () => {
    const line = lineWith({ images: { days: 10 } });
    const old = Array.from({ length: 45 }, () => withImage(line));
    const [said = 0, taken = 0] = old.slice(5);
    line.store.reviews.say({ partId: said, className: 'good', operator: 'Sato' });
    line.store.reviews.say({ partId: taken, className: 'good', operator: 'Sato' });
    line.store.reviews.markTaken([taken]);
    const oldPlace = placeOfPart(line, taken);
    line.pass(9 * DAY);
    const young = withImage(line);
    await line.tend();
    expect(existsSync(oldPlace)).toBe(true);
    line.pass(2 * DAY);
    await line.tend();
    expect(existsSync(oldPlace)).toBe(false);
    expect(old.filter((id) => line.store.parts.get(id)?.image)).toEqual([said]);
    expect(existsSync(placeOfPart(line, said))).toBe(true);
    expect(existsSync(placeOfPart(line, young))).toBe(true);
    expect(line.logged).toContain('44 images older than 10 days removed');
    line.store.reviews.markTaken([said]);
    line.pass(HOUR);
    await line.tend();
    // The day's folder went with its last image.
    expect(readdirSync(dirname(dirname(placeOfPart(line, young))))).toHaveLength(1);
  });
});

describe('room on the disk', () => {
  it('is told when there is little of it, once', async () => {
    const line = lineWith({ watch: { freeGigabytes: 2 } });
    await line.tend();
    expect(line.watch.report().disk).toEqual({ freeGigabytes: 50, isLow: false });
    line.freeBytes = 1.93e9;
    for (let minute = 0; minute < 3; minute++) {
      line.pass(MINUTE);
      await line.tend();
    }
    expect(line.watch.report().disk).toEqual({ freeGigabytes: 1.9, isLow: true });
    expect(line.logged).toEqual(['disk: 1.9 GB are left']);
    line.freeBytes = null;
    line.pass(MINUTE);
    await line.tend();
    expect(line.watch.report().disk).toBeNull();
  });
});
