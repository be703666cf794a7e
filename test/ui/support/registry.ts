// The registry in memory: three models of a project that move by the real rules, gates to pass, a golden set, an audit log.
import { gatesOf, goldenOutcome, rate, regressions, unmet } from '../../../main/eval/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ModelLine, ModelMoveRecord, Models, registry } from '../../../shared/contract/registry.ts';
import type { AuditKind, AuditReport } from '../../../shared/domain/audit.ts';
import type { Decision } from '../../../shared/domain/decision.ts';
import { defaultGateSettings, type GateSettings } from '../../../shared/domain/gates.ts';
import type { GoldenImage, GoldenMark } from '../../../shared/domain/golden.ts';
import { lineAfter, type ModelMove, moveBetween, nextStages } from '../../../shared/domain/registry.ts';
import type { JsonObject } from '../../../shared/domain/run.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { digestOf } from './stage.ts';

export interface RegistryState {
  moves: ModelMoveRecord[];
  settings: GateSettings;
  reason: string;
  /** Every gate is measured and passed. */
  isGood: boolean;
  /** Models that have judged the golden set. */
  judged: number[];
  finding: AuditReport['finding'];
  gaps: AuditReport['gaps'];
  isUnaltered: boolean;
  readonly audit: { readonly kind: AuditKind; readonly subject: string; readonly data: JsonObject }[];
  readonly golden: { readonly name: string; readonly reason: string; readonly images: GoldenImage[] }[];
  /** Entries beyond those that were made here. */
  older: number;
}

const at = '2026-11-25T04:00:00.000Z';
const images = Array.from({ length: 12 }, (_, place) => ({
  imageId: place + 1,
  hash: digestOf(`image ${place}`),
  path: `2026-11-20/${String(place).padStart(4, '0')}.png`,
  verdict: place < 6 ? ('OK' as const) : ('NG' as const),
}));

