// A line in memory: in whatever state a test puts it, telling it several times a second as a running inspection does.
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineForm, LineReport, LineView, line } from '../../../shared/contract/line.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { linePart } from '../../support/line-part.ts';

export interface LineDouble {
  view: LineView;
  /** Tells its state again and again. */
  isTelling: boolean;
  refusal: NarashiError | undefined;
  /** What was asked for, in order. */
  readonly asked: string[];
  /** Puts it into another state, told at once. */
  become(what: Partial<LineView>): void;
}

export const lineForm: LineForm = {
  name: 'A棟 1号機',
  taktMilliseconds: 800,
  afterwards: 'move',
  httpPort: 8_780,
  csv: true,
  webhook: null,
  modbus: { host: '0.0.0.0', port: 502 },
  mqtt: null,
};

export const model = {
  name: 'P-3@76592520',
  site: '第一工場',
  createdAt: '2026-11-28T03:10:00.000Z',
  approvedBy: '山本',
};

/** The newest first: every seventh is taken out, some are doubtful, one could not be judged. */
export function lineParts(count: number): InspectedPart[] {
  return Array.from({ length: count }, (_, index) => {
    const id = 1_250 - index;
    const outcome = index === 5 ? 'error' : index % 7 === 0 ? 'NG' : index % 9 === 1 ? 'review' : 'OK';
    return linePart({
      id,
      outcome,
      name: `P-${id}.png`,
      className: outcome === 'error' ? null : outcome === 'NG' ? 'キズ' : 'OK',
      ngScore: outcome === 'error' ? null : outcome === 'NG' ? 0.982 : 0.0123,
      errorCode: outcome === 'error' ? 'line.no-image' : null,
      receivedAt: new Date(Date.UTC(2026, 10, 30, 3, 12, 40) - index * 800).toISOString(),
    });
  });
}

const at = '2026-11-30T02:00:00.000Z';
export const noFindings: LineReport['checks'] = {
  samples: { at, passed: true },
  drift: { at, passed: true },
  alarm: null,
  failure: null,
  disk: null,
};

/** It got darker, and more parts are taken out. */
export const drifted: LineReport['checks']['alarm'] = {
  at,
  found: {
    model: model.name,
    from: 1_001,
    upTo: 1_200,
    parts: 200,
    measures: [
      {
        measure: 'brightness',
        reference: 100,
        found: 180,
        usually: 0.51,
        now: 0.43,
        distance: 0.42,
        stability: 0.9,
        pValue: 1e-7,
      },
    ],
    shares: [{ outcome: 'NG', usually: { count: 20, total: 1_000 }, now: { count: 18, total: 200 }, pValue: 1e-5 }],
  },
};

export function lineReport(what: Partial<LineReport> = {}): LineReport {
  return {
    ready: true,
    busy: false,
    fault: 'none',
    reason: null,
    model,
    canRollBack: true,
    startedAt: '2026-11-30T00:00:00.000Z',
    taktMilliseconds: 800,
    latency: { parts: 1_250, p50: 41.2, p95: 96.4, p99: 640, slowest: 1_020, overTakt: 0.002 },
    counts: { OK: 1_174, NG: 61, review: 14, error: 1 },
    waiting: 0,
    lastPart: lineParts(1)[0] ?? null,
    untold: [],
    toReview: 3,
    checks: noFindings,
    ...what,
  };
}

export const running = (what: Partial<LineReport> = {}): Partial<LineView> => ({
  state: 'running',
  form: lineForm,
  watched: 'D:\\camera\\line1',
  model,
  report: lineReport(what),
  silence: 40,
  parts: lineParts(20),
});

export function makeLine(emit: Emit<typeof line>) {
  const now = () => ({ ...state.view, at: new Date().toISOString() });
  const state: LineDouble = {
    view: {
      projectId: 1,
      at: '2026-11-30T00:00:00.000Z',
      state: 'stopped',
      elsewhere: false,
      form: null,
      watched: null,
      folder: 'C:\\Users\\qa\\Narashi\\lines\\1',
      isOutdated: false,
      model: null,
      problem: null,
      endedAt: null,
      report: null,
      silence: null,
      parts: [],
    },
    isTelling: true,
    refusal: undefined,
    asked: [],
    become: (what) => {
      state.view = { ...state.view, ...what };
      emit('status', now());
    },
  };
  setInterval(() => {
    if (state.isTelling && state.view.state === 'running') emit('status', now());
  }, 300).unref();
  const act = (name: string, what: Partial<LineView>) => {
    state.asked.push(name);
    if (state.refusal) throw state.refusal;
    state.become(what);
    return now();
  };
  const on = (): Partial<LineView> => ({ ...running(), form: state.view.form ?? lineForm });
  const off: Partial<LineView> = { state: 'stopped', report: null, silence: null, parts: [] };

  const service: Implementation<typeof line> = {
    view: () => now(),
    save: ({ form, folder }) =>
      act(`save${folder ? ' folder' : ''}`, { form, isOutdated: state.view.state === 'running' }),
    start: () => act('start', on()),
    stop: () => act('stop', off),
    use: async ({ runId, passphrase }, { progress }) => {
      progress({ done: 1, total: 2 });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return act(`use ${runId}${passphrase === undefined ? '' : ` ${passphrase}`}`, on());
    },
    rollBack: () => act('rollBack', {}),
    see: () => act('see', { report: lineReport() }),
  };
  return { state, service };
}
