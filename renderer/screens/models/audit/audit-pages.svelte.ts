// The audit log, newest first, a page at a time.
import type { AuditLine } from '../../../../shared/contract/registry.ts';
import { useApi } from '../../../stores/api.ts';

const pageSize = 50;

export class AuditPages {
  entries: readonly AuditLine[] | undefined = $state.raw();
  problem: unknown = $state.raw();
  hasMore = $state(false);
  busy = $state(false);

  /** From the newest on. */
  async open(): Promise<void> {
    await this.#fetch(undefined);
  }

  async older(): Promise<void> {
    await this.#fetch(this.entries?.at(-1)?.sequence);
  }

  async #fetch(before: number | undefined): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      const query = before === undefined ? { limit: pageSize } : { before, limit: pageSize };
      const page = await useApi().registry.audit(query);
      this.entries = before === undefined ? page : [...(this.entries ?? []), ...page];
      this.hasMore = page.length === pageSize;
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }
}
