// A signed package of a finished training: proved, made in a process of its own, signed here, written whole.
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { type PackageManifest, packagePaths } from '../../../shared/domain/package.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { openContainer, packMembers } from '../../export/package/container.ts';
import { signManifest } from '../../export/package/signature.ts';
import { verifyPackage } from '../../export/package/verify.ts';
import { preprocessingWords } from '../../export/package/words.ts';
import { type Opening, openSiteKey, type SiteIdentity } from '../../export/signing/site-key.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { packageInChild } from '../../jobs/control/package.ts';
import { verifyInChild } from '../../jobs/control/verification.ts';
import { programVersion } from '../../jobs/identity.ts';
import { digest } from '../../jobs/run-files.ts';
import { writeWhole } from '../../jobs/whole-file.ts';
import type { Store } from '../../store/index.ts';
import { liveModelOf } from '../registry/line.ts';
import { recordPackage } from '../registry/recorded.ts';
import type { Workspace } from '../workspace.ts';
import { modelFileName } from '../zip-export.ts';

export interface PackageOptions {
  readonly runId: number;
  /** Also the form that takes pictures of any size. */
  readonly anySize: boolean;
  /** Where to write it; in the run's own folder when absent. */
  readonly destination?: string | undefined;
  readonly opening: Opening;
  readonly start: StartChild;
  readonly signal: AbortSignal;
  readonly now: Date;
  onProgress(progress: { readonly done: number; readonly total: number }): void;
}

export interface MadePackage {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly manifest: PackageManifest;
}

export const siteKeyPath = (root: string) => join(root, 'keys', 'site-key.json');
export const packagePath = (runFolder: string, name: string) => join(runFolder, `${name}.zip`);

/** @throws NarashiError audit.head-differs, signing.*, services.*, export.*, package.*, jobs.* */
export async function makePackage(workspace: Workspace, options: PackageOptions): Promise<MadePackage> {
  const { runId, start, signal, onProgress } = options;
  workspace.store.audit.requireFit();
  // A wrong passphrase is told before anything takes time.
  const { identity, key } = await openSiteKey(siteKeyPath(workspace.root), options.opening);
  const { sha256 } = await verifyInChild(workspace, start, runId, { signal, onProgress: () => undefined });
  const facts = factsOf(workspace, { runId, exported: sha256, identity, now: options.now });
  const folder = await packageInChild(workspace, {
    runId,
    facts,
    anySize: options.anySize,
    start,
    signal,
    onProgress,
  });
  const path = options.destination ?? packagePath(workspace.runFolder(runId), facts.name);
  try {
    const { members } = await openContainer(folder);
    const manifest = members.get(packagePaths.manifest);
    if (!manifest) throw new NarashiError('package.member-missing', { path: folder, member: packagePaths.manifest });
    const others = Array.from(members).filter(([member]) => member !== packagePaths.manifest);
    const bytes = await packMembers(
      new Map([[packagePaths.manifest, manifest], [packagePaths.signature, signManifest(manifest, key)], ...others]),
    );
    await write(path, bytes);
    // What was written is read again as the line will read it.
    const verified = await verifyPackage(path);
    const made = { path, bytes: bytes.length, sha256: digest(bytes), manifest: verified.manifest };
    recordPackage(workspace.store, made);
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function factsOf(
  { store }: Workspace,
  about: { readonly runId: number; readonly exported: string; readonly identity: SiteIdentity; readonly now: Date },
) {
  const { runId, exported, identity, now } = about;
  const { run, snapshot, counts, artefacts } = store.showRun(runId);
  const recipe = recipeSchema.parse(run.hyperParameters);
  const project = run.projectId === null ? null : store.projects.get(run.projectId).settings.name;
  const preprocessing = squarePreprocessing(recipe.size);
  const images = { train: 0, validation: 0, test: 0 };
  for (const each of counts) images[each.split] += each.images;
  return {
    name: basename(modelFileName(project ?? 'narashi', runId), '.onnx'),
    createdAt: now.toISOString(),
    program: programVersion,
    site: identity.site,
    keyId: identity.publicKey.id,
    project,
    run: {
      id: runId,
      method: recipe.method,
      seed: recipe.seed,
      checkpoint: artefacts.findLast(({ kind }) => kind === 'checkpoint')?.sha256 ?? null,
      export: exported,
    },
    dataset: { digest: snapshot.digest, images },
    classes: snapshot.classes.map(({ name, verdict }) => ({ name, verdict })),
    approval: approvalFor(store, runId, exported),
    rule: store.decisionRules.latest(runId)?.kept?.rule ?? null,
    preprocessing: { ...preprocessing, words: preprocessingWords(preprocessing) },
  };
}

/** Of this very model; null where its project has not approved it, or it has none. */
export function approvalFor(store: Store, runId: number, exported: string): PackageManifest['approval'] {
  const { projectId } = store.runs.get(runId);
  const live = projectId === null ? undefined : liveModelOf(store, projectId);
  if (live?.runId !== runId || live.model !== exported) return null;
  const { approver, reason, at } = live;
  return { approver, reason, at };
}

/** @throws NarashiError package.not-written */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, [bytes]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('package.not-written', { path, reason }, { cause: error });
  }
}
