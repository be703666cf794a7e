// Perceptual hashes of pictures, by their content: looked at once, whichever project has them.
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { check, count, sha256 } from './schemas.ts';

const hash = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 8);
const row = z.object({ contentHash: sha256, hash });
const draft = z.array(row);

export class PictureHashes {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Of all images of the project, as far as they are known in this version. */
  ofProject(projectId: number, version: number): Map<string, Uint8Array> {
    const found = this.#connection.all(
      row,
      `SELECT DISTINCT lower(hex(picture_hashes.content_hash)) AS contentHash, hash FROM project_images
       JOIN picture_hashes ON picture_hashes.content_hash = project_images.content_hash
       WHERE project_id = :projectId AND removed_at IS NULL AND version = :version`,
      { projectId, version },
    );
    return new Map(found.map(({ contentHash, hash }) => [contentHash, hash]));
  }

  add(version: number, hashes: z.infer<typeof draft>): void {
    const values = { version: check(count, version, 'version of the hash') };
    this.#connection.transaction(() => {
      for (const { contentHash, hash } of check(draft, hashes, 'picture hash')) {
        this.#connection.run(
          `INSERT OR REPLACE INTO picture_hashes (content_hash, version, hash) VALUES (unhex(:contentHash), :version, :hash)`,
          { ...values, contentHash, hash },
        );
      }
    });
  }
}
