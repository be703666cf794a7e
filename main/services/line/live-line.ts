// One line as the app knows it: whether its inspection runs, what it said last and how long ago, and why it ended.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LineReport, LineState, LineView } from '../../../shared/contract/line.ts';
import { MOST_SILENCE } from '../../../shared/contract/line.ts';
import { fromProblem, toProblem } from '../../../shared/contract/problem.ts';
import type { InspectedPart } from '../../../shared/domain/inspection.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import type { InspectionEnd, InspectionProcess, StartInspection } from './inspection-process.ts';
import { LineClient } from './line-client.ts';
import { formOf, settingsOf } from './line-form.ts';
import { modelInUse } from './model-in-use.ts';

export interface LiveLineOptions {
  readonly projectId: number;
  /** Of the line, and of the workspace. */
  readonly folder: string;
  readonly root: string;
  readonly start: StartInspection;
  readonly onStatus: (view: LineView) => void;
  /** It judges now. */
  readonly onStarted: (model: string) => void;
  /** It ended without having been asked. */
  readonly onEnded: (reason: string) => void;
  /** Milliseconds between two questions. */
  readonly period?: number;
}

const PERIOD = 500;
/** Parts that are shown. */
const SHOWN = 20;
/** A first look whether another program inspects this line. */
const GLANCE = 400;

