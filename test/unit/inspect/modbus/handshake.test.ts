// The handshake with a PLC: the usual way, every way in which it goes wrong, and that none of them ever ends in OK.
import { describe, expect, it } from 'vitest';
import type { Handshake } from '../../../../main/inspect/modbus/handshake.ts';
import { reasons } from '../../../../main/inspect/modbus/register-map.ts';
import { faults, outcomes } from '../../../../shared/domain/inspection.ts';
import { random } from '../../../../shared/domain/random.ts';
import { linePart } from '../../../support/line-part.ts';
import { Line, ready } from './line.ts';

const judging = { busy: true, ready: false, valid: false, outcome: 0 };
const refused = (reason: { code: number }) => ({ valid: true, error: true, outcome: 4, reason: reason.code });

describe('a triggered part', () => {
  it('goes through ready, busy, result valid and ready again', () => {
    const line = new Line();
    expect(line.seen).toMatchObject({ ready: true, busy: false, valid: false, error: false, outcome: 0, sequence: 0 });
    line.triggers(17);
    expect(line.seen).toMatchObject({ ...judging, partNumber: 17, sequence: 0 });
    line.judges(linePart({ outcome: 'NG', reference: '17' }));
    expect(line.seen).toMatchObject({
      ready: false,
      busy: false,
      valid: true,
      outcome: 2,
      sequence: 1,
      partNumber: 17,
    });
    line.drops();
    expect(line.seen).toMatchObject({ ready: true, valid: false, error: false, outcome: 0, sequence: 1 });
    line.triggers(18);
    line.judges(linePart({ id: 2, outcome: 'OK' }));
    expect(line.seen).toMatchObject({ valid: true, outcome: 1, sequence: 2, partNumber: 18 });
  });

  it.each([
    ['OK', 1],
    ['NG', 2],
    ['review', 3],
    ['error', 4],
  ] as const)('has a code for %s', (outcome, code) => {
    const line = new Line();
    line.triggers(1);
    line.judges(linePart({ outcome }));
    expect(line.seen).toMatchObject({ outcome: code, error: outcome === 'error' });
    expect(line.state.counts).toEqual({ OK: 0, NG: 0, review: 0, error: 0, [outcome]: 1 });
  });

  it('is an error where the inspection gives up, and the line goes on', () => {
    const line = new Line();
    line.triggers(1);
    line.judges(undefined);
    expect(line.seen).toMatchObject(refused(reasons.notJudged));
    line.drops();
    expect(line.seen).toMatchObject({ ready: true, valid: false, error: true, outcome: 0 });
    line.triggers(2);
    expect(line.seen).toMatchObject({ ...judging, error: false });
  });

  it('is an error where the result is of another part', () => {
    const line = new Line();
    line.triggers(17);
    line.judges(linePart({ reference: '16' }));
    expect(line.seen).toMatchObject({ ...refused(reasons.otherPart), partNumber: 17 });
  });

  it('is triggered once by a trigger that is written twice', () => {
    const line = new Line();
    line.triggers(17);
    line.triggers(99);
    expect(line.state.jobs).toBe(1);
    line.judges(linePart());
    line.triggers(99);
    expect(line.state.jobs).toBe(1);
    expect(line.seen).toMatchObject({ valid: true, outcome: 1, partNumber: 17, sequence: 1 });
  });

  it('keeps its result where the PLC drops the trigger early, until the next trigger', () => {
    const line = new Line();
    line.triggers(17);
    line.drops();
    expect(line.seen).toMatchObject(judging);
    line.judges(linePart());
    line.waits(1_000);
    expect(line.seen).toMatchObject({ ready: true, valid: true, outcome: 1, partNumber: 17 });
    line.triggers(18);
    expect(line.seen).toMatchObject({ ...judging, partNumber: 18 });
  });

  it('keeps such a result as long as was agreed, and one that a trigger holds for as long as it holds', () => {
    const line = new Line({ hold: 200 });
    line.triggers(17);
    line.judges(linePart());
    line.waits(1_000);
    expect(line.seen).toMatchObject({ valid: true, outcome: 1 });
    line.drops();
    line.triggers(18);
    line.drops();
    line.judges(linePart({ id: 2 }));
    line.waits(199);
    expect(line.seen).toMatchObject({ valid: true, outcome: 1 });
    line.waits(1);
    expect(line.seen).toMatchObject({ valid: false, outcome: 0 });
  });

  it('is taken back by acknowledging, which resets an error as well', () => {
    const line = new Line();
    line.triggers(1);
    line.judges(undefined);
    line.writes({ acknowledge: true });
    expect(line.seen).toMatchObject({ ready: false, valid: false, error: false, outcome: 0 });
    line.writes({ acknowledge: false, trigger: false });
    expect(line.seen).toMatchObject({ ready: true });
  });
});

