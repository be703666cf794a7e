// An inspection that judges nothing: it answers by the line's real HTTP as a test tells it to, and ends when told.

import { lineApp } from '../../main/inspect/http/app.ts';
import { type HttpPort, serve } from '../../main/inspect/http/serve.ts';
import { readSettings } from '../../main/inspect/line-folder.ts';
import type { LineReport } from '../../main/inspect/status.ts';
import type { InspectionEnd, InspectionOrder, StartInspection } from '../../main/services/line/inspection-process.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { toProblem } from '../../shared/contract/problem.ts';
import type { InspectedPart } from '../../shared/domain/inspection.ts';

export class StandInInspection {
  readonly orders: InspectionOrder[] = [];
  readonly parts: InspectedPart[] = [];
  /** Packages taken into use while it ran, or `rollback`. */
  readonly changes: string[] = [];
  /** What it refuses the next start or change with. */
  refusal: NarashiError | undefined;
  /** Answers nothing, as a process that hangs. */
  isSilent = false;
  model = 'ねじ-1@00000000';
  stops = 0;
  #port: HttpPort | undefined;
  #end: ((end: InspectionEnd) => void) | undefined;

  readonly start: StartInspection = (order) => {
    this.orders.push(order);
    const { promise, resolve } = Promise.withResolvers<InspectionEnd>();
    this.#end = resolve;
    void this.#begin(order);
    return {
      pid: undefined,
      ended: promise,
      stop: () => {
        this.stops++;
        void this.end({ problem: null, reason: 'exit code 0' });
      },
    };
  };

  /** Opens the line's port as another program does. */
  async open(folder: string): Promise<void> {
    const { http } = await readSettings(folder);
    if (!http) throw new Error('no HTTP');
    const app = lineApp({
      settings: http,
      report: () => this.#report(),
      inspect: () => Promise.reject(new NarashiError('line.stopping', {})),
      parts: () => this.parts,
      heat: async () => undefined,
      latestParts: (limit) => this.parts.toReversed().slice(0, limit),
      swap: async (path) => this.#change(path),
      rollBack: async () => this.#change('rollback'),
    });
    this.#port = await serve(app, http.host, http.port);
  }

  async end(end: InspectionEnd): Promise<void> {
    await this.#port?.close();
    this.#port = undefined;
    this.#end?.(end);
  }

  async #begin({ folder, packagePath }: InspectionOrder): Promise<void> {
    const { refusal } = this;
    if (refusal) {
      this.#end?.({ problem: toProblem(refusal), reason: 'exit code 1' });
      return;
    }
    if (packagePath !== undefined) this.model = packagePath;
    await this.open(folder);
  }

  #change(to: string): void {
    if (this.refusal) throw this.refusal;
    this.changes.push(to);
    this.model = to;
  }

  #report(): LineReport {
    if (this.isSilent) throw new Error('silent');
    const counts = { OK: 0, NG: 0, review: 0, error: 0 };
    for (const { outcome } of this.parts) counts[outcome]++;
    return {
      name: 'L',
      ready: true,
      busy: false,
      fault: 'none',
      reason: null,
      model: { name: this.model, site: '第一工場', createdAt: '2026-11-30T00:00:00.000Z', approvedBy: null },
      canRollBack: this.changes.length > 0,
      startedAt: '2026-11-30T00:00:00.000Z',
      taktMilliseconds: 1_000,
      latency: null,
      counts,
      waiting: 0,
      lastPart: this.parts.at(-1) ?? null,
      untold: [],
      toReview: 0,
      checks: { samples: null, drift: null, alarm: null, failure: null, disk: null },
      memoryMegabytes: 100,
    };
  }
}
