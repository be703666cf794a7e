// The making of keys and packages for the app: how the key is opened here, and one making of a run at a time.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { SiteKey } from '../../../shared/contract/packages.ts';
import {
  makeSiteKey,
  type Opening,
  readSiteKey,
  type SiteIdentity,
  type SystemProtection,
} from '../../export/signing/site-key.ts';
import { type StartChild, startChild } from '../../jobs/control/child.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';
import { makePackage, siteKeyPath } from './make-package.ts';
import { PackageShelf, type ShelvedPackage } from './shelf.ts';

export interface PackagingParts {
  readonly startChild?: StartChild;
  /** Where the host offers it. */
  readonly protection?: SystemProtection | undefined;
}

export interface PackagingCall {
  readonly signal: AbortSignal;
  readonly progress: (value: { done: number; total: number }) => void;
}

export class Packaging {
  readonly shelf: PackageShelf;
  readonly #context: AppContext;
  readonly #start: StartChild;
  readonly #protection: SystemProtection | undefined;
  readonly #going = new Map<number, Promise<ShelvedPackage>>();

  constructor(context: AppContext, { startChild: start = startChild, protection }: PackagingParts = {}) {
    this.#context = context;
    this.#start = start;
    this.#protection = protection;
    this.shelf = new PackageShelf(context.workspace);
  }

  get hasSystemProtection(): boolean {
    return this.#protection !== undefined;
  }

  /** @throws NarashiError signing.key-damaged */
  async key(): Promise<SiteIdentity | undefined> {
    return readSiteKey(this.#keyPath);
  }

  /** @throws NarashiError signing.* */
  async makeKey(site: string, passphrase: string | undefined): Promise<SiteKey> {
    const opening = this.#opening(passphrase === undefined ? 'system' : 'passphrase', passphrase);
    const identity = await makeSiteKey(this.#keyPath, { site, opening, now: new Date() });
    logged(this.#context, (log) => log({ kind: 'key.made', data: { site, key: identity.publicKey.id } }));
    this.#context.emit.packages('changed', { projectId: null });
    return keyView(identity);
  }

  /** Whoever asks for one that is being made waits for it. @throws NarashiError as makePackage */
  async make(runId: number, passphrase: string | undefined, call: PackagingCall): Promise<ShelvedPackage> {
    const other = this.#going.get(runId);
    if (other) return other;
    const making = this.#make(runId, passphrase, call).finally(() => this.#going.delete(runId));
    this.#going.set(runId, making);
    return making;
  }

  async #make(runId: number, passphrase: string | undefined, call: PackagingCall): Promise<ShelvedPackage> {
    const { workspace } = this.#context;
    const { projectId } = workspace.store.runs.get(runId);
    const key = await this.key();
    if (!key) throw new NarashiError('signing.no-key', {});
    const { path, manifest } = await makePackage(workspace, {
      runId,
      anySize: false,
      opening: this.#opening(key.protection, passphrase),
      start: this.#start,
      signal: call.signal,
      now: new Date(),
      onProgress: call.progress,
    });
    const data = { name: manifest.name, forms: manifest.models.length };
    logged(this.#context, (log) => log({ kind: 'package.made', projectId, runId, data }));
    const made = await this.shelf.get(runId);
    this.#context.emit.packages('changed', { projectId });
    return { path, view: made.view };
  }

  #opening(protection: 'system' | 'passphrase', passphrase: string | undefined): Opening {
    if (protection === 'passphrase') {
      if (passphrase === undefined) throw new NarashiError('signing.passphrase-needed', {});
      return { kind: 'passphrase', passphrase };
    }
    if (!this.#protection) throw new NarashiError('signing.other-account', {});
    return { kind: 'system', protection: this.#protection };
  }

  get #keyPath(): string {
    return siteKeyPath(this.#context.workspace.root);
  }
}

export function keyView({ site, publicKey, createdAt, protection }: SiteIdentity): SiteKey {
  return { site, keyId: publicKey.id, createdAt, protection };
}