describe('a trigger that cannot be taken', () => {
  it('is an error while not ready', () => {
    const line = new Line({}, { ready: false, busy: false, fault: faults.modelMissing });
    line.triggers(5);
    expect(line.seen).toMatchObject({ ...refused(reasons.notReady), partNumber: 5, sequence: 1 });
    expect(line.state.jobs).toBe(0);
    line.drops();
    line.shows(ready);
    expect(line.seen).toMatchObject({ ready: true, valid: false });
  });

  it('is not taken up when the inspection becomes ready with the trigger still up', () => {
    const line = new Line({}, { ready: false, busy: false, fault: faults.starting });
    line.triggers(5);
    line.shows(ready);
    expect(line.state.jobs).toBe(0);
    expect(line.seen).toMatchObject({ ready: false, valid: true, outcome: 4 });
  });

  it('is an error while another part is judged, and so is the other, whose result comes too late', () => {
    const line = new Line();
    line.triggers(17);
    line.drops();
    line.triggers(18);
    expect(line.seen).toMatchObject({ ...refused(reasons.busy), partNumber: 18, busy: true });
    line.judges(linePart({ outcome: 'OK', reference: '17' }));
    expect(line.seen).toMatchObject({ ...refused(reasons.busy), partNumber: 18, busy: false, sequence: 1 });
    expect(line.state.late).toBe(1);
    expect(line.state.counts.OK).toBe(0);
    line.drops();
    expect(line.seen).toMatchObject({ ready: true, valid: false });
  });

  it('is an error while the inspection says that it is busy', () => {
    const line = new Line({}, { ready: true, busy: true, fault: 0 });
    expect(line.seen).toMatchObject({ ready: false, busy: true });
    line.triggers(1);
    expect(line.seen).toMatchObject(refused(reasons.busy));
  });
});

describe('an inspection that fails', () => {
  it('gives an error at once for the part it was at, and nothing it says later counts', () => {
    const line = new Line();
    line.triggers(17);
    line.shows({ ready: false, busy: true, fault: faults.engineFailed });
    expect(line.seen).toMatchObject({ ...refused(reasons.stopped), ready: false, sequence: 1 });
    expect(line.words[9]).toBe(faults.engineFailed);
    line.judges(linePart({ id: 9 }));
    line.tells(linePart({ id: 9 }));
    line.drops();
    line.tells(linePart({ id: 9 }));
    expect(line.seen).toMatchObject({ valid: false, outcome: 0, sequence: 1 });
  });

  it('is not ready while it is still at a part that was given up', () => {
    const line = new Line();
    line.triggers(17);
    line.shows({ ready: false, busy: false, fault: faults.engineFailed });
    line.drops();
    line.shows(ready);
    expect(line.seen).toMatchObject({ ready: false, busy: true });
    line.judges(undefined);
    expect(line.seen).toMatchObject({ ready: true, busy: false, valid: false });
  });

  it('counts as hung without a sign of life: not ready, error, and the heartbeat stands still', () => {
    const line = new Line({ answer: 60_000 });
    line.triggers(17);
    line.waits(4_999);
    expect(line.seen).toMatchObject(judging);
    line.waits(1);
    expect(line.seen).toMatchObject({ ...refused(reasons.silent), ready: false });
    expect(line.words[9]).toBe(faults.timeout);
    const beat = line.words[10];
    line.waits(60_000);
    expect(line.words[10]).toBe(beat);
    line.lives();
    line.waits(500);
    expect(line.words[10]).toBe((beat ?? 0) + 1);
    expect(line.seen).toMatchObject({ ready: false, busy: true, outcome: 4 });
  });

  it('is ready again with the next sign of life', () => {
    const line = new Line();
    line.waits(5_000);
    expect(line.seen).toMatchObject({ ready: false, valid: false });
    line.triggers(1);
    expect(line.seen).toMatchObject(refused(reasons.notReady));
    line.drops();
    line.lives();
    expect(line.seen).toMatchObject({ ready: true });
    expect(line.words[9]).toBe(0);
  });

  it('does not let the PLC wait for a result without end', () => {
    const line = new Line({ silence: 60_000 });
    line.triggers(1);
    line.waits(3_000);
    expect(line.seen).toMatchObject({ ...refused(reasons.noAnswer), busy: true });
  });
});

