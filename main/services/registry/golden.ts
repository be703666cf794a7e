// Golden sets of a project: made of its images, judged by its models, and compared with what the live model made of them.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Decision } from '../../../shared/domain/decision.ts';
import type { GoldenImage, GoldenMark, GoldenSet } from '../../../shared/domain/golden.ts';
import { decideGolden, type GateFacts, type GoldenOutcome, goldenOutcome, regressions } from '../../eval/index.ts';
import type { Measuring } from '../../jobs/control/flatness.ts';
import { judgeGoldenImages } from '../../jobs/control/golden.ts';
import type { Store } from '../../store/index.ts';
import { keptRuleOf } from '../judging/rules.ts';
import type { Workspace } from '../workspace.ts';
import { placeOf } from './line.ts';

export interface GoldenChoice {
  readonly imageId: number;
  readonly mark: GoldenMark | null;
}

/**
 * Keeps the images as the next version. @throws NarashiError projects.image-not-found, registry.golden-empty,
 * registry.golden-unlabelled, audit.head-differs
 */
export function addGoldenSet(
  store: Store,
  {
    projectId,
    name,
    reason,
    images,
  }: {
    readonly projectId: number;
    readonly name: string;
    readonly reason: string;
    readonly images: readonly GoldenChoice[];
  },
): GoldenSet {
  const classes = new Map(store.projectClasses.list(projectId).map((label) => [label.id, label]));
  const marks = new Map(images.map(({ imageId, mark }) => [imageId, mark]));
  if (marks.size === 0) throw new NarashiError('registry.golden-empty', {});
  const chosen = [...marks].map(([imageId, mark]): GoldenImage => {
    const { hash, path, classId } = store.projectImages.get(projectId, imageId);
    const label = classId === null ? undefined : classes.get(classId);
    const verdict = mark ? verdictOf[mark] : label?.verdict;
    if (!verdict) throw new NarashiError('registry.golden-unlabelled', { path });
    return { hash, path, className: label?.name ?? null, verdict, mark };
  });
  return store.goldenSets.create({ projectId, name, reason, images: chosen });
}

const verdictOf = { 'limit-ok': 'OK', 'limit-ng': 'NG' } as const;

/** The newest version; undefined where there is none. */
export function goldenSetOf(store: Store, projectId: number): GoldenSet | undefined {
  return store.goldenSets.list(projectId)[0];
}

/** Images of the newest version that are still in the project, as they were marked. */
export function goldenChoiceOf(
  store: Store,
  projectId: number,
): { readonly imageId: number; readonly hash: string; readonly path: string; readonly mark: GoldenMark | null }[] {
  const set = goldenSetOf(store, projectId);
  if (!set) return [];
  const rows = store.projectImages.rows(projectId, store.projectImages.find(projectId));
  const byHash = new Map(rows.map((row) => [row.hash, row]));
  return store.goldenSets.images(set.id).flatMap(({ hash, mark }) => {
    const row = byHash.get(hash);
    return row ? [{ imageId: row.id, hash, path: row.path, mark }] : [];
  });
}

/**
 * Has a model judge the newest version, and the live one too where that has not: the gate asks for both.
 * @throws NarashiError as placeOf, and registry.no-golden-set, services.nothing-to-export, services.images-changed, jobs.*
 */
export async function judgeGolden(workspace: Workspace, runId: number, measuring: Measuring): Promise<GoldenSet> {
  const { store } = workspace;
  const { projectId, line } = placeOf(store, runId);
  const set = goldenSetOf(store, projectId);
  if (!set) throw new NarashiError('registry.no-golden-set', { name: store.projects.get(projectId).settings.name });
  const images = store.goldenSets.images(set.id);
  const { live } = line;
  const alsoLive = live !== null && live !== runId && decisionsOf(store, set.id, live) === null;
  for (const each of alsoLive ? [runId, live] : [runId]) {
    const { model, scores } = await judgeGoldenImages(workspace, each, images, measuring);
    store.goldenSets.judge(set.id, each, model, scores);
  }
  return set;
}

export interface GoldenView {
  readonly images: readonly GoldenImage[];
  /** Of the model's exported file as it is now; null where that has not judged this version. */
  readonly decisions: readonly Decision[] | null;
  readonly outcome: GoldenOutcome | null;
  /** Places of images that the live model judges rightly and this one wrongly; null where one of them has not judged. */
  readonly regressions: readonly number[] | null;
  /** Images that the model was trained on, and so judges rightly for no merit. */
  readonly trainedOn: number;
}

/** A golden set as a model sees it. @throws NarashiError registry.golden-set-not-found, as placeOf */
export function goldenViewOf(store: Store, set: GoldenSet, runId: number): GoldenView {
  const { line } = placeOf(store, runId);
  const images = store.goldenSets.images(set.id);
  const decisions = decisionsOf(store, set.id, runId);
  const live = line.live === null ? decisions : decisionsOf(store, set.id, line.live);
  return {
    images,
    decisions,
    outcome: decisions && goldenOutcome(images, decisions),
    regressions: decisions && live && regressions(images, live, decisions),
    trainedOn: trainedOn(store, runId, images),
  };
}

/** For the gate. */
export function goldenFactsOf(store: Store, projectId: number, runId: number): GateFacts['golden'] {
  const set = goldenSetOf(store, projectId);
  if (!set) return 'golden-set';
  const { images, outcome, regressions: worse } = goldenViewOf(store, set, runId);
  if (!outcome) return 'golden-judgement';
  if (!worse) return 'live-golden-judgement';
  return { images: images.length, regressions: worse.length, mistakes: outcome.escapes + outcome.overkills };
}

function decisionsOf(store: Store, goldenId: number, runId: number): Decision[] | null {
  const judgement = store.goldenSets.judgement(goldenId, runId);
  if (!judgement || judgement.model !== exportedModelOf(store, runId)) return null;
  const { rule } = keptRuleOf(store, runId);
  return judgement.scores.map((score) => decideGolden(score, rule));
}

/** SHA-256 of the run's exported model; null where there is none. */
export function exportedModelOf(store: Store, runId: number): string | null {
  return store.artefacts.list(runId).findLast(({ kind }) => kind === 'export')?.sha256 ?? null;
}

function trainedOn(store: Store, runId: number, images: readonly GoldenImage[]): number {
  const { snapshotId } = store.runs.get(runId);
  const hashes = new Set(images.map(({ hash }) => hash));
  let seen = 0;
  for (const { contentHash } of store.snapshots.images(snapshotId, 'train')) if (hashes.delete(contentHash)) seen++;
  return seen;
}
