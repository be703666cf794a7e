// The model that judges now, the one before it, and the change from one to the other without losing a part.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { PackageManifest } from '../../shared/domain/package.ts';
import type { DriftReference } from '../../shared/domain/reference.ts';
import { syncFile } from '../data/whole-file.ts';
import type { Executor } from '../engine/executor.ts';
import { checkSamples, type SampleCheck } from '../export/package/check-samples.ts';
import { LineJudge } from '../export/package/line-judge.ts';
import { referenceOf, type VerifiedPackage, verifyPackage } from '../export/package/verify.ts';

/** Images judged at once when the line is behind. */
export const MOST_AT_ONCE = 16;

export interface LoadedModel {
  /** Name of its package, and the first digits of its digest. */
  readonly name: string;
  readonly sha256: string;
  readonly manifest: PackageManifest;
  readonly judge: Pick<LineJudge, 'judge' | 'close'>;
  readonly samples: SampleCheck;
  /** What images and verdicts looked like when it was made. */
  readonly reference: DriftReference | null;
}

const inUse = z.object({ current: z.string(), previous: z.string().nullable() });
type InUse = z.infer<typeof inUse>;

/** Of the package in use on a line, whether that is running or not; undefined where none is. */
export async function packageInUse(folder: string): Promise<string | undefined> {
  const path = join(folder, 'models', 'in-use.json');
  if (!existsSync(path)) return undefined;
  const { current } = inUse.parse(JSON.parse(await readFile(path, 'utf8')));
  return join(folder, 'models', `${current}.zip`);
}

export interface ModelSlotOptions {
  /** Of the line; packages in use are kept in its `models`. */
  readonly folder: string;
  /** The engine to run this model on. */
  readonly executor: (manifest: PackageManifest) => Executor;
  /** @throws NarashiError package.key-unknown */
  readonly requireTrusted: (verified: VerifiedPackage) => void;
}

export class ModelSlot {
  readonly #options: ModelSlotOptions;
  readonly #uses = new Map<LoadedModel, number>();
  #current: LoadedModel | undefined;
  #previous: string | null = null;

  constructor(options: ModelSlotOptions) {
    this.#options = options;
  }

  get current(): LoadedModel | undefined {
    return this.#current;
  }

  get hasPrevious(): boolean {
    return this.#previous !== null;
  }

  /** Names of the classes of the model in use. */
  get classes(): readonly string[] {
    return this.#current?.manifest.classes.map(({ name }) => name) ?? [];
  }

  /** Where the package in use is kept. */
  get path(): string | undefined {
    return this.#current && this.#place(this.#current.sha256);
  }

  /** The model that was in use last; undefined where there never was one. @throws NarashiError package.*, engine.* */
  async restore(): Promise<LoadedModel | undefined> {
    const found = await this.#read();
    if (!found) return undefined;
    this.#previous = found.previous;
    this.#current = await this.#load(this.#place(found.current));
    return this.#current;
  }

  /**
   * Takes a package into use. The former goes on judging until this one has proved itself, and what it was given before.
   * @throws NarashiError package.*, engine.*: nothing was changed
   */
  async swap(path: string): Promise<LoadedModel> {
    const loaded = await this.#load(path);
    if (loaded.sha256 === this.#current?.sha256) {
      await loaded.judge.close();
      return this.#current;
    }
    try {
      await this.#keep(path, loaded.sha256);
      await this.#write({ current: loaded.sha256, previous: this.#current?.sha256 ?? null });
    } catch (error) {
      await loaded.judge.close();
      const reason = error instanceof Error ? error.message : String(error);
      throw new NarashiError('package.not-written', { path: this.#place(loaded.sha256), reason }, { cause: error });
    }
    await this.#change(loaded, this.#current?.sha256 ?? null);
    return loaded;
  }

  /** The model before this one judges again. @throws NarashiError line.no-previous, package.*, engine.* */
  async rollback(): Promise<LoadedModel> {
    const previous = this.#previous;
    if (previous === null) throw new NarashiError('line.no-previous', {});
    const loaded = await this.#load(this.#place(previous));
    const former = this.#current?.sha256 ?? null;
    await this.#write({ current: previous, previous: former });
    await this.#change(loaded, former);
    return loaded;
  }

  /** Loads the present model anew, on a new engine. @throws NarashiError package.*, engine.* */
  async reload(): Promise<void> {
    const now = this.#current;
    if (!now) return;
    this.#current = await this.#load(this.#place(now.sha256));
    this.#uses.delete(now);
  }

  /** The model to judge the next part with; it stays loaded until released. */
  acquire(): LoadedModel | undefined {
    const model = this.#current;
    if (model) this.#uses.set(model, (this.#uses.get(model) ?? 0) + 1);
    return model;
  }

  release(model: LoadedModel): void {
    const left = (this.#uses.get(model) ?? 1) - 1;
    this.#uses.set(model, left);
    if (left <= 0) {
      this.#uses.delete(model);
      if (model !== this.#current) model.judge.close().catch(() => undefined);
    }
  }

  async #change(loaded: LoadedModel, previous: string | null): Promise<void> {
    const former = this.#current;
    this.#current = loaded;
    this.#previous = previous;
    if (former && !this.#uses.has(former)) await former.judge.close();
    await this.#forgetOthers();
  }

  async #load(path: string): Promise<LoadedModel> {
    const verified = await verifyPackage(path);
    this.#options.requireTrusted(verified);
    const executor = this.#options.executor(verified.manifest);
    const samples = await checkSamples(executor, verified);
    const judge = await LineJudge.open(executor, verified, MOST_AT_ONCE);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const { manifest } = verified;
    return {
      name: `${manifest.name}@${sha256.slice(0, 8)}`,
      sha256,
      manifest,
      judge,
      samples,
      reference: referenceOf(verified),
    };
  }

  get #folder(): string {
    return join(this.#options.folder, 'models');
  }

  #place(sha256: string): string {
    return join(this.#folder, `${sha256}.zip`);
  }

  /** A copy that stays when the stick it came from is pulled out. */
  async #keep(path: string, sha256: string): Promise<void> {
    const place = this.#place(sha256);
    if (existsSync(place)) return;
    await mkdir(this.#folder, { recursive: true });
    const temporary = `${place}.tmp`;
    await copyFile(path, temporary);
    await syncFile(temporary);
    await rename(temporary, place);
  }

  async #forgetOthers(): Promise<void> {
    const wanted = new Set([this.#current?.sha256, this.#previous].map((sha256) => `${sha256}.zip`));
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (/^[0-9a-f]{64}\.zip/.test(name) && !wanted.has(name)) {
        await rm(join(this.#folder, name), { force: true }).catch(() => undefined);
      }
    }
  }

  async #read(): Promise<InUse | undefined> {
    const path = join(this.#folder, 'in-use.json');
    if (!existsSync(path)) return undefined;
    return inUse.parse(JSON.parse(await readFile(path, 'utf8')));
  }

  async #write(value: InUse): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, 'in-use.json');
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(`${JSON.stringify(value)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }
}