export function makeRegistry(emit: Emit<typeof registry>) {
  const state: RegistryState = {
    moves: [],
    settings: defaultGateSettings,
    reason: '',
    isGood: false,
    judged: [],
    finding: null,
    gaps: [],
    isUnaltered: true,
    audit: [],
    golden: [],
    older: 0,
  };
  const record = (kind: AuditKind, subject: string, data: JsonObject) => state.audit.push({ kind, subject, data });
  const changed = () => emit('changed', { projectId: 1 });
  const move = (runId: number, name: ModelMove, approver: string, reason: string) => {
    state.moves.push({ runId, move: name, at, operator: '', approver, reason });
    record(name === 'approve' ? 'model.approved' : 'model.moved', `run:${runId}`, { approver, reason });
    changed();
  };

  function view(): Models {
    const { live, former, stages } = lineAfter(state.moves);
    const line = (runId: number): ModelLine => {
      const stage = stages.get(runId) ?? 'draft';
      return {
        runId,
        stage,
        isLive: runId === live,
        next: nextStages(stage, runId === live),
        network: 'small',
        method: 'samar',
        createdAt: at,
        note: '',
        testAccuracy: 0.95 + runId / 100,
        testEscape: 0.03,
        testOverkill: 0.02,
      };
    };
    return {
      live,
      former: former.at(-1) ?? null,
      isUnaltered: live === null ? null : state.isUnaltered,
      models: [3, 2, 1].map(line),
      moves: state.moves.toReversed(),
    };
  }

  function gates(runId: number) {
    const golden = state.golden.length === 0 ? 'golden-set' : 'golden-judgement';
    const isJudged = state.judged.includes(runId);
    return gatesOf(state.settings, {
      evaluation: {
        confusion: state.isGood
          ? [
              [99, 1],
              [0, 60],
            ]
          : [
              [20, 1],
              [1, 11],
            ],
        balancedAccuracy: 0.95,
      },
      escape: state.isGood ? rate(0, 60) : rate(0, 12),
      overkill: rate(1, 100),
      golden: state.isGood || isJudged ? { images: 12, regressions: 0, mistakes: 0 } : golden,
      robustness: state.isGood ? 0.91 : null,
      package: state.isGood ? { images: 160, disagreements: 0, p95: 18 } : null,
      taktMilliseconds: 2_000,
    });
  }

  const setLine = (place: number) => {
    const { name, reason, images: chosen } = state.golden[place] ?? { name: '', reason: '', images: [] };
    return {
      id: place + 1,
      version: place + 1,
      name,
      reason,
      operator: '佐藤',
      at,
      images: chosen.length,
      digest: digestOf(name),
    };
  };

  const service: Implementation<typeof registry> = {
    models: view,
    gates: ({ runId }) => gates(runId),
    step: ({ runId, to, approver, reason, override }) => {
      const { stages } = lineAfter(state.moves);
      const name = moveBetween(stages.get(runId) ?? 'draft', to);
      if (!name) throw new NarashiError('registry.not-allowed', { id: runId });
      const failed = name === 'approve' ? unmet(gates(runId)).length : 0;
      if (failed > 0 && override === '') throw new NarashiError('registry.gates-unmet', { id: runId, count: failed });
      if (failed > 0) record('gates.overridden', `run:${runId}`, { approver, reason: override });
      move(runId, name, approver, reason);
      return view();
    },
    rollBack: ({ approver, reason }) => {
      const { former } = lineAfter(state.moves);
      const runId = former.at(-1);
      if (runId === undefined) throw new NarashiError('registry.nothing-former', { name: '' });
      move(runId, 'roll-back', approver, reason);
      return view();
    },
    gateSettings: () => ({ settings: state.settings, operator: '', reason: state.reason, at: null }),
    setGates: ({ settings, reason }) => {
      Object.assign(state, { settings, reason });
      record('gates.changed', 'project:1', { reason });
      changed();
      return { settings, operator: '', reason, at };
    },
    goldenSets: () => state.golden.map((_, place) => setLine(place)).reverse(),
    addGoldenSet: ({ name, reason, images: chosen }) => {
      state.golden.push({ name, reason, images: chosen.map(({ imageId, mark }) => goldenImage(imageId, mark)) });
      state.judged = [];
      record('golden.versioned', 'project:1', { name, reason });
      changed();
      return setLine(state.golden.length - 1);
    },
    goldenImages: ({ goldenId }) => state.golden[goldenId - 1]?.images ?? [],
    goldenChoice: () =>
      (state.golden.at(-1)?.images ?? []).flatMap(({ hash, path, mark }) => {
        const image = images.find((one) => one.hash === hash);
        return image ? [{ imageId: image.imageId, hash, path, mark }] : [];
      }),
    goldenView: ({ goldenId, runId }) => {
      const chosen = state.golden[goldenId - 1]?.images ?? [];
      const right = chosen.map(({ verdict }): Decision => verdict);
      // Every model is right, but that the third lets the last image pass.
      const own = right.map(
        (decision, place): Decision => (runId === 3 && place === right.length - 1 ? 'OK' : decision),
      );
      const decisions = state.judged.includes(runId) ? own : null;
      return {
        images: chosen,
        decisions,
        outcome: decisions && goldenOutcome(chosen, decisions),
        regressions: decisions && regressions(chosen, right, decisions),
        trainedOn: runId === 3 ? 1 : 0,
      };
    },
    judgeGolden: async ({ runId }, { progress }) => {
      progress({ done: 12, total: 12 });
      state.judged = [...state.judged, runId];
      changed();
      return setLine(state.golden.length - 1);
    },
    audit: ({ before, limit }) => {
      const all = [...Array.from({ length: state.older }, () => olderEntry), ...state.audit];
      return all
        .map(({ kind, subject, data }, place) => ({
          sequence: place + 1,
          at,
          operator: '佐藤',
          kind,
          subject,
          data,
          previous: digestOf(`entry ${place}`),
          hash: digestOf(`entry ${place + 1}`),
        }))
        .filter(({ sequence }) => before === undefined || sequence < before)
        .reverse()
        .slice(0, limit);
    },
    verifyAudit: () => report(),
    continueAudit: ({ reason }) => {
      record('audit.continued', 'workspace', { reason });
      state.finding = null;
      state.gaps = [{ sequence: state.audit.length, at, operator: '', kind: 'audit.continued', data: { reason } }];
      return report();
    },
  };

  function report(): AuditReport {
    const entries = state.older + state.audit.length;
    return { entries, hash: digestOf(`entry ${entries}`), finding: state.finding, gaps: state.gaps };
  }

  return { state, service };
}

const olderEntry = { kind: 'rule.set', subject: 'run:1', data: { okBelow: 0.2 } } as const;

export function goldenImage(imageId: number, mark: GoldenMark | null): GoldenImage {
  const { hash, path, verdict } = images[imageId - 1] ?? { hash: digestOf('none'), path: '', verdict: 'NG' };
  const marked = mark === null ? verdict : mark === 'limit-ok' ? 'OK' : 'NG';
  return { hash, path, className: verdict === 'OK' ? 'OK' : 'キズ', verdict: marked, mark };
}

/** The same images as the images service tells of them. */
export const goldenCandidates = images.map(({ imageId, hash, path, verdict }) => ({
  id: imageId,
  hash,
  path,
  classId: verdict === 'OK' ? 1 : 2,
  split: null,
  lot: null,
  part: null,
  line: null,
  camera: null,
  capturedAt: null,
  width: 640,
  height: 480,
  bytes: 1000,
  importedAt: at,
}));
