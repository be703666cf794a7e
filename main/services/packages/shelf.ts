// The packages that were made of a project's runs: each lies in its run's folder, the newest of a run counts.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { MadePackage } from '../../../shared/contract/packages.ts';
import type { PackageManifest } from '../../../shared/domain/package.ts';
import { peekManifest } from '../../export/package/head.ts';
import { readSiteKey } from '../../export/signing/site-key.ts';
import type { Workspace } from '../workspace.ts';
import { approvalFor, siteKeyPath } from './make-package.ts';

export interface ShelvedPackage {
  readonly path: string;
  readonly view: MadePackage;
}

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
  readonly manifest: PackageManifest;
}

export class PackageShelf {
  readonly #workspace: Workspace;
  /** Read before; a file that changed is read again. */
  readonly #known = new Map<string, Found>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async list(projectId: number): Promise<MadePackage[]> {
    const runs = this.#workspace.store.runs.list('done', projectId);
    const found: MadePackage[] = [];
    for (const { id } of runs) {
      const made = await this.find(id);
      if (made) found.push(made.view);
    }
    return found.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  /** @throws NarashiError package.not-made */
  async get(runId: number): Promise<ShelvedPackage> {
    const found = await this.find(runId);
    if (!found) throw new NarashiError('package.not-made', { id: runId });
    return found;
  }

  async find(runId: number): Promise<ShelvedPackage | undefined> {
    const { store, root } = this.#workspace;
    const folder = this.#workspace.runFolder(runId);
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.zip'));
    const all = await Promise.all(names.map((name) => this.#read(join(folder, name))));
    const [newest] = all
      .filter((each) => each !== undefined)
      .filter(({ manifest }) => manifest.run.id === runId)
      .toSorted((one, other) => other.manifest.createdAt.localeCompare(one.manifest.createdAt));
    if (!newest) return undefined;
    const key = await readSiteKey(siteKeyPath(root)).catch(() => undefined);
    const rule = store.decisionRules.latest(runId)?.kept?.rule ?? null;
    const { manifest } = newest;
    // The line is to know by its package who approved the model.
    const isApproved = manifest.approval !== null || approvalFor(store, runId, manifest.run.export) === null;
    const isCurrent = manifest.keyId === key?.publicKey.id && sameRule(manifest.rule, rule) && isApproved;
    return { path: newest.path, view: viewOf(newest, runId, isCurrent) };
  }

  async #read(path: string): Promise<Found | undefined> {
    const file = await stat(path).catch(() => undefined);
    if (!file) return undefined;
    const known = this.#known.get(path);
    if (known?.changed === file.mtimeMs && known.bytes === file.size) return known;
    const manifest = await peekManifest(path);
    if (!manifest) return undefined;
    const found = { path, bytes: file.size, changed: file.mtimeMs, manifest };
    this.#known.set(path, found);
    return found;
  }
}

function sameRule(one: PackageManifest['rule'], other: PackageManifest['rule']): boolean {
  if (one === null || other === null) return one === other;
  return one.okBelow === other.okBelow && one.ngFrom === other.ngFrom && one.unlikeFrom === other.unlikeFrom;
}

function viewOf({ path, bytes, manifest }: Found, runId: number, current: boolean): MadePackage {
  const { createdAt, site, keyId, rule, goldenSamples, models, leftOut } = manifest;
  return {
    runId,
    fileName: basename(path),
    bytes,
    createdAt,
    site,
    keyId,
    rule: rule && { okBelow: rule.okBelow, ngFrom: rule.ngFrom },
    current,
    samples: goldenSamples,
    forms: models.map(({ kind, path: file, right, escaped, overkilled, parity, latency }) => ({
      kind,
      file,
      right,
      escaped,
      overkilled,
      parity,
      latency: latency && { p50: latency.p50, p95: latency.p95 },
    })),
    leftOut: [...leftOut],
  };
}