describe('the counter of the PLC', () => {
  it('is not missed where it is not agreed', () => {
    const line = new Line({ silence: Number.POSITIVE_INFINITY });
    line.waits(3_600_000);
    expect(line.seen).toMatchObject({ ready: true });
  });

  it('stops the inspection from being ready where it stands still', () => {
    const line = new Line({ lineSilence: 1_000 });
    line.waits(600);
    line.writes({ watchdog: 1 });
    line.waits(600);
    expect(line.seen).toMatchObject({ ready: true });
    line.writes({ watchdog: 1 });
    line.waits(400);
    expect(line.seen).toMatchObject({ ready: false });
    expect((line.words[1] ?? 0) & 0b110_0000).toBe(0b110_0000);
    line.writes({ watchdog: 2 });
    expect(line.seen).toMatchObject({ ready: true });
  });
});

describe('parts without a trigger', () => {
  it('fill the registers one after the other and stay valid', () => {
    const line = new Line();
    line.tells(linePart({ id: 1, outcome: 'OK', reference: '70000' }));
    expect(line.seen).toMatchObject({ valid: true, outcome: 1, sequence: 1, partNumber: 70_000 % 65_536 });
    line.waits(1_000);
    line.tells(linePart({ id: 2, outcome: 'NG', reference: 'tray 4' }));
    expect(line.seen).toMatchObject({ valid: true, outcome: 2, sequence: 2, partNumber: 0, ready: true });
  });

  it('never take the registers from a triggered part', () => {
    const line = new Line();
    line.triggers(17);
    line.tells(linePart({ id: 7, outcome: 'OK' }));
    expect(line.seen).toMatchObject(judging);
    line.judges(linePart({ id: 8, outcome: 'NG' }));
    line.tells(linePart({ id: 9, outcome: 'OK' }));
    expect(line.seen).toMatchObject({ outcome: 2, sequence: 1, partNumber: 17 });
    expect(line.state.unshown).toBe(2);
  });

  it('are not told twice where a triggered part is told as well, before or after its answer', () => {
    const line = new Line();
    line.triggers(17);
    line.tells(linePart({ id: 8 }));
    line.judges(linePart({ id: 8 }));
    line.drops();
    line.tells(linePart({ id: 8 }));
    expect(line.seen).toMatchObject({ valid: false, sequence: 1 });
    expect(line.state).toMatchObject({ unshown: 0, counts: { OK: 1 } });
  });
});

describe('whatever happens in whatever order', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))('no promise is broken (walk %i)', (seed) => {
    const source = random(seed, 'handshake');
    const below = (limit: number) => source.integer(limit);
    const line = new Line({ hold: seed % 2 ? 300 : undefined, lineSilence: seed % 3 ? undefined : 4_000 });
    const broken: string[] = [];
    let id = 0;
    for (let turn = 0; turn < 2_000; turn += 1) {
      const before = line.state;
      const outcome = outcomes[below(4)] ?? 'error';
      const moves = [
        () => line.triggers(below(5)),
        () => line.drops(),
        () => line.writes({ acknowledge: below(2) === 1, watchdog: below(65_536) }),
        () => line.judges(below(4) ? linePart({ id: ++id, outcome }) : undefined, line.state.jobs - below(2)),
        () => line.tells(linePart({ id: ++id, outcome })),
        () => line.shows({ ready: below(5) > 0, busy: below(8) === 0, fault: 0 }),
        () => line.lives(),
        () => line.waits(below(1_500)),
      ];
      const move = below(moves.length);
      moves[move]?.();
      broken.push(...breaches(before, line, move === 3 || move === 4 ? outcome : undefined));
    }
    expect(broken).toEqual([]);
    expect(line.state.jobs).toBeGreaterThan(10);
    expect(line.state.counts.OK).toBeGreaterThan(10);
  });

  function breaches(before: Handshake, { state, seen, words }: Line, given: string | undefined): string[] {
    const isHeld = before.isValid && state.isValid && before.written.trigger && state.written.trigger;
    const isNew = state.sequence !== before.sequence;
    const promises: readonly (readonly [string, boolean])[] = [
      ['an outcome exactly while valid', seen.valid === (seen.outcome !== 0)],
      ['not ready while busy or with the trigger up', !(seen.ready && (seen.busy || state.written.trigger))],
      ['a reason exactly with an error', seen.error === (seen.reason !== 0)],
      ['OK only with an OK of the inspection', !(isNew && seen.outcome === 1) || given === 'OK'],
      ['OK only with the result that brought it', isNew || before.isValid || seen.outcome !== 1],
      ['what a trigger holds stays', !isHeld || !isNew],
      ['every result is counted', Object.values(state.counts).reduce((sum, count) => sum + count) === state.sequence],
      ['the sequence stands in the registers', (words[4] ?? 0) === state.sequence % 65_536],
      ['a trigger clears the last result', state.jobs === before.jobs || (seen.busy && !seen.valid && !seen.ready)],
    ];
    return promises.flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
  }
});
