// Golden sets: immutable versions of each project's reference images, and what models made of them.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import {
  type GoldenImage,
  type GoldenScore,
  type GoldenSet,
  goldenImage,
  goldenScore,
} from '../../shared/domain/golden.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { check, filledText, identity, jsonColumn, sha256, text } from './schemas.ts';

const draftSchema = z.object({
  projectId: identity,
  name: filledText,
  reason: text,
  images: z.array(goldenImage).min(1),
});
const row = z.object({
  id: z.int(),
  projectId: z.int(),
  version: z.int(),
  name: z.string(),
  at: z.string(),
  operator: z.string(),
  data: jsonColumn(z.object({ reason: z.string(), images: z.int(), digest: sha256 })),
});
const judgementRow = z.object({
  runId: z.int(),
  model: sha256,
  at: z.string(),
  scores: jsonColumn(z.array(goldenScore)),
});
export type GoldenJudgement = z.infer<typeof judgementRow>;

const select = `SELECT entry AS id, project_id AS projectId, version, name, at, operator, data
  FROM golden_sets JOIN audit ON audit.sequence = entry`;

export class GoldenSets {
  readonly #connection: Connection;
  readonly #audit: AuditLog;

  constructor(connection: Connection, audit: AuditLog) {
    this.#connection = connection;
    this.#audit = audit;
  }

  /** The next version of the project's golden set. @throws NarashiError store.invalid, audit.head-differs */
  create(draft: {
    readonly projectId: number;
    readonly name: string;
    readonly reason: string;
    readonly images: readonly GoldenImage[];
  }): GoldenSet {
    const { projectId, name, reason, images } = check(
      draftSchema,
      { ...draft, images: [...draft.images] },
      'golden set',
    );
    return this.#connection.transaction(() => {
      const version = (this.list(projectId)[0]?.version ?? 0) + 1;
      const data = { project: projectId, version, name, reason, images: images.length, digest: goldenDigest(images) };
      const { sequence } = this.#audit.append({ kind: 'golden.versioned', subject: `project:${projectId}`, data });
      this.#connection.run(
        'INSERT INTO golden_sets (entry, project_id, version, name) VALUES (:sequence, :projectId, :version, :name)',
        { sequence, projectId, version, name },
      );
      for (const [position, image] of images.entries()) {
        this.#connection.run(
          `INSERT INTO golden_images (golden_id, position, content_hash, path, class_name, verdict, mark)
           VALUES (:sequence, :position, unhex(:hash), :path, :className, :verdict, :mark)`,
          { sequence, position, ...image },
        );
      }
      return this.get(sequence);
    });
  }

  /** @throws NarashiError registry.no-golden-set */
  get(id: number): GoldenSet {
    const found = this.#connection.get(row, `${select} WHERE entry = :id`, { id });
    if (!found) throw new NarashiError('registry.golden-set-not-found', { id });
    return shown(found);
  }

  /** Newest first. */
  list(projectId: number): GoldenSet[] {
    return this.#connection
      .all(row, `${select} WHERE project_id = :projectId ORDER BY version DESC`, { projectId })
      .map(shown);
  }

  /** In their order. */
  images(id: number): GoldenImage[] {
    const sql = `SELECT lower(hex(content_hash)) AS hash, path, class_name AS className, verdict, mark
      FROM golden_images WHERE golden_id = :id ORDER BY position`;
    return this.#connection.all(goldenImage, sql, { id });
  }

  /** @param model SHA-256 of the file that judged @throws NarashiError store.invalid */
  judge(id: number, runId: number, model: string, scores: readonly GoldenScore[]): void {
    const values = check(
      z.object({ id: identity, runId: identity, model: sha256, scores: z.array(goldenScore) }),
      { id, runId, model, scores: [...scores] },
      `judgement of golden set ${id}`,
    );
    this.#connection.run(
      `INSERT INTO golden_judgements (golden_id, run_id, model, scores, at)
       VALUES (:id, :runId, unhex(:model), :scores, :now)`,
      { ...values, scores: JSON.stringify(values.scores), now: this.#connection.now() },
    );
  }

  /** The newest one of the run; undefined where it never judged this set. */
  judgement(id: number, runId: number): GoldenJudgement | undefined {
    const sql = `SELECT run_id AS runId, lower(hex(model)) AS model, at, scores FROM golden_judgements
      WHERE golden_id = :id AND run_id = :runId ORDER BY id DESC LIMIT 1`;
    return this.#connection.get(judgementRow, sql, { id, runId });
  }
}

/** SHA-256 of the canonical JSON of the images in their order. */
export function goldenDigest(images: readonly GoldenImage[]): string {
  return createHash('sha256').update(canonicalJson(images)).digest('hex');
}

function shown({ data, ...set }: z.infer<typeof row>): GoldenSet {
  return { ...set, ...data };
}
