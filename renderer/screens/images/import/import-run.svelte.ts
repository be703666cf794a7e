// The import of a project that the user has before them: sending, looking through, deciding, writing. It is the app that
// does the work; a reload or another window finds it as it is.
import type { ImportState } from '../../../../shared/contract/imports.ts';
import type { Granted, Transfer } from '../../../bridge/host.ts';
import { useApi, useHost } from '../../../stores/api.ts';
import { isCancelled, report } from '../../../stores/problem.ts';
import type { Decision } from './decisions.ts';

const hasEnded = ({ phase }: ImportState) => phase === 'done' || phase === 'cancelled' || phase === 'failed';

export class ImportRun {
  /** Bytes on their way to the host. */
  sending: { readonly sent: number; readonly total: number } | undefined = $state.raw();
  state: ImportState | undefined = $state.raw();
  problem: unknown = $state.raw();
  /** Whether the wizard is shown. */
  open = $state(false);
  readonly #projectId: number;
  #stopping: AbortController | undefined;

  constructor(projectId: number) {
    this.#projectId = projectId;
  }

  /** Follows what is under way; returns what ends that. */
  follow(): () => void {
    const end = useApi().imports.on('changed', (state) => {
      if (state.importId === this.state?.importId) this.state = state;
    });
    return () => {
      end();
      this.#stopping?.abort();
    };
  }

  /** Takes up what is under way; after an interruption, what has meanwhile become of the import that is shown. */
  async catchUp(): Promise<void> {
    const { state } = this;
    try {
      if (!state) await this.#takeUp();
      else if (!hasEnded(state)) {
        const now = await useApi().imports.get({ importId: state.importId });
        if (this.state?.importId === now.importId) this.state = now;
      }
    } catch (error) {
      // The wizard may not be open.
      report(error);
    }
  }

  async #takeUp(): Promise<void> {
    const active = await useApi().imports.active({ projectId: this.#projectId });
    const [newest] = active.filter(({ phase }) => phase !== 'cancelled');
    if (!newest || this.state || this.sending) return;
    this.state = newest;
    // What waits for a decision is shown; what merely goes on is not in the way.
    this.open = newest.phase === 'inspected' || newest.phase === 'failed';
  }

  pickFolder(): Promise<void> {
    return this.#begin((transfer) => useHost().pickFolder(transfer));
  }

  pickFiles(): Promise<void> {
    return this.#begin((transfer) => useHost().pickFiles('images', transfer));
  }

  /** Call it during the drop. */
  drop(data: DataTransfer): Promise<void> {
    return this.#begin((transfer) => useHost().dropped(data, transfer));
  }

  async #begin(grant: (transfer: Transfer) => Promise<Granted | null>): Promise<void> {
    this.open = true;
    this.problem = undefined;
    // Of two picks the later counts.
    this.#stopping?.abort();
    const stopping = new AbortController();
    this.#stopping = stopping;
    const isLatest = () => this.#stopping === stopping;
    const onProgress = (sent: number, total: number) => {
      if (isLatest()) this.sending = { sent, total };
    };
    try {
      const granted = await grant({ onProgress, signal: stopping.signal });
      if (!granted || !isLatest()) return;
      this.state = await useApi().imports.inspect({ projectId: this.#projectId, grant: granted.grant });
    } catch (error) {
      if (isLatest() && !isCancelled(error)) this.problem = error;
    } finally {
      if (isLatest()) this.sending = undefined;
    }
  }

  async confirm(classes: readonly Decision[]): Promise<void> {
    await this.#change((importId) =>
      useApi().imports.confirm({ importId, classes: classes.map((one) => ({ ...one })) }),
    );
  }

  /** Stops it wherever it is. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    if (this.state) await this.#change((importId) => useApi().imports.cancel({ importId }));
  }

  /** Forgets an import that has ended, or that is not wanted. */
  async leave(): Promise<void> {
    const { state } = this;
    this.problem = undefined;
    this.state = undefined;
    if (!state) return;
    try {
      if (state.phase === 'inspected') await useApi().imports.cancel({ importId: state.importId });
      await useApi().imports.dismiss({ importId: state.importId });
    } catch (error) {
      this.problem = error;
    }
  }

  async #change(change: (importId: string) => Promise<ImportState>): Promise<void> {
    if (!this.state) return;
    this.problem = undefined;
    try {
      this.state = await change(this.state.importId);
    } catch (error) {
      this.problem = error;
    }
  }
}
