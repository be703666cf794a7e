// The import of a project that the user has before them: sending, looking through, deciding, writing. It is the app that
// does the work; a reload or another window finds it as it is.
import type { ImportState } from '../../../../shared/contract/imports.ts';
import type { Granted, Transfer } from '../../../bridge/host.ts';
import { useApi, useHost } from '../../../stores/api.ts';
import { isCancelled } from '../../../stores/problem.ts';
import type { Decision } from './decisions.ts';

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

  /** Takes up what is under way, and follows it; returns what ends that. */
  follow(): () => void {
    const end = useApi().imports.on('changed', (state) => {
      if (state.importId === this.state?.importId) this.state = state;
    });
    this.#takeUp().catch((error: unknown) => {
      this.problem = error;
    });
    return () => {
      end();
      this.#stopping?.abort();
    };
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
    const stopping = new AbortController();
    this.#stopping = stopping;
    const onProgress = (sent: number, total: number) => {
      this.sending = { sent, total };
    };
    try {
      const granted = await grant({ onProgress, signal: stopping.signal });
      if (!granted) return;
      this.state = await useApi().imports.inspect({ projectId: this.#projectId, grant: granted.grant });
    } catch (error) {
      if (!isCancelled(error)) this.problem = error;
    } finally {
      this.sending = undefined;
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
