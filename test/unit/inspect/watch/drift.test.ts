// The watch over images and verdicts of a line: when it looks, what it compares, and that an alarm stands until it is seen.
import { afterEach, describe, expect, it } from 'vitest';
import { driftCheck } from '../../../../shared/domain/drift.ts';
import { bad, measureCount, model, WatchedLine } from './fixture.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const lines: WatchedLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});
function lineWith(watch: object = {}): WatchedLine {
  const line = new WatchedLine({ watch });
  lines.push(line);
  return line;
}
const checks = (line: WatchedLine) =>
  line.store.checks
    .latest('drift', 100)
    .reverse()
    .map(({ passed, result }) => ({ passed, ...driftCheck.parse(result) }));

describe('a check of the images', () => {
  it('comes after enough parts, and finds nothing where nothing has changed', async () => {
    const line = lineWith();
    line.parts(199);
    await line.tend();
    expect(line.watch.report().drift).toBeNull();
    line.parts(1);
    await line.tend();
    expect(line.watch.report()).toMatchObject({ drift: { passed: true }, alarm: null });
    const [check] = checks(line);
    expect(check).toMatchObject({ model: 'gears-1', from: 1, upTo: 200, parts: 200, shares: [] });
    expect(check?.measures).toHaveLength(measureCount);
    expect(check?.together?.pValue).toBeGreaterThan(0.005);
  });

  it('comes no more often than the false alarms allow, whatever the number of parts', async () => {
    const line = lineWith({ minutes: 60 });
    for (let minute = 0; minute < 120; minute += 10) {
      line.parts(600);
      await line.tend();
    }
    // Every part is a second: 2 hours and 12 seconds in all.
    expect(checks(line)).toHaveLength(2);
    // Of the last thousand parts only, though more have come.
    expect(checks(line)[1]?.parts).toBe(1_000);
  });

  it('comes once a day on a slow line, of all parts since the last', async () => {
    const line = lineWith({ minutes: 1 });
    line.parts(200);
    await line.tend();
    line.parts(80);
    await line.tend();
    expect(checks(line)).toHaveLength(1);
    line.pass(DAY);
    await line.tend();
    expect(checks(line).map(({ parts }) => parts)).toEqual([200, 80]);
    line.parts(49);
    line.pass(DAY);
    await line.tend();
    expect(checks(line)).toHaveLength(2);
  });

  it('compares parts that are OK, whatever the others look like', async () => {
    const line = lineWith();
    line.parts(60, { outcome: 'NG', shift: { brightness: 3 } });
    line.parts(40, { outcome: 'error', errorCode: 'data.unreadable', measures: null, ngScore: null });
    line.parts(100);
    await line.tend();
    expect(checks(line)).toMatchObject([{ passed: true, parts: 160 }]);
  });

  it('never compares the parts of two models together', async () => {
    const line = lineWith();
    line.parts(150, { shift: { sharpness: 2 } });
    line.use(model('gears-2'));
    line.parts(150);
    await line.tend();
    expect(checks(line)).toHaveLength(0);
    line.parts(50);
    await line.tend();
    expect(checks(line)).toMatchObject([{ passed: true, model: 'gears-2', from: 151, upTo: 350 }]);
  });

  it('says once of a package without a reference that there is nothing to compare', async () => {
    const line = lineWith();
    line.use(model('old', { reference: null }));
    line.parts(300);
    await line.tend();
    line.pass(DAY);
    line.parts(300);
    await line.tend();
    expect(checks(line)).toHaveLength(0);
    expect(line.logged).toEqual(['drift: images are not compared, old or this window has too few good ones']);
  });

  it('is not made where the settings do not want it', async () => {
    const line = lineWith({ drift: false });
    line.parts(400, { shift: { brightness: 5 } });
    await line.tend();
    expect(line.watch.report().drift).toBeNull();
  });

  it('goes on after a restart where it was', async () => {
    const line = lineWith();
    line.parts(150);
    await line.restart();
    line.parts(49);
    await line.tend();
    expect(checks(line)).toHaveLength(0);
    line.parts(1);
    await line.tend();
    expect(checks(line)).toMatchObject([{ from: 1, upTo: 200 }]);
  });
});

