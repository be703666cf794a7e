// The way of a model to the line: its stages, the moves between them and what each asks for, and which model is live. Pure.

/** 草案 → 候補 → 承認 → 廃止. Every finished run of a project begins as a draft. */
export const stages = ['draft', 'candidate', 'approved', 'retired'] as const;
export type Stage = (typeof stages)[number];

export const stageMoves = ['nominate', 'return', 'approve', 'retire', 'revive'] as const;
export type StageMove = (typeof stageMoves)[number];
/** Going back to the former live model moves no stage: both stay approved. */
export const modelMoves = [...stageMoves, 'roll-back'] as const;
export type ModelMove = (typeof modelMoves)[number];

export interface MoveRule {
  readonly from: readonly Stage[];
  readonly to: Stage;
  /** Asks for a person's name and a reason. */
  readonly isSigned: boolean;
  /** Asks for the gates. */
  readonly isGated: boolean;
}

export const moveRules: Readonly<Record<StageMove, MoveRule>> = {
  nominate: { from: ['draft'], to: 'candidate', isSigned: false, isGated: false },
  return: { from: ['candidate'], to: 'draft', isSigned: false, isGated: false },
  /** Of a model that is approved but no longer live: puts it back on the line, through the gates as they are now. */
  approve: { from: ['candidate', 'approved'], to: 'approved', isSigned: true, isGated: true },
  retire: { from: ['draft', 'candidate', 'approved'], to: 'retired', isSigned: true, isGated: false },
  revive: { from: ['retired'], to: 'draft', isSigned: true, isGated: false },
};

/** Undefined where no move leads there. */
export function moveBetween(from: Stage, to: Stage): StageMove | undefined {
  return stageMoves.find((move) => moveRules[move].from.includes(from) && moveRules[move].to === to);
}

/** Where a model may go from here. A live model cannot be approved once more. */
export function nextStages(stage: Stage, isLive: boolean): Stage[] {
  return stages.filter((to) => moveBetween(stage, to) !== undefined && !(isLive && to === 'approved'));
}

export interface ModelStep {
  readonly runId: number;
  readonly move: ModelMove;
}

export interface Line {
  /** Null: no model judges on the line. */
  readonly live: number | null;
  /** Live before it and not retired since, oldest first; the last one is gone back to first. */
  readonly former: readonly number[];
  /** Of every model that was ever moved; all others are drafts. */
  readonly stages: ReadonlyMap<number, Stage>;
}

/** @param steps of one project, oldest first */
export function lineAfter(steps: Iterable<ModelStep>): Line {
  let live: number | null = null;
  let former: number[] = [];
  const stageOf = new Map<number, Stage>();
  for (const { runId, move } of steps) {
    if (move === 'roll-back') {
      former = former.filter((each) => each !== runId);
      live = runId;
      continue;
    }
    stageOf.set(runId, moveRules[move].to);
    if (move === 'approve') {
      former = [...former, ...(live === null ? [] : [live])].filter((each) => each !== runId);
      live = runId;
    }
    if (move === 'retire') {
      former = former.filter((each) => each !== runId);
      if (live === runId) live = null;
    }
  }
  return { live, former, stages: stageOf };
}
