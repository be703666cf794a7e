// The lines of all projects while the app is open: one inspection each at most, all stopped in order when it closes.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActivityDraft } from '../../../shared/contract/history.ts';
import type { LineView } from '../../../shared/contract/line.ts';
import { decodeRaster } from '../../data/decode.ts';
import { type DisplayImage, makeThumbnail, toDisplayImage } from '../../data/thumbnail.ts';
import { imagePlace, placeOf } from '../../inspect/keep-image.ts';
import { keptImage } from '../../inspect/review/queue.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';
import { type StartInspection, startInspection } from './inspection-process.ts';
import { lineFolder } from './line-form.ts';
import { LiveLine } from './live-line.ts';
import { journalOf, withJournal } from './review-line.ts';

export interface LinesParts {
  readonly start?: StartInspection;
  /** Milliseconds between two questions to a running inspection. */
  readonly period?: number;
  /** Told whether any line is inspected, whenever one may have begun or ended. */
  readonly onInspecting?: (isInspecting: boolean) => void;
}

export type PictureSize = 'thumbnail' | 'image';

export class Lines {
  readonly #context: AppContext;
  readonly #parts: LinesParts;
  readonly #lines = new Map<number, LiveLine>();
  #isClosed = false;

  constructor(context: AppContext, parts: LinesParts = {}) {
    this.#context = context;
    this.#parts = parts;
  }

  /** @throws NarashiError projects.not-found */
  of(projectId: number): LiveLine {
    const known = this.#lines.get(projectId);
    if (known) return known;
    const { workspace } = this.#context;
    workspace.store.projects.get(projectId);
    const { start = startInspection, period } = this.#parts;
    const line = new LiveLine({
      projectId,
      folder: this.folderOf(projectId),
      root: workspace.root,
      start,
      ...(period === undefined ? {} : { period }),
      onStatus: (view) => this.#tell(view),
      onStarted: (model) => this.#log({ kind: 'line.started', projectId, data: { model } }),
      onEnded: (reason) => this.#log({ kind: 'line.ended', projectId, data: { reason } }),
    });
    this.#lines.set(projectId, line);
    return line;
  }

  folderOf(projectId: number): string {
    return lineFolder(this.#context.workspace.root, projectId);
  }

  /** Ports of the lines the app has seen. */
  ports(): Set<number> {
    return new Set([...this.#lines.values()].flatMap(({ settings }) => settings?.http?.port ?? []));
  }

  get isInspecting(): boolean {
    return [...this.#lines.values()].some((line) => line.isInspecting);
  }

  /** Of one of the latest parts, or of one that waits for a look; undefined where its image is not, or not yet, kept. */
  async picture(projectId: number, partId: number, size: PictureSize): Promise<DisplayImage | undefined> {
    try {
      const bytes = await this.#imageOf(projectId, partId);
      if (!bytes) return undefined;
      if (size === 'image') return await toDisplayImage(bytes);
      return { bytes: await makeThumbnail(await decodeRaster(bytes)), contentType: 'image/webp' };
    } catch {
      return undefined;
    }
  }

  async #imageOf(projectId: number, partId: number): Promise<Uint8Array | undefined> {
    const line = this.#lines.get(projectId);
    const part = line?.part(partId);
    const folder = this.folderOf(projectId);
    if (!line || !part) {
      if (!existsSync(journalOf(folder))) return undefined;
      return withJournal(folder, (journal) => keptImage(journal, folder, partId));
    }
    const watched = line.settings?.folder;
    // Only of files that a listing of that folder named: names from elsewhere may be anything.
    const stays = watched?.afterwards === 'keep' && part.source === 'folder';
    return readFile(stays ? join(watched.path, ...part.name.split('/')) : placeOf(folder, imagePlace(part)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const lines = [...this.#lines.values()];
    await Promise.all(lines.filter((line) => line.isInspecting).map((line) => line.stop()));
    for (const line of lines) line.close();
  }

  #log(entry: ActivityDraft): void {
    if (!this.#isClosed) logged(this.#context, (log) => log(entry));
  }

  #tell(view: LineView): void {
    this.#parts.onInspecting?.(this.isInspecting);
    if (!this.#isClosed) this.#context.emit.line('status', view);
  }
}