describe('an alarm', () => {
  it('names what has moved, is told once, and stands until somebody has seen it, also over a restart', async () => {
    const line = lineWith({ minutes: 1 });
    line.parts(200, { shift: { brightness: 0.3 } });
    await line.tend();
    line.parts(200, { shift: { brightness: 0.3 } });
    await line.tend();
    line.parts(200);
    await line.tend();
    expect(checks(line).map(({ passed }) => passed)).toEqual([false, false, true]);
    expect(line.logged).toEqual([expect.stringMatching(/^drift: Brightness 0\.\d+ → 0\.\d+ \(parts 1 to 200\)$/u)]);
    expect(line.watch.report().alarm?.found.measures.map(({ measure }) => measure)).toEqual(['brightness']);
    await line.restart();
    expect(line.watch.report()).toMatchObject({ drift: { passed: true }, alarm: { found: { upTo: 200 } } });
    expect(line.watch.see('Sato')).toBe(2);
    expect(line.watch.report().alarm).toBeNull();
    expect(line.store.checks.latest('drift', 3)[2]).toMatchObject({ seenBy: 'Sato', seenAt: line.time.toISOString() });
    expect(line.watch.see('Sato')).toBe(0);
    line.parts(200, { shift: { brightness: 0.3 } });
    await line.tend();
    expect(line.watch.report().alarm).toMatchObject({ found: { upTo: 800 } });
    expect(line.logged).toHaveLength(2);
  });

  it('that was seen does not come back as long as it is no more than that', async () => {
    const line = lineWith({ minutes: 1 });
    const window = async (shift: object) => {
      line.parts(200, { shift });
      await line.tend();
      return line.watch.report().alarm?.found.upTo ?? null;
    };
    expect(await window({ colour: 0.3 })).toBe(200);
    const at = line.time.toISOString();
    line.watch.see('Sato');
    expect(await window({ colour: 0.3 })).toBeNull();
    expect(await window({ colour: 0.3 })).toBeNull();
    expect(line.store.checks.last('drift')).toMatchObject({ passed: false, seenBy: 'Sato', seenAt: at });
    // More of it than was seen.
    expect(await window({ colour: 0.3, contrast: 0.3 })).toBe(800);
    line.watch.see('Sato');
    expect(await window({ colour: 0.3 })).toBeNull();
    // Put right, and wrong again.
    expect(await window({})).toBeNull();
    expect(await window({ colour: 0.3 })).toBe(1_400);
    line.watch.see('Sato');
    line.use(model('gears-2'));
    expect(await window({ colour: 0.3 })).toBe(1_600);
    expect(line.logged).toHaveLength(4);
  });

  it('is told to others as raised, seen and ended, each once', async () => {
    const line = lineWith({ minutes: 1 });
    const drift = { shift: { brightness: 0.3 } };
    const windows = async (...all: object[]) => {
      for (const each of all) {
        line.parts(200, each);
        await line.tend();
      }
    };
    await windows({}, drift, drift);
    line.watch.see('Sato');
    await windows(drift, {}, {});
    line.answers = [bad, bad];
    line.pass(DAY);
    await line.tend();
    line.watch.see('Ito');
    line.pass(3_600_000);
    await line.tend();
    const told = line.store.checks.alarms.since(0, 10);
    expect(told.map(({ id, kind, state, operator }) => [id, kind, state, operator])).toEqual([
      [1, 'drift', 'raised', null],
      [2, 'drift', 'seen', 'Sato'],
      [3, 'drift', 'ended', null],
      [4, 'samples', 'raised', null],
      [5, 'samples', 'seen', 'Ito'],
      [6, 'samples', 'ended', null],
    ]);
    expect(told[0]?.drift).toMatchObject({ from: 201, upTo: 400, measures: [{ measure: 'brightness' }], shares: [] });
    expect(told[3]?.failure).toEqual(bad.failure);
    expect(told[5]).toMatchObject({ drift: null, failure: null });
  });

  it('has some parts of its window wait for a look, where their images are kept', async () => {
    const line = lineWith({ minutes: 1 });
    line.parts(200, { shift: { brightness: 0.3 } });
    for (let id = 150; id <= 180; id++) line.store.parts.finish(id, `images/OK/${id}.png`);
    await line.tend();
    const ids = line.store.reviews.waitingIds(50);
    expect(ids).toEqual(Array.from({ length: 12 }, (_, place) => 169 + place));
    expect(line.store.reviews.drawnBy(180)).toBe('drift');
  });

  it('needs a name to be seen', async () => {
    const line = lineWith();
    expect(() => line.watch.see('')).toThrow(/operator/u);
  });
});

describe('shares of verdicts', () => {
  it('are compared with the first days of the model on this line', async () => {
    const line = lineWith({ usualDays: 2, minutes: 1 });
    line.parts(392);
    line.parts(8, { outcome: 'NG' });
    await line.tend();
    expect(checks(line)[0]?.shares).toEqual([]);
    line.pass(2 * DAY);
    line.parts(170);
    line.parts(30, { outcome: 'NG' });
    await line.tend();
    const shares = checks(line)[1]?.shares;
    expect(shares).toMatchObject([
      { outcome: 'NG', usually: { count: 8, total: 400 }, now: { count: 30, total: 200 }, isAlarm: true },
      { outcome: 'review', usually: { count: 0, total: 400 }, isAlarm: false },
    ]);
    expect(line.logged).toEqual([expect.stringContaining('Share of NG 2.0 % → 15.0 %')]);
  });

  it('are not compared where those days had too few parts, nor with those of another model', async () => {
    const line = lineWith({ usualDays: 1, minutes: 1 });
    line.parts(400, { outcome: 'NG' });
    line.pass(DAY);
    line.use(model('gears-2'));
    line.parts(299);
    line.pass(DAY);
    line.parts(200);
    await line.tend();
    expect(checks(line)).toMatchObject([{ model: 'gears-2', shares: [] }]);
  });
});

it('keeps every piece of work short', async () => {
  const line = lineWith();
  line.parts(1_000);
  await line.tend();
  line.parts(1_000);
  line.pass(DAY);
  const spent = () => process.cpuUsage().user / 1_000;
  let [last, longest, turns] = [spent(), 0, 0];
  let isOver = false;
  const watch = () => {
    longest = Math.max(longest, spent() - last);
    last = spent();
    turns++;
    if (!isOver) setImmediate(watch);
  };
  setImmediate(watch);
  await line.tend();
  isOver = true;
  expect(checks(line)).toHaveLength(2);
  expect(turns).toBeGreaterThan(100);
  // Of the processor's time, whoever else wants it: 5 ms are aimed at, and the collector of garbage counts as well.
  expect(longest).toBeLessThan(25);
});
