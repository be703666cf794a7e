// What the user allowed the app to read or write, by picking, dropping or uploading it. The renderer only ever holds the
// random name of a grant, so that no page, however it came about, can name a path.
import { randomUUID } from 'node:crypto';
import { NarashiError } from '../../shared/contract/errors/index.ts';

export type Grant =
  | { readonly kind: 'read'; readonly paths: readonly string[] }
  | { readonly kind: 'write'; readonly path: string };

/** Grants are forgotten beyond this number, oldest first. */
const limit = 1_000;

export class Grants {
  readonly #grants = new Map<string, Grant>();

  /** Called by a host after a native dialog, a drop or an upload; never by a service. */
  add(grant: Grant): string {
    const id = randomUUID();
    this.#grants.set(id, grant);
    for (const oldest of this.#grants.keys()) {
      if (this.#grants.size <= limit) break;
      this.#grants.delete(oldest);
    }
    return id;
  }

  /** @throws NarashiError services.not-granted */
  read(id: string): readonly string[] {
    const grant = this.#grants.get(id);
    if (grant?.kind !== 'read') throw new NarashiError('services.not-granted', {});
    return grant.paths;
  }

  /** @throws NarashiError services.not-granted */
  write(id: string): string {
    const grant = this.#grants.get(id);
    if (grant?.kind !== 'write') throw new NarashiError('services.not-granted', {});
    return grant.path;
  }
}
