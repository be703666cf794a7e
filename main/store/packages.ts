// Packages that were written: where, what they hash to, and what their manifests say.
import { z } from 'zod';
import { type PackageManifest, packageManifest } from '../../shared/domain/package.ts';
import type { Connection } from './connection.ts';
import { check, count, filledText, identity, jsonColumn, sha256 } from './schemas.ts';

const draft = z.object({ runId: identity, path: filledText, bytes: count, sha256, manifest: packageManifest });
export type PackageDraft = z.input<typeof draft>;

export interface KeptPackage {
  readonly id: number;
  readonly runId: number;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly manifest: PackageManifest;
  readonly createdAt: string;
}

const row: z.ZodType<KeptPackage> = z.object({
  id: z.int(),
  runId: z.int(),
  path: z.string(),
  bytes: z.int(),
  sha256,
  manifest: jsonColumn(packageManifest),
  createdAt: z.string(),
});
const select = `SELECT id, run_id AS runId, path, bytes, lower(hex(sha256)) AS sha256, manifest,
  created_at AS createdAt FROM packages`;

export class Packages {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  add(given: PackageDraft): void {
    const values = check(draft, given, `package ${given.path}`);
    this.#connection.run(
      `INSERT INTO packages (run_id, path, bytes, sha256, manifest, created_at)
       VALUES (:runId, :path, :bytes, unhex(:sha256), :manifest, :now)`,
      { ...values, manifest: JSON.stringify(values.manifest), now: this.#connection.now() },
    );
  }

  /** The newest first. */
  list(runId: number): KeptPackage[] {
    return this.#connection.all(row, `${select} WHERE run_id = :runId ORDER BY id DESC`, { runId });
  }
}
