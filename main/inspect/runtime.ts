// One line under inspection: its sources, its model, its journal, and everybody who is told. Starts ready or says why not,
// and ends without losing a part.
import { join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { toTold } from '../../shared/contract/problem.ts';
import { alarmKinds } from '../../shared/domain/alarm.ts';
import { type Fault, faults, type InspectedPart } from '../../shared/domain/inspection.ts';
import { type LineSettings, timeoutOf } from '../../shared/domain/line-settings.ts';
import { type VerifiedPackage, verifyPackage } from '../export/package/verify.ts';
import { type LineStore, type OutcomeCounts, openLineStore } from '../store/index.ts';
import type { Arrival } from './arrival.ts';
import type { Engines } from './engines.ts';
import { HeatMaps } from './heat.ts';
import { lineApp } from './http/app.ts';
import { addReviewRoutes } from './http/review-routes.ts';
import { type HttpPort, serve } from './http/serve.ts';
import { Inspection } from './inspection.ts';
import { isDrawn, keepSent } from './keep-sent.ts';
import { LatencyWindow } from './latency.ts';
import type { LineLink } from './line-link.ts';
import { openLinks } from './links.ts';
import { type LoadedModel, ModelSlot } from './model-slot.ts';
import { shownPart } from './shown-part.ts';
import type { Following } from './sink/follower.ts';
import { openFollowings, untoldOf } from './sink/followings.ts';
import { FolderSource } from './source/folder.ts';
import type { LineReport } from './status.ts';
import { Triggers } from './triggers.ts';
import { Watch } from './watch/watch.ts';

export interface LineOptions {
  /** Of the line: settings, journal, models, results. */
  readonly folder: string;
  readonly settings: LineSettings;
  readonly engines: Engines;
  /** @throws NarashiError package.key-unknown */
  readonly requireTrusted: (verified: VerifiedPackage) => void;
  readonly log: (line: string) => void;
  readonly now?: () => Date;
}

/** Parts that may wait before more are refused. */
const QUEUE = 256;
const ALIVE_MILLISECONDS = 500;
/** Changes of alarms told at once. */
const MOST_ALARMS = 20;
/** Engines given up in the place of one that hung; after that only a restart helps. */
const MOST_REPLACED = 3;

export class Line {
  readonly store: LineStore;
  readonly slot: ModelSlot;
  readonly #options: LineOptions;
  readonly #inspection: Inspection;
  readonly #latency: LatencyWindow;
  readonly #triggers: Triggers;
  readonly #heatMaps = new HeatMaps();
  readonly #watch: Watch;
  readonly #startedAt: string;
  readonly #followings: Pick<Following, 'name' | 'failure' | 'wake' | 'stop'>[] = [];
  #links: readonly LineLink[] = [];
  #replaced = 0;
  #folder: FolderSource | undefined;
  #http: HttpPort | undefined;
  #alive: NodeJS.Timeout | undefined;
  #fault: Fault = 'starting';
  #reason: NarashiError | null = null;
  #isBusy = false;
  /** Number of the last change of an alarm the buses were told of. */
  #alarm = 0;
  #last: InspectedPart | null = null;
  readonly #sending = new Map<string, Promise<InspectedPart>>();
  readonly #listeners: ((part: InspectedPart) => void)[] = [];
  #counts: OutcomeCounts;

  private constructor(options: LineOptions) {
    const { folder, settings, now = () => new Date() } = options;
    this.#options = options;
    this.#startedAt = now().toISOString();
    this.store = openLineStore(join(folder, 'inspection.db'), now);
    this.#counts = this.store.parts.counts();
    this.slot = new ModelSlot({
      folder,
      executor: (manifest) => options.engines.of(manifest),
      requireTrusted: options.requireTrusted,
    });
    this.#latency = new LatencyWindow(settings.taktMilliseconds);
    this.#triggers = new Triggers(timeoutOf(settings));
    this.#watch = new Watch({
      ...{ folder, settings, store: this.store, slot: this.slot, log: options.log, now },
      open: () => this.#inspection.open,
      onChange: () => this.#show(),
    });
    this.#inspection = new Inspection({
      slot: this.slot,
      record: (parts) => this.store.parts.record(this.#watch.trusted(parts)),
      onPart: (part) => this.#tell(part),
      onFault: (fault, error) => this.#setFault(fault ?? 'none', error),
      onBusy: (isBusy) => {
        this.#isBusy = isBusy;
        this.#show();
      },
      timeoutMilliseconds: timeoutOf(settings),
      queueLimit: QUEUE,
      now,
    });
  }

  /** @throws NarashiError package.*, engine.*, host.port-in-use, inspect.*, line.*: nothing was judged */
  static async start(options: LineOptions, packagePath?: string): Promise<Line> {
    const line = new Line(options);
    try {
      await line.#start(packagePath);
      return line;
    } catch (error) {
      await line.stop();
      throw error;
    }
  }

  get port(): number | undefined {
    return this.#http?.port;
  }

  /** A part from elsewhere than the sources of the settings. @throws NarashiError as Inspection.inspect */
  inspect(arrival: Arrival): Promise<InspectedPart> {
    return this.#inspection.inspect(arrival);
  }

  onPart(tell: (part: InspectedPart) => void): void {
    this.#listeners.push(tell);
  }

  /** Takes a package into use while parts go on. @throws NarashiError package.*, engine.*: the former model goes on */
  async swap(path: string): Promise<LoadedModel> {
    return this.#changeModel(this.slot.current ? 'swap' : 'load', path, () => this.slot.swap(path));
  }

  /** @throws NarashiError line.no-previous, package.*, engine.* */
  async rollBack(): Promise<LoadedModel> {
    return this.#changeModel('rollback', '', () => this.slot.rollback());
  }

  report(): LineReport {
    const { settings } = this.#options;
    const manifest = this.slot.current?.manifest;
    const reason = this.#reason ?? this.#watch.failure ?? this.#folder?.failure;
    return {
      name: settings.name,
      ready: this.#isReady,
      busy: this.#isBusy,
      fault: this.#shownFault,
      reason: reason ? toTold(reason) : null,
      model: manifest
        ? {
            name: this.slot.current?.name ?? '',
            site: manifest.site,
            createdAt: manifest.createdAt,
            approvedBy: manifest.approval?.approver ?? null,
          }
        : null,
      canRollBack: this.slot.hasPrevious,
      startedAt: this.#startedAt,
      taktMilliseconds: settings.taktMilliseconds,
      latency: this.#latency.figures(),
      counts: this.#counts,
      waiting: this.#inspection.open,
      lastPart: this.#last,
      untold: untoldOf([...this.#followings, ...this.#links]),
      toReview: this.store.reviews.waiting(),
      checks: this.#watch.report(),
      memoryMegabytes: Math.round(process.memoryUsage().rss / 1e6),
    };
  }

  /** Takes nothing more, gives every part its verdict, tells who can be told, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.#alive);
    this.#setFault('stopping');
    await this.#folder?.stop();
    await this.#inspection.stop();
    await this.#watch.stop();
    await this.#http?.close();
    for (const following of this.#followings) await following.stop();
    for (const link of this.#links) await link.close();
    await this.store.durable().catch(() => undefined);
    this.store.close();
    await this.#options.engines.close();
  }

  get #isReady(): boolean {
    const isWell = this.#shownFault === 'none' && this.#folder?.failure == null;
    return isWell && this.slot.current !== undefined;
  }

  get #shownFault(): Fault {
    return this.#fault === 'none' && this.#watch.failure ? 'goldenFailed' : this.#fault;
  }

  async #start(packagePath: string | undefined): Promise<void> {
    const { settings, folder, log } = this.#options;
    this.#followings.push(...(await openFollowings({ folder, settings, store: this.store, log })));
    this.#links = await openLinks({ settings, triggers: this.#triggers, lastPart: this.store.parts.lastId() });
    this.#show();
    if (await this.slot.restore()) this.#watch.modelLoaded({ isOther: false });
    if (packagePath !== undefined) await this.swap(packagePath);
    const { current } = this.slot;
    if (!current) throw new NarashiError('line.no-model', { folder });
    log(`judging with ${current.name}`);
    if (settings.http) {
      const app = lineApp({
        settings: settings.http,
        report: () => this.report(),
        inspect: (arrival) => this.#inspectSent(arrival),
        parts: (after, limit) => this.store.parts.since(after, limit).map(shownPart),
        latestParts: (limit) => this.store.parts.latest(limit).map(shownPart),
        heat: (part, bytes) => this.#heat(part, bytes),
        swap: async (path) => void (await this.swap(path)),
        rollBack: async () => void (await this.rollBack()),
        more: (added) =>
          addReviewRoutes(added, { folder, store: this.store, classes: () => this.slot.classes, watch: this.#watch }),
      });
      this.#http = await serve(app, settings.http.host, settings.http.port);
    }
    if (settings.folder) {
      this.#folder = new FolderSource({
        settings: settings.folder,
        lineFolder: folder,
        store: this.store,
        inspect: (arrival) => this.#inspection.inspect(arrival),
        reference: () => this.#triggers.next(),
        log,
      });
      await this.#folder.start();
    }
    for (const kind of alarmKinds) {
      const alarm = this.store.checks.alarms.last(kind);
      // A bus says how things stand: what was before is of no interest to it.
      if (alarm) for (const link of this.#links) link.alarm?.(alarm);
      this.#alarm = Math.max(this.#alarm, alarm?.id ?? 0);
    }
    this.#setFault('none');
    this.#alive = setInterval(() => {
      this.#show();
      this.#watch.tick();
      this.#tellAlarms();
    }, ALIVE_MILLISECONDS);
    for (const following of this.#followings) following.wake();
  }

  /** Under the key of an earlier request the earlier verdict, also while that is still on its way. */
  #inspectSent(arrival: Arrival): Promise<InspectedPart> {
    const { identity } = arrival;
    if (identity === null) return this.#judgeSent(arrival);
    const before = this.store.parts.ofIdentity(identity);
    if (before) return Promise.resolve(shownPart(before));
    const going = this.#sending.get(identity) ?? this.#judgeSent(arrival).finally(() => this.#sending.delete(identity));
    this.#sending.set(identity, going);
    return going;
  }

  async #judgeSent(arrival: Arrival): Promise<InspectedPart> {
    const reference = arrival.reference ?? this.#triggers.next();
    const part = await this.#inspection.inspect({ ...arrival, reference });
    await keepSent(part, arrival, { ...this.#options, store: this.store });
    return part;
  }

  #tell(part: InspectedPart): void {
    this.#last = part;
    this.#counts = { ...this.#counts, [part.outcome]: this.#counts[part.outcome] + 1 };
    this.#latency.add(part.milliseconds);
    this.#watch.partJudged();
    if (isDrawn(part.id, this.#options.settings.images)) this.store.reviews.draw(part.id);
    this.#triggers.settle(part);
    for (const link of this.#links) void link.tell(part);
    for (const tell of this.#listeners) tell(part);
    for (const following of this.#followings) following.wake();
  }

  async #changeModel(
    action: 'load' | 'swap' | 'rollback',
    path: string,
    change: () => Promise<LoadedModel>,
  ): Promise<LoadedModel> {
    const { log } = this.#options;
    const former = this.slot.current?.sha256;
    try {
      const { name, sha256 } = await change();
      this.store.changeModel({ action, name, sha256, reason: '' });
      log(`${action}: judging with ${name}`);
      const { current } = this.slot;
      if (!current) throw new NarashiError('line.no-model', { folder: this.#options.folder });
      this.#watch.modelLoaded({ isOther: current.sha256 !== former });
      this.#show();
      return current;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.store.changeModel({ action: 'refuse', name: path, sha256: '', reason });
      log(`${action} refused: ${reason}`);
      throw error;
    }
  }

  async #heat(part: InspectedPart, bytes: Uint8Array): Promise<Uint8Array | undefined> {
    const { current, path } = this.slot;
    if (!current || path === undefined) return undefined;
    const executor = this.#options.engines.of(current.manifest);
    return this.#heatMaps.picture({ sha256: current.sha256, open: () => verifyPackage(path), executor }, part, bytes);
  }

  /** Of an alarm that somebody has seen this process hears by the journal, like everybody. */
  #tellAlarms(): void {
    const { alarms } = this.store.checks;
    for (const alarm of alarms.since(this.#alarm, MOST_ALARMS)) {
      this.#alarm = alarm.id;
      for (const link of this.#links) link.alarm?.(alarm);
      for (const following of this.#followings) following.wake();
    }
  }

  #setFault(fault: Fault, error?: unknown): void {
    if (error !== undefined) {
      const reason = error instanceof Error ? error.message : String(error);
      if (fault !== this.#fault) this.#options.log(`fault ${fault}: ${reason}`);
      this.#reason = error instanceof NarashiError ? error : new NarashiError('line.fault', { reason });
    } else if (fault === 'none') this.#reason = null;
    const isHung = error instanceof NarashiError && error.code === 'line.timeout';
    if (this.#fault === 'stopping' || this.#fault === fault) return;
    this.#fault = fault;
    this.#show();
    if (fault === 'engineFailed' && isHung) void this.#replaceEngine();
  }

  /** The hung engine is left to itself: a thread that is ended inside ONNX Runtime takes the process with it. */
  async #replaceEngine(): Promise<void> {
    if (this.#replaced++ >= MOST_REPLACED) return;
    this.#options.engines.giveUp();
    try {
      await this.slot.reload();
      this.#setFault('none');
    } catch (error) {
      this.#setFault('engineFailed', error);
    }
  }

  #show(): void {
    const ready = this.#isReady;
    const shown = this.#shownFault;
    const fault = ready ? faults.none : faults[shown === 'none' ? 'starting' : shown];
    for (const link of this.#links) link.show({ ready, busy: this.#isBusy, fault });
  }
}
