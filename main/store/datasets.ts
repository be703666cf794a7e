// Data sets by name: the folder a user imports from, over and over.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Connection } from './connection.ts';
import { isDuplicate } from './failure.ts';
import { check, filledText } from './schemas.ts';

const draft = z.object({ name: filledText, root: filledText });
const row: z.ZodType<Dataset> = z.object({ id: z.int(), name: z.string(), root: z.string(), createdAt: z.string() });
const select = 'SELECT datasets.id, name, root, datasets.created_at AS createdAt FROM datasets';

export class Datasets {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.dataset-exists, store.invalid */
  create(name: string, root: string): Dataset {
    const values = check(draft, { name, root }, 'data set');
    try {
      const { id } = this.#connection.run('INSERT INTO datasets (name, root, created_at) VALUES (:name, :root, :now)', {
        ...values,
        now: this.#connection.now(),
      });
      return this.get(id);
    } catch (error) {
      if (isDuplicate(error)) throw new NarashiError('store.dataset-exists', { name });
      throw error;
    }
  }

  /** @throws NarashiError store.dataset-not-found */
  get(id: number): Dataset {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('store.dataset-not-found', { id });
    return found;
  }

  find(name: string): Dataset | undefined {
    return this.#connection.get(row, `${select} WHERE name = :name`, { name });
  }

  list(): Dataset[] {
    return this.#connection.all(row, `${select} ORDER BY name`);
  }

  /** The folder moved; its images are told apart by content, so snapshots stay valid. */
  moveRoot(id: number, root: string): Dataset {
    this.#connection.run('UPDATE datasets SET root = :root WHERE id = :id', {
      id,
      root: check(filledText, root, 'folder'),
    });
    return this.get(id);
  }

  /** The data sets one of whose imports gave this snapshot, latest import first. */
  ofSnapshot(snapshotId: number): Dataset[] {
    return this.#connection.all(
      row,
      `${select} JOIN imports ON imports.dataset_id = datasets.id WHERE imports.snapshot_id = :snapshotId
       GROUP BY datasets.id ORDER BY max(imports.id) DESC`,
      { snapshotId },
    );
  }
}
