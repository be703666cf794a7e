// The line as the screen may show it: what was said last, how old that is by now, and what the person asked for.
import { untrack } from 'svelte';
import { type LineForm, type LineView, MOST_SILENCE } from '../../../shared/contract/line.ts';
import { useApi } from '../../stores/api.ts';
import { connection } from '../../stores/connection.svelte.ts';
import { Load } from '../../stores/load.svelte.ts';
import type { Signing } from '../../stores/signing.svelte.ts';
import { Task } from '../../stores/task.svelte.ts';

/** `ready`: what is shown is true now. In every other mode nothing may look like a verdict. */
export type Mode = 'setup' | 'stopped' | 'starting' | 'ready' | 'fault' | 'silent' | 'stopping' | 'ended';

const TICK = 250;

export class LineState {
  /** Why the last request was refused. */
  refusal: unknown = $state.raw();
  isBusy = $state(false);
  /** A package is made, or a model taken into use. */
  readonly using = new Task<void>();
  readonly #api = useApi();
  readonly #projectId: number;
  readonly #load: Load<LineView>;
  #heard: { readonly view: LineView; readonly here: number } | undefined = $state.raw();
  #now = $state.raw({ here: performance.now(), clock: Date.now() });

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.#load = new Load(async (signal) => {
      const view = await this.#api.line.view({ projectId }, { signal });
      this.#take(view);
      return view;
    });
  }

  get view(): LineView | undefined {
    return this.#heard?.view;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  readonly mode: Mode | undefined = $derived.by(() => {
    const { view } = this;
    if (!view) return undefined;
    if (view.state === 'running') {
      if (!view.report || this.#age > MOST_SILENCE) return 'silent';
      return view.report.ready ? 'ready' : 'fault';
    }
    if (view.state === 'stopped' && (!view.form || !view.model)) return 'setup';
    return view.state;
  });

  /** Milliseconds since the inspection itself said what is shown, by whichever clock counts more. */
  get #age(): number {
    const heard = this.#heard;
    if (!heard || heard.view.silence === null) return Number.POSITIVE_INFINITY;
    const onTheWay = Math.max(this.#now.here - heard.here, this.#now.clock - Date.parse(heard.view.at), 0);
    return heard.view.silence + onTheWay;
  }

  /** Asks, and follows what is told; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    const end = this.#api.line.on('status', (view) => {
      if (view.projectId === this.#projectId) this.#take(view);
    });
    const timer = setInterval(() => this.#tick(), TICK);
    return () => {
      clearInterval(timer);
      end();
    };
  }

  again(): void {
    void this.#load.again();
  }

  start(): Promise<boolean> {
    return this.#act(() => this.#api.line.start({ projectId: this.#projectId }));
  }

  stop(): Promise<boolean> {
    return this.#act(() => this.#api.line.stop({ projectId: this.#projectId }));
  }

  rollBack(): Promise<boolean> {
    return this.#act(() => this.#api.line.rollBack({ projectId: this.#projectId }));
  }

  see(): Promise<boolean> {
    return this.#act(() => this.#api.line.see({ projectId: this.#projectId }));
  }

  /** @throws what the service refuses the settings with */
  async save(form: LineForm, folder: string | undefined): Promise<void> {
    this.#take(
      await this.#api.line.save({ projectId: this.#projectId, form, ...(folder === undefined ? {} : { folder }) }),
    );
  }

  /** Takes the run's package into use; asks for what opens the key only where it has to be made. */
  async use(runId: number, signing: Signing, before: () => Promise<void> = async () => undefined): Promise<void> {
    this.refusal = undefined;
    const projectId = this.#projectId;
    const go = (passphrase: string | undefined) =>
      void this.using.start(async (options) => {
        await before();
        const words = passphrase === undefined ? {} : { passphrase };
        this.#take(await this.#api.line.use({ projectId, runId, ...words }, options));
      });
    try {
      const made = await this.#api.packages.list({ projectId });
      if (made.some((each) => each.runId === runId && each.current)) go(undefined);
      else signing.ask(go);
    } catch (error) {
      this.refusal = error;
    }
  }

  async #act(ask: () => Promise<LineView>): Promise<boolean> {
    this.refusal = undefined;
    this.isBusy = true;
    try {
      this.#take(await ask());
      return true;
    } catch (error) {
      this.refusal = error;
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  #take(view: LineView): void {
    // An answer may be overtaken by an event.
    if (this.#heard && view.at < this.#heard.view.at) return;
    this.#heard = { view, here: performance.now() };
    this.#tick();
  }

  #tick(): void {
    this.#now = { here: performance.now(), clock: Date.now() };
  }
}