export class LiveLine {
  readonly #options: LiveLineOptions;
  #state: LineState = 'stopped';
  #process: InspectionProcess | undefined;
  #elsewhere = false;
  #settings: LineSettings | undefined;
  /** The settings the inspection was started with. */
  #started: LineSettings | undefined;
  #model: LineView['model'] = null;
  #client: LineClient | undefined;
  #report: LineReport | undefined;
  #heardAt: number | undefined;
  #parts: readonly InspectedPart[] = [];
  #end: { readonly problem: LineView['problem']; readonly at: string } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LiveLineOptions) {
    this.#options = options;
  }

  /** Its process is there: starting, judging or ending. */
  get isInspecting(): boolean {
    return this.#process !== undefined;
  }

  get settings(): LineSettings | undefined {
    return this.#settings;
  }

  part(id: number): InspectedPart | undefined {
    return this.#parts.find((part) => part.id === id);
  }

  /** As it is now, with a look at its files. @throws NarashiError line.settings, line.no-source */
  async look(): Promise<LineView> {
    await this.#readFiles();
    if (!this.#process && !this.#elsewhere && this.#settings?.http) {
      const client = new LineClient(this.#settings.http);
      const report = await client.report(GLANCE);
      if (report && !this.#process) {
        this.#elsewhere = true;
        this.#client = client;
        await this.#take(report);
        this.#poll();
      }
    }
    return this.view();
  }

  view(): LineView {
    const { projectId, folder } = this.#options;
    const settings = this.#settings;
    const isOutdated = this.#started !== undefined && JSON.stringify(this.#started) !== JSON.stringify(settings);
    return {
      projectId,
      at: new Date().toISOString(),
      state: this.#elsewhere ? 'running' : this.#state,
      elsewhere: this.#elsewhere,
      form: settings ? formOf(settings) : null,
      watched: settings?.folder?.path ?? null,
      folder,
      isOutdated: this.isInspecting && isOutdated,
      model: this.#report?.model ?? this.#model,
      problem: this.#end?.problem ?? null,
      endedAt: this.#end?.at ?? null,
      report: this.#report ?? null,
      silence: this.#heardAt === undefined ? null : performance.now() - this.#heardAt,
      parts: [...this.#parts],
    };
  }

  /** Resolves once it judges. @throws NarashiError line.*, package.*, engine.*, inspect.*, host.port-in-use, jobs.no-node */
  async start(packagePath?: string): Promise<LineView> {
    await this.look();
    if (this.#elsewhere) throw new NarashiError('line.in-use', { path: this.#options.folder });
    if (this.#process) return this.view();
    const { folder, root, start } = this.#options;
    if (!this.#settings?.http) throw new NarashiError('line.not-set-up', {});
    this.#forget();
    const process = start({ folder, root, packagePath });
    this.#process = process;
    this.#started = this.#settings;
    this.#client = new LineClient(this.#settings.http);
    this.#change('starting');
    const ended = process.ended.then((end) => this.#gone(end));
    this.#poll();
    await Promise.race([ended, this.#firstAnswer(process)]);
    // What it said of its end is the answer; a stop in the meantime is none.
    if (this.#end?.problem) {
      const problem = fromProblem(this.#end.problem);
      this.#end = undefined;
      this.#change('stopped');
      throw problem;
    }
    if (this.#process === process) this.#options.onStarted(this.view().model?.name ?? '');
    return this.view();
  }

  /** Resolves once its process is gone. */
  async stop(): Promise<LineView> {
    if (this.#elsewhere) throw new NarashiError('line.in-use', { path: this.#options.folder });
    const process = this.#process;
    if (process) {
      this.#change('stopping');
      process.stop();
      await process.ended;
      await this.#settled;
    } else if (this.#state === 'ended') {
      this.#end = undefined;
      this.#change('stopped');
    }
    return this.view();
  }

  /** @throws NarashiError package.*, engine.*, line.not-running, line.no-answer: the former model goes on */
  async change(act: (client: LineClient) => Promise<void>): Promise<LineView> {
    if (!this.#client || !(this.isInspecting || this.#elsewhere)) throw new NarashiError('line.not-running', {});
    await act(this.#client);
    await this.#ask();
    return this.view();
  }

  /** Asks no more; its process is left to `stop`. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #settled: Promise<void> = Promise.resolve();

  async #readFiles(): Promise<void> {
    this.#settings = await settingsOf(this.#options.folder);
    this.#model = await modelInUse(this.#options.folder);
  }

  #forget(): void {
    this.#report = undefined;
    this.#heardAt = undefined;
    this.#parts = [];
    this.#end = undefined;
  }

  async #firstAnswer(process: InspectionProcess): Promise<void> {
    while (this.#process === process && this.#state === 'starting') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #gone({ problem, reason }: InspectionEnd): Promise<void> {
    const wasAsked = this.#state === 'stopping';
    const wasStarting = this.#state === 'starting';
    this.#process = undefined;
    this.#started = undefined;
    this.#client = undefined;
    clearTimeout(this.#timer);
    this.#forget();
    this.#settled = modelInUse(this.#options.folder).then(
      (model) => {
        this.#model = model;
      },
      () => undefined,
    );
    await this.#settled;
    if (wasAsked) {
      this.#change('stopped');
      return;
    }
    const told = problem ?? toProblem(new NarashiError('line.ended', { reason }));
    this.#end = { problem: told, at: new Date().toISOString() };
    if (!wasStarting) {
      this.#options.onEnded(fromProblem(told).message);
      this.#change('ended');
    }
  }

  #poll(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round(), this.#options.period ?? PERIOD);
  }

  async #round(): Promise<void> {
    await this.#ask();
    if (!this.isInspecting && !this.#elsewhere) return;
    this.#options.onStatus(this.view());
    this.#poll();
  }

  async #ask(): Promise<void> {
    const client = this.#client;
    const report = await client?.report();
    // Whoever answered may have ended meanwhile.
    if (client !== this.#client) return;
    if (report) {
      await this.#take(report);
      if (this.#state === 'starting') this.#state = 'running';
    } else if (this.#elsewhere && performance.now() - (this.#heardAt ?? 0) > MOST_SILENCE) {
      this.#elsewhere = false;
      this.#client = undefined;
      this.#forget();
      this.#change('stopped');
    }
  }

  async #take(report: LineReport): Promise<void> {
    const client = this.#client;
    this.#heardAt = performance.now();
    const isNew = report.lastPart?.id !== this.#report?.lastPart?.id || this.#report === undefined;
    this.#report = report;
    const parts = isNew ? await client?.parts(SHOWN) : undefined;
    if (parts && client === this.#client) this.#parts = parts;
  }

  #change(state: LineState): void {
    this.#state = state;
    this.#options.onStatus(this.view());
  }
}
